"""Link the records of one file, or of two, and say of each pair what was decided and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evidence import pages
from evidence.definitions import Method
from evidence.disclosure import Cleared, Shape, Unprotected, protect, unprotected
from evidence.disclosure.gate import Value
from evidence.linkage.blocking import recall
from evidence.linkage.clusters import Groups, Guards, put_together
from evidence.linkage.config import IDENTIFIERS, SURE_OF_FORM, Config, Thresholds, guessed_fields, read_config
from evidence.linkage.decisions import SOURCES, Decisions, Key, read_decisions
from evidence.linkage.explaining import Explained, explain
from evidence.linkage.labels import Labels, labels_of
from evidence.linkage.model import PAIRS, VERSION, Model, weigh
from evidence.linkage.scoring import Score, contributions, score
from evidence.linkage.standardise import RECORDS, Records, standardise
from evidence.results import Count, Result, count_in
from evidence.tables import engine
from evidence.tables.spark import master_of
from evidence.trouble import Trouble

BELOW_REVIEW = 4.0  # pairs so far under review are kept too: they speak against putting their groups together
LEAST = -8.0
TWINS = -5.0
TRAINING_SHARE = 0.5

# Two people of one surname, birthday and home whose forenames are quite different: likely twins, not one person.
LIKELY_TWINS = """
l.surname = r.surname AND l.born = r.born AND right(l.born, 5) <> '01-01' AND l.sign <> r.sign
  AND length(l.forename) > 1 AND length(r.forename) > 1 AND jaro_winkler_similarity(l.forename, r.forename) < 0.75"""


@dataclass(frozen=True)
class Pair:
    """One pair that was linked or that a person should look at; `reason` says why it was not linked."""

    left: Key
    right: Key
    weight: float
    band: str
    reason: str


@dataclass(frozen=True, repr=False)
class Links(Result):
    """What a linkage found: groups of records, the pairs between them, and what it all rests on.

    Pairs, groups and explanations are about people and never for publication; what prints is how many there are.
    """

    config: Config
    records: Records
    model: Model
    keys: tuple[Key, ...]
    weights: tuple[tuple[int, int, float], ...] = field(repr=False)
    decisions: Decisions
    groups: Groups = field(repr=False)
    sources: tuple[str, ...] = ()
    protected: bool = True

    @property
    def title(self) -> str:
        """What was linked."""
        return f"Records linked: {' and '.join(self.sources)}"

    @property
    def n(self) -> Count:
        """How many records there are."""
        return count_in(self._counts(), "records")

    @property
    def definition(self) -> Method:
        """The model, the thresholds and the guards."""
        limits, config = self.config.thresholds, self.config
        return Method.of(
            f"Fellegi and Sunter {VERSION}",
            join=f"{limits.join:g}",
            review=f"{limits.review:g}",
            decided_on=limits.decided_on,
            most_in_a_cluster=config.most_in_a_cluster,
            twins="kept apart" if config.keep_twins_apart else None,
        )

    @property
    def cohort(self) -> str:
        """Whose records."""
        return f"the records of {' and '.join(self.sources)}"

    @property
    def period(self) -> None:
        """Nothing: records do not say when they were made."""

    def unprotected(self) -> Links:
        """The same with true counts, marked as such on every print."""
        return replace(self, protected=False)

    def as_dict(self) -> dict[str, object]:
        """How many records, groups and pairs, and what they rest on; nothing about a record."""
        return {**self._shown().as_dict(), "notes": list(self.notes)}

    def table(self) -> str:
        """How many records, groups and pairs, for a reader."""
        return "\n".join([self._shown().table(), *self.notes]) + "\n"

    def parts(self) -> list[str]:
        """The parts of the report."""
        return [self.facts(), *self._shown().parts(), pages.paragraphs(self.notes)]

    def _shown(self) -> Cleared | Unprotected:
        """The counts as they may be shown."""
        bands = Counter(pair.band for pair in self.pairs())
        sizes = Counter(self.clusters().values())
        counts = {
            "records": len(self.keys),
            "people found": len(sizes),
            "people with several records": sum(size > 1 for size in sizes.values()),
            "pairs put together": bands["join"],
            "pairs for review": bands["review"],
        }
        rows: list[dict[str, Value]] = [{"what": what, "count": count} for what, count in counts.items()]
        shape = Shape(keys=("what",), counts=("count",))
        return (protect if self.protected else unprotected)(rows, shape, title=self.title)

    def _counts(self) -> dict[str, object]:
        return {str(row["what"]): row["count"] for row in self._shown().rows}

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know beside the links."""
        limits = self.config.thresholds
        return (
            f"Linked at a weight of {limits.join:g} and more, for review from {limits.review:g}; decided on {limits.decided_on}.",
            f"Model {VERSION}, learnt from these records.",
            *self.model.notes,
        )

    @property
    def contradictions(self) -> tuple[str, ...]:
        """Records that people decided to be one person and two. About people: for those who may see the records."""
        return tuple(
            f"Decisions contradict each other: {self.keys[one][1]} and {self.keys[other][1]} are the same by one chain of "
            "decisions and apart by another; they were kept apart."
            for one, other in self.groups.contradicted
        )

    def clusters(self) -> dict[Key, str]:
        """The group of every record: a number that follows from the first record in it."""
        names: dict[int, str] = {}
        found = {}
        for place, key in enumerate(self.keys):
            group = self.groups.of[place]
            names.setdefault(group, f"C{len(names) + 1:07}")
            found[key] = names[group]
        return found

    def pairs(self) -> list[Pair]:
        """Every pair that is in one group or for review, surest first."""
        found = []
        review, of = self.config.thresholds.review, self.groups.of
        decided = {tuple(sorted(pair)) for pair in self.decisions.apart}
        for one, other, weight in self.weights:
            ends = (self.keys[one], self.keys[other])
            if of[one] == of[other]:
                found.append(Pair(*ends, weight, "join", ""))
            elif weight >= review and tuple(sorted(ends)) not in decided:
                found.append(
                    Pair(
                        *ends,
                        weight,
                        "review",
                        self.groups.held.get((one, other), "its weight is below that of a link"),
                    )
                )
        return sorted(found, key=lambda pair: (-pair.weight, pair.left, pair.right))

    def explain(self, left: str | Key | Pair, right: str | Key = "") -> Explained:
        """Field by field what speaks for one person and what for two; raises `Trouble` for an unknown record."""
        if isinstance(left, Pair):
            return self.explain(left.left, left.right)
        one, other = (self.keys.index(key) for key in (self._key(left), self._key(right)))
        same_group = self.groups.of[one] == self.groups.of[other]
        held = self.groups.held.get((min(one, other), max(one, other)), "")
        return explain(self.records, self.model, one + 1, other + 1, together=same_group, held=held)

    def score(self, labels: Labels, groups: Mapping[str, str] | None = None) -> list[Score]:
        """How right the groups are, where `labels`, or a file of them, gives the true person of an id; `score` says how."""
        return score({key[1]: cluster for key, cluster in self.clusters().items()}, labels_of(labels), groups)

    def blocking_recall(self, labels: Labels) -> list[tuple[str, int, int]]:
        """How many of the pairs that `labels` say are one person each blocking rule brings up, and all together."""
        place = {key[1]: number for number, key in enumerate(self.keys, start=1)}
        known = [(place[record], person) for record, person in labels_of(labels).items() if record in place]
        cursor = self.records.connection
        cursor.execute("CREATE OR REPLACE TEMP TABLE known_person (record BIGINT, person VARCHAR)")
        numbers, people = (list(side) for side in zip(*known, strict=True)) if known else ([], [])
        cursor.execute("INSERT INTO known_person SELECT unnest(?), unnest(?)", [numbers, people]).fetchall()
        true = 'SELECT a.record AS "left", b.record AS "right" FROM known_person AS a, known_person AS b'
        cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW true_pair AS {true} WHERE a.person = b.person AND a.record < b.record"
        )
        return recall(self.records, "true_pair")

    def at(self, thresholds: Thresholds) -> Links:
        """The same pairs at other thresholds."""
        config = replace(self.config, thresholds=thresholds)
        return replace(
            self, config=config, groups=_grouped(self.records, self.weights, config, self.keys, self.decisions)
        )

    def choose(self, labels: Labels, share: float = TRAINING_SHARE) -> tuple[Links, Score]:
        """The threshold with the best F1 for a share of the labelled people, and the score for the others.

        The others had no part in the choice. People are parted by their label, so that each is wholly on one side.
        """
        training, rest = parted(labels_of(labels), share)
        best = max((self._f1(limit, training), -limit) for limit in _LIMITS)
        limit = -best[1]
        chosen = self.at(replace(self.config.thresholds, join=limit, review=min(self.config.thresholds.review, limit)))
        return chosen, chosen.score(rest)[0]

    def _f1(self, limit: float, labels: Mapping[str, str]) -> float:
        tried = self.at(Thresholds(limit, min(limit, self.config.thresholds.review)))
        found = {key[1]: cluster for key, cluster in tried.clusters().items() if key[1] in labels}
        made, true, right, _whole = contributions(labels, found)
        return float(2 * right.sum() / max(made.sum() + true.sum(), 1e-9))

    def _key(self, given: str | Key) -> Key:
        """The record that is meant by an id, or by its file and id."""
        found = [key for key in self.keys if given in (key, key[1], f"{SOURCES[key[0]]}:{key[1]}")]
        if len(found) != 1:
            said = "is in both files; write a: or b: before it" if found else "is in no file"
            raise Trouble(f"The record {given} {said}.")
        return found[0]


