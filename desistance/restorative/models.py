"""Tables of the victims' side: what crosses to the other side (view, decision to explain), and behind the wall who was harmed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.restorative.terms import (
    DUE,
    EXPLAINED_STATES,
    LONGEST_ADDRESS,
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_WORDS,
    TELLING_STATES,
    EnhancedGround,
    Explained,
    Restorative,
    TellingKind,
    VictimKind,
    WantsTold,
    Way,
    Wish,
)

CROSSES: DataClass | str = DataClass.OFFENDING
WALLED: DataClass | str = DataClass.VICTIM


class VictimView(AboutPerson, Record):
    """That the view of whoever was harmed in a matter was asked for, and what of it crosses. Holds nothing about a victim.

    ``due_at``: by when it is to be recorded. ``involvement`` is the work of victim contact with the matter: it alone opens what
    stands behind the wall.
    """

    data_class_of: ClassVar[DataClass | str] = CROSSES

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    arrest = models.ForeignKey(Arrest, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, null=True, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=12, choices=Wish.choices, default=Wish.NOT_KNOWN)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrest", "agency"], name="victim_view_one_an_arrest"),
        ]
        indexes = [models.Index(fields=["person"], name="victim_view_person")]


class DecisionToExplain(AboutPerson, Record):
    """A decision that victims are to be told of, as the other side sees it. ``due_at`` is the usual clock, never the shorter one.

    ``is_last``: the work of victim contact ends once it is dealt with.
    """

    data_class_of: ClassVar[DataClass | str] = CROSSES
    made_with: ClassVar[str] = "view_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    view = models.ForeignKey(VictimView, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, choices=Explained.choices)
    decided_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_last = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default=DUE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_to_explain_state", condition=Q(state__in=[one.name for one in EXPLAINED_STATES.states])
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="decision_explained_person"),
            models.Index(fields=["view"], name="decision_explained_view"),
        ]


class Victim(AboutPerson, Record):
    """Somebody who was harmed in a matter, and how they are reached safely. ``person`` is whoever caused the harm.

    ``restorative`` and ``wants_told`` are what they said last; each time that they said something stands in ``VictimSaid``.
    """

    data_class_of: ClassVar[DataClass | str] = WALLED
    made_with: ClassVar[str] = "view_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    view = models.ForeignKey(VictimView, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=10, choices=VictimKind.choices)
    ways = ArrayField(models.CharField(max_length=10, choices=Way.choices))
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    times = models.CharField(max_length=LONGEST_NAME, blank=True)
    not_to = models.CharField(max_length=LONGEST_NAME, blank=True)
    language = models.CharField(max_length=LONGEST_LANGUAGE, blank=True)
    speaks_for = models.CharField(max_length=LONGEST_NAME, blank=True)
    enhanced = models.CharField(max_length=12, blank=True, choices=EnhancedGround.choices)
    restorative = models.CharField(max_length=10, choices=Restorative.choices, default=Restorative.NOT_ASKED)
    wants_told = models.CharField(max_length=10, choices=WantsTold.choices, default=WantsTold.NOT_ASKED)

    class Meta:
        constraints = [
            models.CheckConstraint(name="victim_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="victim_child_spoken_for", condition=~Q(kind=VictimKind.CHILD) | ~Q(speaks_for="")
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="victim_person"),
            models.Index(fields=["view"], name="victim_view"),
        ]


class VictimSaid(AboutPerson, Event):
    """What a victim said: to a restorative approach, whether they ask to be told, and their view in their own words."""

    data_class_of: ClassVar[DataClass | str] = WALLED
    made_with: ClassVar[str] = "victim_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="+")
    restorative = models.CharField(max_length=10, choices=Restorative.choices)
    wants_told = models.CharField(max_length=10, choices=WantsTold.choices)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="victim_said_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("victim_said_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person"], name="victim_said_person")]


class Telling(AboutPerson, Record):
    """One thing that one victim must be told, by when, and how it was done. ``said`` is in their words."""

    data_class_of: ClassVar[DataClass | str] = WALLED
    made_with: ClassVar[str] = "victim_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=TellingKind.choices)
    decision = models.ForeignKey(DecisionToExplain, null=True, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=DUE)
    how = models.CharField(max_length=10, blank=True, choices=Way.choices)
    said = models.CharField(max_length=LONGEST_WORDS, blank=True)
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="telling_state", condition=Q(state__in=[one.name for one in TELLING_STATES.states])
            ),
            models.CheckConstraint(
                name="telling_settled",
                condition=Q(state=DUE, settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state=DUE) & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="telling_of_a_decision",
                condition=Q(kind=TellingKind.DECISION, decision__isnull=False)
                | ~Q(kind=TellingKind.DECISION) & Q(decision__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["victim", "kind"], condition=Q(decision__isnull=True), name="telling_once_a_kind"
            ),
            models.UniqueConstraint(
                fields=["victim", "decision"], condition=Q(decision__isnull=False), name="telling_once_a_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="telling_person"),
            models.Index(fields=["agency", "due_at"], condition=Q(state=DUE), name="telling_due"),
        ]
