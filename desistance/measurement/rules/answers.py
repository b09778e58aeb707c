"""What an evaluation found, in words and rows that can be published: the JSON of `evidence` read, nothing worked out again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desistance.measurement.rules.comparison import per_cent
from desistance.measurement.terms import HARM, KNOWN_BEFORE, OUTCOMES, SYMBOLS

Told = Mapping[str, Any]
HIDDEN = "[c]"
ANSWERS = {
    "reduction": "Fewer reoffend",
    "increase": "More reoffend",
    "longer": "They reoffend later",
    "sooner": "They reoffend sooner",
    "inconclusive": "We cannot tell yet",
    "refused": "No answer",
}
OF_A_KIND = {"sex": "Sex", "main_offence": "Offence", "area": "Lives in", "quarter": "Started"}
"""How one value of a category is called in a drawing, where there is little room."""
CATEGORY = re.compile(r"C\((\w+)\)\[T\.([^\]]+)\]")
LIMITS = (
    "Whoever took part without an agency recording it may stand among those compared. Offences that courts or police did not "
    "record are not counted. The figures are about the people and the time of this plan, and may not hold elsewhere."
)
NOT_BY_CHANCE = "Not a trial: people were matched, not allocated by chance. Things nobody recorded may still differ."
TOO_FEW_TO_SAY = "Too few people to say"
WHY_NO_FIGURE = {
    "too_few": TOO_FEW_TO_SAY,
    "withheld": "Not shown: another group could be worked out from it",
    "unlike": "Not alike enough to compare",
}
BY_GROUP = (
    "The plan was not made for groups, so a difference between two of them may well be chance. Do not choose by them whom "
    "to offer it."
)
ONLY_COMPLETED = (
    "Who completes a scheme differs from who does not, so this makes it look better than it is. Do not quote it: the answer "
    "counts everyone who entered."
)
ONLY_RECEIVED = "Chance does not protect this comparison: who did not receive what they were allocated to is left out."
BY_CHANCE = "A trial: people were allocated by chance, and each counts as they were allocated."


def main_of(result: Told) -> Told | None:
    """The outcome that the headline is about; none where nobody could be compared."""
    return next((one for one in result.get("outcomes", []) if one["name"] == result["primary"]), None)


def is_shown(outcome: Told | None) -> bool:
    """Whether the figures of an outcome may be shown."""
    return outcome is not None and isinstance(outcome["difference"], Mapping)


def answer_words(result: Told) -> str:
    """The answer in a few words."""
    return ANSWERS.get(result["headline"]["answer"], "No answer")


def level_words(kind: str, value: object) -> str:
    """The level of one group: a share as a percentage, reoffences for each person, days."""
    if not isinstance(value, int | float):
        return str(value)
    return {"binary": per_cent(float(value)), "time": f"{value:.0f} days"}.get(kind, f"{value:.2f}")


def gap_words(kind: str, value: object) -> str:
    """The difference of two groups, with its sign."""
    if not isinstance(value, int | float):
        return str(value)
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    size = {"binary": f"{abs(value) * 100:.1f} points", "time": f"{abs(value):.0f} days"}
    return f"{sign}{size.get(kind, f'{abs(value):.2f}')}"


def range_of(outcome: Told) -> str:
    """The range of the difference, both ends with their sign."""
    found = outcome["difference"]
    if not isinstance(found, Mapping):
        return str(found)
    return f"{gap_words(outcome['kind'], found['low'])} to {gap_words(outcome['kind'], found['high'])}"


def term_words(term: str) -> str:
    """A term of the balance table as a person says it: `Sex: Male`."""
    found = CATEGORY.fullmatch(term)
    if found:
        return f"{OF_A_KIND.get(found[1], found[1])}: {found[2].replace('_', ' ')}"
    return KNOWN_BEFORE.get(term, term)


def in_plain_terms(words: str) -> str:
    """A sentence of `evidence` with the terms of its model in words: `Offence: motoring parts those who took part ...`."""
    return CATEGORY.sub(lambda found: term_words(found[0]), words)


def reading_first(result: Told) -> Iterator[str]:
    """What a reader must know beside the answer, each in a sentence."""
    yield BY_CHANCE if result["design"] == "randomised" else NOT_BY_CHANCE
    yield from map(in_plain_terms, result["warnings"])
    if result.get("needed"):
        yield f"To tell a gap of this size from chance takes about {result['needed']:,} people on each side."
    elif result["headline"]["answer"] != "refused":
        yield result["headline"]["beside"]


def figure_words(result: Told) -> dict[str, str]:
    """The fields of a published text, by name; those that are hidden are not among them."""
    main = main_of(result)
    told = {
        "finding": in_plain_terms(result["headline"]["sentence"]),
        "answer": answer_words(result),
        "read_first": " ".join(reading_first(result)),
    }
    if main is None:
        return told
    figures = {"treated": main["people_treated"], "comparison": main["people_comparison"]}
    told |= {name: f"{value:,}" for name, value in figures.items() if value not in SYMBOLS}
    if not is_shown(main):
        return told
    return told | {
        "level_treated": level_words(main["kind"], main["mean_treated"]),
        "level_comparison": level_words(main["kind"], main["mean_comparison"]),
        "difference": gap_words(main["kind"], main["difference"]["estimate"]),
        "low": gap_words(main["kind"], main["difference"]["low"]),
        "high": gap_words(main["kind"], main["difference"]["high"]),
    }


def summary_for(result: Told) -> str:
    """The paragraph under the headline, its figures as fields."""
    main = main_of(result)
    if main is None or not is_shown(main) or {main["people_treated"], main["people_comparison"]} & set(SYMBOLS):
        return "{question} The figures that the plan asks for cannot be published. The tables say how far it came."
    return (
        f"{{question}} We looked at {main['words']}: {{level_treated}} for {{treated}} people of {{scheme}}, and "
        "{level_comparison} for {comparison} people to compare with. The difference is {difference}; the truth is likely to lie "
        "between {low} and {high}. The plan was locked on {locked_on}, before outcomes were seen."
    )


def result_rows(result: Told) -> Sequence[dict[str, Any]]:
    """A row for each outcome, as a table can be published."""
    return [
        {
            "outcome": one["words"]
            + (" (a check: the scheme cannot have changed it)" if one["negative_control"] else ""),
            "treated": one["people_treated"],
            "compared_with": one["people_comparison"],
            "level_treated": level_words(one["kind"], one["mean_treated"]),
            "level_comparison": level_words(one["kind"], one["mean_comparison"]),
            "difference": gap_words(one["kind"], one["difference"]["estimate"]) if is_shown(one) else HIDDEN,
            "likely_range": range_of(one),
        }
        for one in _in_order(result)
    ]


def _in_order(result: Told) -> list[Told]:
    """The outcome of the headline first, then the others, and last what the scheme cannot have changed."""
    order = [result["primary"], *OUTCOMES, HARM]
    places = {name: place for place, name in reversed(list(enumerate(order)))}
    return sorted(result.get("outcomes", []), key=lambda one: places.get(one["name"], len(order)))


def group_rows(result: Told) -> Sequence[dict[str, Any]]:
    """A row for each group that was looked at; words in place of the figure of a group that is too small, or beside one."""
    return [{"group": one["group"], **_of_group(one)} for one in result.get("groups", [])]


def _of_group(one: Told) -> dict[str, str]:
    if "difference" not in one:
        return {"difference": WHY_NO_FIGURE[one["answer"]], "likely_range": ""}
    return {"difference": gap_words(one["kind"], one["difference"]["estimate"]), "likely_range": range_of(one)}


def harm_of(result: Told) -> Told | None:
    """The outcome that says whether more people came to harm somebody; None in a plan from before it was looked for."""
    return next((one for one in result.get("outcomes", []) if one["name"] == HARM), None)


def narrowed_of(result: Told) -> Told | None:
    """The answer for those alone who completed, or who received what they were allocated to; None where it cannot be asked."""
    received = (one for one in result["per_protocol"] if one["name"] == result["primary"] and is_shown(one))
    return result.get("completed") or next(received, None)


def shares_of(result: Told) -> dict[str, float]:
    """The share with the outcome of the headline without the scheme and with it; empty where there is none to show."""
    main = main_of(result)
    if main is None or main["kind"] != "binary" or not is_shown(main) or result["headline"]["answer"] == "refused":
        return {}
    return {"Without it": main["mean_comparison"], "With it": main["mean_treated"]}


def attrition_rows(result: Told) -> Sequence[dict[str, Any]]:
    """A row for each step of the cohort."""
    return [
        {"step": step_words(one["step"]), "treated": one["treated"], "compared_with": one["comparison"]}
        for one in result["attrition"]
    ]


def step_words(step: str) -> str:
    """A step of the cohort as a reader meets it."""
    named = {"in the file": "Entered in that time, and people to compare with", "matched": "Matched"}
    return named.get(step, step[:1].upper() + step[1:])


def balance_rows(result: Told) -> Sequence[dict[str, Any]]:
    """A row for each fact that people were compared on; differences in percent of a standard deviation."""
    return [
        {
            "fact": term_words(one["term"]),
            "before": round(float(one["difference_before"] or 0), 1),
            "after": round(float(one["difference_after"] or 0), 1),
            "band": {"green": "alike", "amber": "nearly alike", "red": "not alike"}[one["band"]],
        }
        for one in result.get("balance", [])
    ]
