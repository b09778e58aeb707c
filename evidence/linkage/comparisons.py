"""How two records are compared, field by field: levels from the same to quite different, each with its words.

A level is one SQL condition over `x_l` and `x_r` and is tried from the top; Splink learns from the records how much each
speaks for one person or for two. The words of a level are what the explanation of a pair says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evidence.linkage.config import IDENTIFIERS
from evidence.linkage.standardise import Records

ELSE = "ELSE"
CLOSE, NEAR = 0.92, 0.88


@dataclass(frozen=True)
class Level:
    """One level: its words, its condition, and the column by whose rarity an agreement weighs more."""

    words: str
    condition: str
    rarity: str = ""
    known: bool = True
    shares: tuple[float, float] | None = None

    def for_splink(self) -> dict[str, Any]:
        """The level in Splink's terms."""
        told: dict[str, Any] = {"sql_condition": self.condition, "label_for_charts": self.words}
        if not self.known:
            told["is_null_level"] = True
        if self.rarity:
            told |= {"tf_adjustment_column": self.rarity, "tf_adjustment_weight": 1.0, "tf_minimum_u_value": 1e-5}
        if self.shares:
            match, other = self.shares
            told |= {"m_probability": match, "u_probability": other}
            told |= {"fix_m_probability": True, "fix_u_probability": True}
        return told


@dataclass(frozen=True)
class Comparison:
    """One field as it is compared: `gamma_NAME` in the pairs counts its levels from the bottom, -1 where not known."""

    name: str
    about: str
    levels: tuple[Level, ...]

    def for_splink(self) -> dict[str, Any]:
        """The comparison in Splink's terms."""
        levels = [level.for_splink() for level in self.levels]
        return {"output_column_name": self.name, "comparison_levels": levels, "comparison_description": self.about}

    def words(self, level: int) -> str:
        """The words of a level by its number in the pairs."""
        if level < 0:
            return self.levels[0].words
        return self.levels[len(self.levels) - 1 - level].words


def comparisons(records: Records) -> list[Comparison]:
    """Every comparison for which the records have the columns."""
    found = []
    if records.has("name"):
        found.append(_name(records.has("aliases")))
    if records.has("born"):
        found.append(DATE_OF_BIRTH)
    if records.has("postcode"):
        found.append(POSTCODE)
    if records.has("sex"):
        found.append(
            Comparison(
                "sex", "sex", (_unknown("sex"), Level("the same sex", "sex_l = sex_r"), Level("another sex", ELSE))
            )
        )
    found += [_identifier(name) for name in IDENTIFIERS if records.has(name)]
    found += [_text(name, records.shown(name)) for name in records.multiples()]
    return found


def _unknown(column: str, words: str = "not known in one of them") -> Level:
    return Level(words, f"{column}_l IS NULL OR {column}_r IS NULL", known=False)


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _name(has_aliases: bool) -> Comparison:
    """Forename and surname together, so that swapped, familiar, shortened and lost names are seen for what they are."""
    initial = "(length(forename_l) = 1 OR length(forename_r) = 1) AND left(forename_l, 1) = left(forename_r, 1)"
    also = "list_contains(aliases_l, name_r) OR list_contains(aliases_r, name_l)"
    alias = [Level("one's name is an alias of the other", also)] if has_aliases else []
    levels = (
        _unknown("name"),
        Level("the same forename and surname", "name_l = name_r", rarity="name"),
        *alias,
        Level("the same names the other way round", "forename_l = surname_r AND surname_l = forename_r"),
        Level("the same surname and a familiar form of the forename", "surname_l = surname_r AND sign_l = sign_r"),
        Level("nearly the same forename and surname", f"{_alike('forename', CLOSE)} AND {_alike('surname', CLOSE)}"),
        Level("the same surname and initial", f"surname_l = surname_r AND {initial}", rarity="surname"),
        Level(
            "much the same forename and surname",
            f"({_alike('forename', NEAR)} OR sign_l = sign_r) AND {_alike('surname', NEAR)}",
        ),
        Level(
            "all names of one are names of the other",
            "len(pieces_l) > 0 AND len(pieces_r) > 0 AND (list_has_all(pieces_l, pieces_r) OR list_has_all(pieces_r, pieces_l))",
        ),
        Level("the same surname and another forename", "surname_l = surname_r", rarity="surname"),
        Level("nearly the same surname", _alike("surname", CLOSE)),
        Level("the same forename and another surname", "sign_l = sign_r", rarity="sign"),
        Level("one name in common", "list_has_any(pieces_l, pieces_r)"),
        Level("another name", ELSE),
    )
    return Comparison("name", "name", levels)


_SWAPPED = """left(born_l, 4) = left(born_r, 4)
  AND substr(born_l, 6, 2) = right(born_r, 2) AND right(born_l, 2) = substr(born_r, 6, 2)"""
DATE_OF_BIRTH = Comparison(
    "born",
    "date of birth",
    (
        _unknown("born"),
        # 1 January stands for a date that was not known: rarity gives it the little weight that it deserves.
        Level("the same date of birth", "born_l = born_r", rarity="born"),
        Level("day and month of birth the other way round", _SWAPPED),
        Level("one digit of the date of birth is another", "damerau_levenshtein(born_l, born_r) = 1"),
        Level("the same year and month of birth", "left(born_l, 7) = left(born_r, 7)"),
        Level("the same year of birth", "birth_year_l = birth_year_r"),
        Level(
            "the same day and month of another year",
            "right(born_l, 5) = right(born_r, 5) AND right(born_l, 5) <> '01-01'",
        ),
        Level("born within ten years", "abs(birth_year_l - birth_year_r) <= 10"),
        Level("another date of birth", ELSE),
    ),
)
POSTCODE = Comparison(
    "postcode",
    "postcode",
    (
        _unknown("postcode"),
        Level("the same postcode", "postcode_l = postcode_r", rarity="postcode"),
        Level("one sign of the postcode is another", "damerau_levenshtein(postcode_l, postcode_r) = 1"),
        Level("the same sector", "length(postcode_l) >= 5 AND left(postcode_l, -2) = left(postcode_r, -2)"),
        Level("the same postal district", "district_l = district_r", rarity="district"),
        Level("the same postal area", "regexp_extract(postcode_l, '^[a-z]+') = regexp_extract(postcode_r, '^[a-z]+')"),
        Level("another postcode", ELSE),
    ),
)


def _identifier(name: str) -> Comparison:
    """A number from a national system: strong, but it can be somebody else's by mistake, so never certain.

    Its shares are set and not learnt: a number is seen too seldom by chance for a sample to tell how seldom.
    """
    shown = IDENTIFIERS[name]
    return Comparison(
        name,
        shown,
        (
            _unknown(name),
            Level(f"the same {shown}", f"{name}_l = {name}_r", shares=(0.93, 1e-6)),
            Level(
                f"one sign of the {shown} is another",
                f"damerau_levenshtein({name}_l, {name}_r) = 1",
                shares=(0.03, 1e-5),
            ),
            Level(f"another {shown}", ELSE, shares=(0.04, 0.999989)),
        ),
    )


def _text(name: str, about: str) -> Comparison:
    """A place or another text: the same, nearly so, or another."""
    return Comparison(
        name,
        about,
        (
            _unknown(name),
            Level(f"the same {about}", f"{name}_l = {name}_r", rarity=name),
            Level(f"nearly the same {about}", _alike(name, CLOSE)),
            Level(f"another {about}", ELSE),
        ),
    )
