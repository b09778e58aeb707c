"""A person's case in a scheme, each step of it, how it was rated, and what a decision led to. Shared by every scheme."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.coordination.models import PanelDecision
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.restorative.models import DecisionToExplain
from desistance.restorative.terms import Wish
from desistance.schemes.models.checks import EligibilityCheck
from desistance.schemes.terms.cases import (
    CONSEQUENCE_STATES,
    DUE,
    LONGEST_REASON,
    LONGEST_STATE,
    Colour,
    ConsequenceKind,
)
from desistance.schemes.terms.checks import LONGEST_SCHEME

OF_OFFENDING: DataClass | str = DataClass.OFFENDING


class OfAScheme(AboutPerson):
    """A row of a case: its class of data is what its scheme declared when it was written, offending unless said otherwise.

    No birthday and no later declaration moves a row to another class.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    data_class = models.CharField(max_length=30, default=DataClass.OFFENDING)

    class Meta:
        abstract = True


class SchemeCase(OfAScheme, Record):
    """One entry of a person into a scheme, from the decision to its end. ``moved_at``: since when it stands as it does.

    ``eligibility`` is the check that the decision rests on and ``index_on`` the day of the offence. ``wish`` is what was known
    of the victim's view when the case was last decided on. ``runs_from`` is the moment from which a new arrest counts,
    ``ends_on`` when a decision is due. ``colour`` is how it goes, as last confirmed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=LONGEST_SCHEME)
    state = models.CharField(max_length=LONGEST_STATE)
    moved_at = models.DateTimeField()
    arrest = models.ForeignKey(Arrest, null=True, on_delete=models.PROTECT, related_name="+")
    eligibility = models.ForeignKey(EligibilityCheck, null=True, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, null=True, on_delete=models.PROTECT, related_name="+")
    index_on = models.DateField(null=True)
    wish = models.CharField(max_length=12, choices=Wish.choices, default=Wish.NOT_KNOWN)
    interpreter = models.CharField(max_length=60, blank=True)
    accepted_at = models.DateTimeField(null=True)
    runs_from = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    extended = models.PositiveSmallIntegerField(default=0)
    asked_for = models.CharField(max_length=12, blank=True)
    colour = models.CharField(max_length=10, blank=True, choices=Colour.choices)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arrest", "scheme"], condition=Q(closed_at__isnull=True), name="scheme_case_one_open_an_arrest"
            ),
            models.CheckConstraint(
                name="scheme_case_runs", condition=Q(runs_from__isnull=True) | Q(ends_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="scheme_case_person"),
            models.Index(fields=["agency", "scheme", "state", "moved_at"], name="scheme_case_stage"),
        ]


class CaseStep(OfAScheme, Event):
    """One decision on a case or one move of it, by whom under which rank, and why. ``arrest``: a new arrest decided on.

    ``explained``: what of it victim contact was given to explain.
    ``panel``: the meeting's decision that it acts on, once.
    """

    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, on_delete=models.PROTECT, related_name="+")
    come_from = models.CharField(max_length=LONGEST_STATE)
    to = models.CharField(max_length=LONGEST_STATE)
    words = models.CharField(max_length=120)
    decision = models.CharField(max_length=12, blank=True)
    rank = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    is_another_way = models.BooleanField(default=False)
    arrest = models.ForeignKey(Arrest, null=True, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(PanelDecision, null=True, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField(default=dict)
    explained = models.ForeignKey(DecisionToExplain, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_step_corrects_another", condition=~Q(corrects=F("id"))),
            models.UniqueConstraint(
                fields=["case", "arrest"],
                condition=Q(withdrawn_at__isnull=True, arrest__isnull=False),
                name="case_step_one_an_arrest",
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(withdrawn_at__isnull=True, panel__isnull=False),
                name="case_step_one_a_panel",
            ),
            withdrawn_in_pairs("case_step_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="case_step_case"),
            models.Index(fields=["person", "-at"], name="case_step_person"),
        ]


class Rating(OfAScheme, Event):
    """How a case goes, as a person confirmed it: what the rule proposed and why, and their own reason."""

    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, on_delete=models.PROTECT, related_name="+")
    colour = models.CharField(max_length=10, choices=Colour.choices)
    proposed = models.CharField(max_length=10, choices=Colour.choices)
    reasons = models.JSONField(default=list)
    words = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rating_other_says_why", condition=Q(colour=F("proposed")) | ~Q(words="")),
            withdrawn_in_pairs("rating_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="rating_case"),
            models.Index(fields=["person", "-at"], name="rating_person"),
        ]


class Consequence(OfAScheme, Record):
    """One thing that a decision led to, by when it is due, and how it was done. Holds nothing about a victim."""

    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ConsequenceKind.choices)
    what = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=DUE)
    due_at = models.DateTimeField()
    settled_words = models.CharField(max_length=LONGEST_REASON, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consequence_state", condition=Q(state__in=[one.name for one in CONSEQUENCE_STATES.states])
            ),
            models.CheckConstraint(
                name="consequence_settled",
                condition=Q(state=DUE, settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state=DUE) & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="consequence_case"),
            models.Index(fields=["person"], name="consequence_person"),
            models.Index(fields=["agency", "due_at"], condition=Q(state=DUE), name="consequence_due"),
        ]
