"""Who each row of a batch is about: someone on record, someone whom an earlier row has just told of, or someone new."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desistance.foundation.reading import unseen
from desistance.ingest.models import ImportRow
from desistance.ingest.queries.candidates import Candidates
from desistance.ingest.rules.recognition import Recognition, recognise
from desistance.ingest.rules.rows import RowReading
from desistance.people.models import Person
from desistance.people.rules.matching import PersonFacts


@dataclass(frozen=True, slots=True)
class _Line:
    """One row that is to be loaded, what it says, and what was warned of when it was checked."""

    row: ImportRow
    reading: RowReading
    warning: str

    @property
    def key(self) -> str:
        """How someone new is called until they are added."""
        return f"row {self.row.line}"


@dataclass
class _Known:
    """Whom a batch may be about: people on record, and those whom its rows have added so far, by the key of their first row."""

    candidates: Candidates
    added: dict[str, Person] = field(default_factory=dict)

    def copy(self) -> "_Known":
        """The same, for rows that may yet be refused."""
        return _Known(self.candidates.copy(), dict(self.added))

    def become(self, other: "_Known") -> None:
        """Take over what the copy has learnt, once its rows stand."""
        self.candidates, self.added = other.candidates, other.added

    def id_of(self, key: str | None) -> int | None:
        """The id of someone on record or just added."""
        if key is None:
            return None
        return self.added[key].pk if key in self.added else int(key)


@dataclass
class _Sorted:
    """The rows of a batch by what becomes of them: new people, people known by key, and rows that wait for someone to compare."""

    new: list[_Line] = field(default_factory=list)
    joining: list[tuple[_Line, str]] = field(default_factory=list)
    possible: list[tuple[_Line, str]] = field(default_factory=list)
    resembles: dict[int, str] = field(default_factory=dict)


def _sort_out(lines: Sequence[_Line], known: _Known) -> _Sorted:
    """Recognise the rows one after the other, each with what those before it have said."""
    found = _Sorted()
    for line in lines:
        if line.reading.person is None:
            continue
        facts = line.reading.person.facts(line.key)
        answer = _recognised(line.row, facts, known.candidates)
        if answer.is_possible:
            found.possible.append((line, f"{answer.reasons[0]}."))
            continue
        if answer.joins is None:
            found.new.append(line)
        else:
            found.joining.append((line, answer.joins))
        known.candidates.learn(facts, answer.joins or line.key, is_told=answer.joins is None)
        if answer.resembles:
            found.resembles[line.row.pk] = answer.resembles
    return found


def _recognised(row: ImportRow, facts: PersonFacts, candidates: Candidates) -> Recognition:
    """Whom the row is about: as a person decided when they compared it, else by the rules."""
    answer = recognise(facts, *candidates.of(facts), apart=[str(pk) for pk in row.apart_from])
    if row.joins_id is None:
        return answer
    with unseen("match candidates"):
        person = Person.objects.get(pk=row.joins_id)
    return Recognition(joins=str(person.merged_into_id or person.pk), resembles=answer.resembles)
