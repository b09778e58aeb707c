"""Which record stays, and birth, sex and ethnicity as they were told last: what gathering deeds take of people on record."""

from collections.abc import Iterable
from datetime import date

from desistance.people.models import BirthDate, Equality, Person
from desistance.people.terms import EqualityKind, Ethnicity, Sex


def kept_numbers() -> dict[int, int]:
    """For records that were found to be of one person: the number of the record that stays."""
    return dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))


def born_of(people: Iterable[int]) -> dict[int, date]:
    """The date of birth of each, as it was said last, where it is known to the day."""
    said = BirthDate.objects.standing().filter(person_id__in=list(people), precision="day")
    return dict(said.order_by("said_at", "id").values_list("person_id", "born_on"))


def told_of(people: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Sex and group of self-defined ethnicity as they were told last, in words; empty where not known."""
    kinds = (EqualityKind.SEX, EqualityKind.ETHNICITY)
    said = Equality.objects.standing().filter(person_id__in=list(people), kind__in=kinds).order_by("said_at", "id")
    found: dict[int, dict[str, str]] = {}
    for person, kind, value in said.values_list("person_id", "kind", "value"):
        found.setdefault(person, {})[kind] = value
    return {person: (_sex(one.get("sex", "")), _ethnicity(one.get("ethnicity", ""))) for person, one in found.items()}


def _sex(value: str) -> str:
    return {str(sex): sex.wording for sex in Sex if sex is not Sex.NOT_KNOWN}.get(value, "")


def _ethnicity(value: str) -> str:
    return {str(one): one.group for one in Ethnicity}.get(value, "")
