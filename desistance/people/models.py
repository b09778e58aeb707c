"""People and what agencies say of their identity: names, birth dates, numbers, addresses, contact details, equality."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Least

from desistance.foundation.rows import AboutPerson, Event, Fact, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.people.rules.keys import SORT_KEY_LENGTH
from desistance.people.terms import (
    AddressKind,
    ContactDetailKind,
    EqualityKind,
    IdentifierKind,
    NameKind,
    PairKind,
    SafeContact,
)

ON_RECORD = Q(merged_into__isnull=True, withdrawn_at__isnull=True)
"""A condition on people: records that stand, neither joined into another nor taken back."""


class Person(AboutPerson, Record):
    """Someone an agency works with. Holds no facts of its own: only the key it sorts by and whether access is restricted.

    ``withdrawn_at``: the record was taken back, because the file that added it was undone. Nobody finds or opens it.
    """

    about: ClassVar[str] = "id"

    reference = models.CharField(max_length=9, unique=True)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, db_collation="C")
    restricted = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="person_sort")]
        constraints = [
            models.CheckConstraint(name="person_not_into_itself", condition=~Q(merged_into=F("id"))),
            models.CheckConstraint(
                name="person_withdrawn_pair",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__gte=F("created_at"), withdrawn_by__isnull=False, merged_into__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PersonFact(AboutPerson, Fact):
    """A fact that one agency states about one person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Name(PersonFact):
    """A name as an agency holds it, with the keys it is found by (``people.rules.keys``): folded words, and how they sound."""

    kind = models.CharField(max_length=20, choices=NameKind.choices)
    given = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    folded = models.TextField(db_collation="C")
    sounds = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(name="name_not_empty", condition=~Q(given="", family="")),
            withdrawn_in_pairs("name_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person"], name="name_person"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="name_trigram"),
            GinIndex(fields=["sounds"], name="name_sounds"),
        ]


class BirthDate(PersonFact):
    """A date of birth, or as much as is known. ``born_on`` is the first possible day; ``precision`` says how much is known."""

    born_on = models.DateField()
    precision = models.CharField(
        max_length=6, choices=[("day", "day"), ("month", "month"), ("year", "year")], default="day"
    )

    class Meta:
        constraints = [withdrawn_in_pairs("birth_withdrawn_pair")]
        indexes = [
            models.Index(fields=["person"], name="birth_person"),
            models.Index(fields=["born_on"], name="birth_date"),
        ]


class Identifier(PersonFact):
    """A number that an agency uses for the person. ``raw`` is what was typed; ``value`` the canonical form, when well formed.

    Deliberately not unique across people: a clash must not tell that a hidden person exists (it is a steward's duty instead).
    One that is not well formed has no value, says why, and is only ever found by its ending.
    """

    kind = models.CharField(max_length=20, choices=IdentifierKind.choices)
    value = models.CharField(max_length=40, blank=True)
    raw = models.CharField(max_length=120)
    compact_reversed = models.CharField(max_length=120, blank=True, db_collation="C")
    is_well_formed = models.BooleanField(default=True)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "kind", "value"],
                condition=Q(withdrawn_at__isnull=True, is_well_formed=True),
                name="identifier_once_a_person",
            ),
            models.CheckConstraint(
                name="identifier_value_or_why_not",
                condition=(Q(is_well_formed=True, why_not="") & ~Q(value=""))
                | (Q(is_well_formed=False) & ~Q(why_not="")),
            ),
            withdrawn_in_pairs("identifier_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["value"], name="identifier_value", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["compact_reversed"], name="identifier_ending"),
            models.Index(fields=["person"], name="identifier_person"),
        ]


class Address(PersonFact):
    """One spell at an address, or of no fixed address. ``data_class`` is confidential where the address must not be shown."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    kind = models.CharField(max_length=20, choices=AddressKind.choices)
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    data_class = models.CharField(max_length=30, default=DataClass.CONTACT_DETAILS)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="address_one_main_spell",
                condition=Q(withdrawn_at__isnull=True, kind__in=["main", "no_fixed"]),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("until_on"), function="DATERANGE", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="address_dates", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(name="address_lines_unless_no_fixed", condition=Q(kind="no_fixed") | ~Q(lines="")),
            withdrawn_in_pairs("address_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person"], name="address_person"),
            models.Index(fields=["postcode"], name="address_postcode", opclasses=["varchar_pattern_ops"]),
        ]


class ContactDetail(PersonFact):
    """A telephone number or email address, and when and how it is safe to use."""

    data_class_of: ClassVar[DataClass | str] = DataClass.CONTACT_DETAILS

    kind = models.CharField(max_length=20, choices=ContactDetailKind.choices)
    value = models.CharField(max_length=254)
    digits_reversed = models.CharField(max_length=20, blank=True, db_collation="C")
    safe = models.CharField(max_length=15, choices=SafeContact.choices, default=SafeContact.NOT_ASKED)
    safe_times = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [withdrawn_in_pairs("contact_withdrawn_pair")]
        indexes = [
            models.Index(fields=["person"], name="contact_person"),
            models.Index(fields=["digits_reversed"], name="contact_ending", condition=~Q(digits_reversed="")),
        ]


class Equality(PersonFact):
    """One thing a person has told an agency of who they are or what they need (self-defined ethnicity, language, adjustment)."""

    data_class_of: ClassVar[DataClass | str] = DataClass.EQUALITY

    kind = models.CharField(max_length=30, choices=EqualityKind.choices)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [withdrawn_in_pairs("equality_withdrawn_pair")]
        indexes = [models.Index(fields=["person"], name="equality_person")]


class Choice(AboutPerson):
    """Which of several standing facts of one kind is shown. The newest choice counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    fact_id = models.BigIntegerField()
    by_staff = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "-at"], name="choice_person")]


class Pair(AboutPerson, Event):
    """What has been said of two people together: that they are different people, or that they must be kept apart."""

    about: ClassVar[str] = "one_id"

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PairKind.choices())
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("kind"),
                Least("one", "other"),
                Func(F("one"), F("other"), function="GREATEST"),
                condition=Q(withdrawn_at__isnull=True),
                name="pair_once",
            ),
            models.CheckConstraint(name="pair_of_two", condition=~Q(one=F("other"))),
            withdrawn_in_pairs("pair_withdrawn_pair"),
        ]


class Merge(AboutPerson):
    """Two records found to be one person: the journal by which it can be undone exactly."""

    about: ClassVar[str] = "kept_id"

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lost = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_staff = models.BigIntegerField()
    by_agency = models.BigIntegerField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    kept_before = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lost"], condition=Q(undone_at__isnull=True), name="merge_once_lost"),
            models.CheckConstraint(
                name="merge_undone_pair",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]


class MergeMove(AboutPerson):
    """One row that a merge moved, and whose it was before; ``before`` holds the columns it changed, as they were."""

    about: ClassVar[str] = "from_person_id"

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="+")
    holding = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["merge"], name="move_merge")]
