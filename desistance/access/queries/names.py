"""The name and birth year to show of people whose record may not be open: for request pages and lists of requests."""

from collections.abc import Iterable

from desistance.access.queries.scope import unhidden
from desistance.foundation.passes import Pass
from desistance.people.models import BirthDate, Choice, Name


def names_of(people: Iterable[int], by: Pass) -> dict[int, str]:
    """Full names by person: the chosen name, else the newest current one, of those not hidden from the reader's agency.

    For use inside a question that notes the look.
    """
    ids = list(people)
    chosen = set(Choice.objects.filter(person_id__in=ids, kind="name").order_by("at").values_list("fact_id", flat=True))
    rows = Name.objects.filter(unhidden(by, "people.Name"), person_id__in=ids, withdrawn_at__isnull=True).values_list(
        "id", "person_id", "kind", "given", "family", "recorded_at"
    )
    ordered = sorted(rows, key=lambda row: (row[0] in chosen, row[2] == "current", row[5], row[0]))
    return {person: f"{given} {family}".strip() for _, person, _, given, family, _ in ordered}


def birth_year_of(person: int, by: Pass) -> int | None:
    """The year of birth, newest statement first; None when nobody has said it to the reader's agency."""
    told = BirthDate.objects.filter(unhidden(by, "people.BirthDate"), person_id=person, withdrawn_at__isnull=True)
    rows = told.order_by("-recorded_at", "-id")
    born = rows.values_list("born_on", flat=True).first()
    return born.year if born else None
