"""What would happen to each piece of work that was ticked, before anything is given away."""

from collections.abc import Sequence
from dataclasses import dataclass

from desistance.access.models import Involvement
from desistance.access.queries.involved import kind_words
from desistance.access.queries.lists import names_shown, work_told
from desistance.access.queries.scope import scope, unhidden
from desistance.audit.deeds import question
from desistance.desk.terms import BULK_MOST
from desistance.foundation.passes import Pass
from desistance.people.queries.names import ShownPerson


@dataclass(frozen=True, slots=True)
class Choice:
    """One person that was ticked: their work with the agency, its version when the list was drawn, or why it cannot be given."""

    person: int
    reference: str
    name: str
    work: int = 0
    version: int = 0
    kind: str = ""
    lead: str = ""
    refusal: str = ""

    @property
    def value(self) -> str:
        """What the form carries on."""
        return f"{self.work}-{self.version}"


@question
def chosen_work(*, by: Pass, references: Sequence[str], pieces: Sequence[str]) -> list[Choice]:
    """The people that were ticked on a list (by reference) or on the team page (work and version), whom the reader sees.

    Three statements, however many; no more than a page can hold are taken. Of several kinds of work with a person the one that
    began first is meant.
    """
    versions = _versions(pieces)
    people = dict(scope(by).filter(reference__in=references[:BULK_MOST]).values_list("pk", "reference"))
    ours = Involvement.objects.filter(
        work_told(by), unhidden(by, "access.Involvement"), agency_id=by.agency, person__in=scope(by)
    )
    either = ours.filter(pk__in=versions) | ours.filter(person_id__in=people, state="open")
    columns = ("pk", "version", "person_id", "person__reference", "kind", "lead__name", "state")
    found: dict[int, Choice] = {}
    for pk, version, person, reference, kind, lead, state in either.order_by("from_at", "id").values_list(*columns):
        if person in found or (versions and pk not in versions and person not in people):
            continue
        refusal = "" if state == "open" else "This work has ended"
        seen = versions.get(pk, version)
        found[person] = Choice(person, reference, "", pk, seen, kind_words(kind), lead or "", refusal)
    for person, reference in people.items():
        found.setdefault(person, Choice(person, reference, "", refusal="Your agency has no open work with this person"))
    return _named(found, by)


def _versions(pieces: Sequence[str]) -> dict[int, int]:
    pairs = [piece.partition("-") for piece in pieces[:BULK_MOST]]
    return {int(work): int(version) for work, _, version in pairs if work.isdecimal() and version.isdecimal()}


def _named(found: dict[int, Choice], by: Pass) -> list[Choice]:
    names = names_shown(found, by)
    named = [
        Choice(
            one.person,
            one.reference,
            names.get(one.person, ShownPerson()).listed,
            one.work,
            one.version,
            one.kind,
            one.lead,
            one.refusal,
        )
        for one in found.values()
    ]
    return sorted(named, key=lambda one: (one.name, one.reference))
