"""The IOM cohort: nominations with their score, spells that say who was in when and how closely, managers, and what is asked."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person
from desistance.schemes.models.cases import OF_OFFENDING, CaseStep, OfAScheme, SchemeCase
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.iom import (
    ASK_STATES,
    ASKED,
    LONGEST_SUPPORT,
    AskKind,
    EndReason,
    Intensity,
    ManagerPart,
    Part,
)


class Nomination(AboutPerson, Event):
    """One nomination of a case for the panel: what it was scored on, each item's points, the parts suggested, and why.

    ``facts`` and ``items`` are what counted then: a matrix that changes later changes neither, and is simulated on ``facts``
    (empty where they were not kept yet). ``suggested`` is the part by the criteria and ``part`` the nominator's.
    """

    data_class_of: ClassVar[DataClass | str] = OF_OFFENDING
    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    suggested = models.CharField(max_length=12, choices=Part.choices)
    because = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    items = models.JSONField()
    facts = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    total = models.SmallIntegerField()
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()
    rules_version = models.PositiveSmallIntegerField()
    predicted = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reason = models.CharField(max_length=LONGEST_REASON)
    support = models.CharField(max_length=LONGEST_SUPPORT, blank=True)
    comment = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="nomination_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="nomination_range", condition=Q(low__lte=F("total"), total__lte=F("high"))),
            withdrawn_in_pairs("nomination_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="nomination_case"),
            models.Index(fields=["person", "-at"], name="nomination_person"),
        ]


class CohortSpell(OfAScheme, Record):
    """Days in one part of the cohort at one intensity: from, until before, why it began and why it ended.

    ``case`` is empty for spells of schemes before this service, which ``source_words`` gives the source of. ``step`` is the
    decision that it began with.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(CaseStep, null=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    intensity = models.CharField(max_length=12, choices=Intensity.choices)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    why = models.CharField(max_length=LONGEST_REASON)
    end_reason = models.CharField(max_length=12, blank=True, choices=EndReason.choices)
    source_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on__isnull=True), name="cohort_spell_one_open_a_case"
            ),
            models.CheckConstraint(
                name="cohort_spell_ended",
                condition=Q(ended_on__isnull=True, end_reason="") | Q(ended_on__gte=F("began_on")) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="cohort_spell_origin",
                condition=Q(case__isnull=False) | ~Q(source_words="") & Q(ended_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-began_on"], name="cohort_spell_person"),
            models.Index(fields=["case", "-began_on"], name="cohort_spell_case"),
            models.Index(fields=["ended_on", "part"], name="cohort_spell_part"),
        ]


class CohortManager(OfAScheme, Record):
    """Who manages somebody in the cohort for one agency. An involvement's tie opens the record to them."""

    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=ManagerPart.choices)
    is_lead = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency"], condition=Q(until_at__isnull=True), name="cohort_manager_one_an_agency"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_at__isnull=True, is_lead=True), name="cohort_manager_one_lead"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="cohort_manager_person"),
            models.Index(fields=["staff"], condition=Q(until_at__isnull=True), name="cohort_manager_staff"),
        ]


class CaseAsk(OfAScheme, Record):
    """Something about a case that is asked of another agency, or of somebody there by name, and what they answered."""

    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(SchemeCase, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AskKind.choices)
    state = models.CharField(max_length=10, default=ASKED)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=LONGEST_REASON)
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    answer = models.CharField(max_length=LONGEST_REASON, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(state=ASKED), name="case_ask_one_of_a_kind"),
            models.CheckConstraint(
                name="case_ask_state", condition=Q(state__in=[one.name for one in ASK_STATES.states])
            ),
            models.CheckConstraint(
                name="case_ask_answered",
                condition=Q(state=ASKED, answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state=ASKED) & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="case_ask_case"),
            models.Index(fields=["person"], name="case_ask_person"),
            models.Index(fields=["to_agency", "due_on"], condition=Q(state=ASKED), name="case_ask_waits"),
        ]