_LIMITS = (-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 11.0, 14.0, 17.0, 20.0)


def link(
    first: str | Path,
    second: str | Path | None = None,
    config: Config | str | Path | None = None,
    engine: str = "duckdb",
) -> Links:
    """Link the records of one file, or of two; raises `Trouble` for files, columns and decisions that cannot be used.

    `engine` is duckdb, or Spark as local[2] or spark://host:port, where pairs are weighed by the same model. For two files
    records are linked within each as well, unless the configuration says `within = false`.
    """
    master = master_of(engine)
    config = read_config(config) if isinstance(config, str | Path) else config or Config()
    sources: list[str | Path] = [first] if second is None else [first, second]
    if second is None and not config.within:
        raise Trouble("within = false leaves nothing to link in one file. Give a second file, or leave it out.")
    if not config.fields and second is not None:
        config = replace(config, fields=_in_both(sources))
    decisions = read_decisions(config.decisions) if config.decisions else Decisions()
    records = standardise(sources, config)
    model = weigh(records, min(LEAST, config.thresholds.review - BELOW_REVIEW), master)
    keys, weights = _keys(records), _weights(records)
    groups = _grouped(records, weights, config, keys, decisions)
    named = tuple(Path(source).name for source in sources)
    return Links(config, records, model, keys, weights, decisions, groups, named)


