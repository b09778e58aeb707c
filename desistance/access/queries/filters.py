"""What a list of people may be narrowed by, of what access and people hold: kind of work, area, age, sex, recorded address."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from desistance.access.models import Involvement
from desistance.access.queries.lists import areas_of, entries_of_tied, owners_of_tied, work_told
from desistance.access.queries.scope import unhidden
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.people.models import BirthDate, Equality
from desistance.people.terms import EqualityKind, Sex

AGES = {"under-18": (0, 17), "18-25": (18, 25), "26-39": (26, 39), "40-59": (40, 59), "60-and-over": (60, 130)}
"""18 to 25 is the group that moves between services for children and for adults (Transition to Adulthood)."""


def kinds_of_work(by: Pass) -> list[tuple[str, str]]:
    """Kinds of work that the reader's agency carries out, work with victims left out for those who may not see their side."""
    walled = set() if by.agency in owners_of_tied(DataClass.VICTIM, by) else {DataClass.VICTIM}
    kinds = [kind for kind in HOUSE.involvement_kinds.values() if by.agency_kind in kind.agency_kinds]
    return [(kind.name, kind.words) for kind in kinds if kind.data_class not in walled]


def work_bands(people: Sequence[int], by: Pass) -> Mapping[int, str]:
    """The kind of the reader's agency's open work with each person; of several the one that began first."""
    rows = Involvement.objects.filter(
        work_told(by), unhidden(by, "access.Involvement"), agency_id=by.agency, state="open"
    )
    rows = rows.filter(person_id__in=people).order_by("person_id", "from_at", "id").distinct("person_id")
    return dict(rows.values_list("person_id", "kind"))


def of_kind(by: Pass, kind: str) -> Q:
    """People with open work of a kind by the reader's agency."""
    rows = Involvement.objects.filter(work_told(by), agency_id=by.agency, state="open", kind=kind)
    return Q(pk__in=rows.values("person_id"))


def of_area(by: Pass, slug: str) -> Q:
    """People with open work, told to everyone who works with them, by an agency of the area."""
    rows = Involvement.objects.filter(
        work_told(by), unhidden(by, "access.Involvement"), state="open", person=OuterRef("pk")
    )
    return Q(Exists(rows.filter(agency__areas__slug=slug)))


def area_choices(by: Pass) -> Sequence[tuple[str, str]]:
    """Areas of the agencies."""
    return areas_of()


def age_choices(_by: Pass) -> Sequence[tuple[str, str]]:
    """Age groups in words."""
    return [
        (name, name.replace("-and-over", " and over").replace("under-", "Under ").replace("-", " to ")) for name in AGES
    ]


def of_age(by: Pass, group: str) -> Q:
    """People with a date of birth on record that puts them in an age group today."""
    youngest, oldest = AGES[group]
    today = local_date(by.at)
    born = {"born_on__gt": _years_before(today, oldest + 1), "born_on__lte": _years_before(today, youngest)}
    rows = BirthDate.objects.standing().filter(unhidden(by, "people.BirthDate"), person=OuterRef("pk"), **born)
    return Q(Exists(rows))


def _years_before(day: date, years: int) -> date:
    """The same day years ago; whoever was born on 29 February is a year older on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def sex_choices(_by: Pass) -> Sequence[tuple[str, str]]:
    """Women and men, as agencies recorded them."""
    return [(Sex.FEMALE.value, "Women"), (Sex.MALE.value, "Men")]


def of_sex(by: Pass, sex: str) -> Q:
    """People whom an agency whose entries the reader sees recorded as of a sex."""
    rows = Equality.objects.standing().filter(
        entries_of_tied("people.Equality", by), kind=EqualityKind.SEX, value=sex, person=OuterRef("pk")
    )
    return Q(Exists(rows))