def _in_both(sources: Sequence[str | Path]) -> dict[str, str]:
    """The usual fields that both files have."""
    names = []
    for path in map(Path, sources):
        if not path.is_file():
            raise Trouble(f"{path}: there is no such file.")
        asked = f"DESCRIBE SELECT * FROM {engine.any_file(path)}"
        names.append([row[0] for row in engine.cursor().execute(asked).fetchall()])
    try:
        return guessed_fields([name for name in names[0] if name in names[1]])
    except Trouble as trouble:
        raise Trouble(f"{sources[0]} and {sources[1]}: {trouble}") from None


def _keys(records: Records) -> tuple[Key, ...]:
    return tuple(records.connection.execute(f"SELECT source, id FROM {RECORDS} ORDER BY record").fetchall())


def _weights(records: Records) -> tuple[tuple[int, int, float], ...]:
    """Every weighted pair, by the places of its records; likely twins get little."""
    twins = LIKELY_TWINS if records.config.keep_twins_apart and records.has("surname", "born") else "false"
    numbers = [name for name in IDENTIFIERS if records.has(name)]
    same_number = " OR ".join(f"coalesce(l.{name} = r.{name}, false)" for name in numbers) or "false"
    rows = records.connection.execute(
        "SELECT least(record_l, record_r) - 1 AS one, greatest(record_l, record_r) - 1 AS other, "
        f"CASE WHEN coalesce({twins}, false) AND NOT ({same_number}) THEN least(match_weight, {TWINS}) ELSE match_weight END "
        f"FROM {PAIRS} JOIN {RECORDS} AS l ON l.record = record_l JOIN {RECORDS} AS r ON r.record = record_r ORDER BY ALL"
    ).fetchall()
    return tuple((int(one), int(other), round(float(weight), 6)) for one, other, weight in rows)


def _grouped(
    records: Records,
    weights: Sequence[tuple[int, int, float]],
    config: Config,
    keys: Sequence[Key],
    decisions: Decisions,
) -> Groups:
    """The groups at the thresholds of a configuration."""
    place = {key: number for number, key in enumerate(keys)}
    for pair in (*decisions.same, *decisions.apart):
        unknown = [key for key in pair if key not in place]
        if unknown:
            raise Trouble(
                f"{config.decisions}: the record {unknown[0][1]} of a decision is in no file. Take the row out."
            )
    guards = Guards(config.thresholds.join, config.together, config.most_in_a_cluster)
    same = [(place[one], place[other]) for one, other in decisions.same]
    apart = [(place[one], place[other]) for one, other in decisions.apart]
    return put_together(len(keys), weights, guards, numbers=_numbers(records), same=same, apart=apart)


def _numbers(records: Records) -> list[dict[str, str]]:
    """The numbers that each record has of which two in one group speak against it."""
    kinds = [name for name in SURE_OF_FORM if records.has(name)]
    if not kinds:
        return []
    rows: list[tuple[Any, ...]] = records.connection.execute(
        f"SELECT {', '.join(kinds)} FROM {RECORDS} ORDER BY record"
    ).fetchall()
    return [{kind: value for kind, value in zip(kinds, row, strict=True) if value} for row in rows]


def parted(labels: Mapping[str, str], share: float) -> tuple[dict[str, str], dict[str, str]]:
    """Labels in two: whole people, by the order of a hash of their label, so that the same labels part alike."""
    from hashlib import blake2b  # noqa: PLC0415 - only to part labels

    people = sorted(set(labels.values()), key=lambda person: blake2b(person.encode(), digest_size=8).digest())
    chosen = set(people[: round(len(people) * share)])
    training = {record: person for record, person in labels.items() if person in chosen}
    return training, {record: person for record, person in labels.items() if person not in chosen}
