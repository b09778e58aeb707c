"""What the IOM cohort asks of panels, managers and whoever was asked. Each is one query with DUTY_COLUMNS."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from desistance.access.queries.scope import people_found, people_seen, unhidden
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows, late_rows
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.people.models import Person
from desistance.schemes.models import CaseAsk, CohortManager, Consequence, SchemeCase
from desistance.schemes.queries.arrests import arrests_to_decide, owners_seen
from desistance.schemes.queries.clocks import EndOfWorkingDayAfter
from desistance.schemes.rules.clocks import ran_out_before
from desistance.schemes.terms.cases import DUE
from desistance.schemes.terms.iom import (
    AGENCIES,
    ASKED,
    DEFERRED,
    ENDING_ASKED,
    IN_COHORT,
    IN_THE_COHORT,
    IOM,
    NOMINATED,
    PANEL_RULES,
    SELECTED,
    AskKind,
)

LABEL = "schemes.SchemeCase"


def _cases(by: Pass) -> QuerySet[SchemeCase]:
    people = Person.objects.filter(people_seen(by)).values("pk")
    owners = owners_seen(by, DataClass.OFFENDING)
    return SchemeCase.objects.filter(unhidden(by, LABEL), agency_id__in=owners, scheme=IOM, person__in=people)


def _duty(
    rows: QuerySet[Any], name: str, words: Any, *, since: str = "moved_at", due: Any = None
) -> QuerySet[Any, Any]:
    return duty_rows(rows, name, words=words, since=since, due=due or "")


def _managed(by: Pass) -> QuerySet[SchemeCase]:
    """Cases that the reader manages."""
    mine = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, staff_id=by.staff)
    return _cases(by).filter(Exists(mine))


def for_panel(by: Pass) -> QuerySet[Any, Any]:
    """Nominations on which the panel's decision is to be recorded, by somebody other than who nominated."""
    rows = _cases(by).filter(state=NOMINATED).exclude(changed_by=by.staff)
    return _duty(rows, "schemes.iom_panel", "Nomination for IOM waits for the panel")


def endings_for_panel(by: Pass) -> QuerySet[Any, Any]:
    """Deselections that were proposed, for somebody other than who proposed."""
    rows = _cases(by).filter(state=ENDING_ASKED).exclude(changed_by=by.staff)
    return _duty(rows, "schemes.iom_ending", "Deselection from IOM waits for the panel")


def deferred(by: Pass) -> QuerySet[Any, Any]:
    """Nominations of the reader's agency that the panel deferred."""
    rows = _cases(by).filter(state=DEFERRED, agency_id=by.agency)
    return _duty(rows, "schemes.iom_deferred", "The panel deferred: nominate again, or take it back")


def managers_to_name(by: Pass) -> QuerySet[Any, Any]:
    """People selected for whom the reader's agency has named no manager."""
    named = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, agency_id=by.agency)
    rows = _cases(by).filter(~Exists(named), state=SELECTED) if by.agency_kind in AGENCIES else _cases(by).none()
    days = in_force(PANEL_RULES, local_date(by.at)).values["adopt_working_days"]
    due = EndOfWorkingDayAfter(F("moved_at"), days)
    return _duty(rows, "schemes.iom_managers", "Selected for IOM: name your agency's manager", due=due)


def reviews_due(by: Pass) -> QuerySet[Any, Any]:
    """People whom the reader manages and whose place in the cohort is to be looked at again within a month."""
    rows = _managed(by).filter(state=IN_COHORT, ends_on__lte=local_date(by.at))
    words = "Review the place in the IOM cohort: keep, or propose deselection"
    return _duty(rows, "schemes.iom_review", words, since="ends_on", due=F("ends_on"))


def reviews_late(by: Pass) -> QuerySet[Any, Any]:
    """The same for a supervisor of the agency whose manager leads the case."""
    leads = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, agency_id=by.agency, is_lead=True)
    rows = _cases(by).filter(Exists(leads), state=IN_COHORT)
    before = local_date(ran_out_before("iom_review", by.at))
    words = "Review of the place in the IOM cohort is late: ask the manager"
    return late_rows(rows, "schemes.iom_review_late", words=words, due="ends_on", before=before)


def not_rated(by: Pass) -> QuerySet[Any, Any]:
    """People whom the reader manages and who were never rated."""
    rows = _managed(by).filter(state=IN_COHORT, colour="")
    return _duty(rows, "schemes.iom_rating", "Rate Red, Amber or Green for the first time")


def arrests_in_cohort(by: Pass) -> QuerySet[Any, Any]:
    """New arrests of people in the cohort whom the reader manages, or whom their agency has no manager for."""
    ours = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, agency_id=by.agency)
    cases = _cases(by).filter(Exists(ours.filter(staff_id=by.staff)) | ~Exists(ours) & Q(agency_id=by.agency))
    words = "New arrest in the IOM cohort: say what it means"
    return _duty(_arrested(by, cases), "schemes.iom_arrest", words, since="known_at", due=F("say_by"))


def arrests_late(by: Pass) -> QuerySet[Any, Any]:
    """The same for a supervisor, of everybody whom a manager of their agency has in the cohort."""
    ours = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, agency_id=by.agency)
    words = "New arrest in the IOM cohort and nobody said what it means: ask the manager"
    before = ran_out_before("iom_arrest", by.at)
    rows = _arrested(by, _cases(by).filter(Exists(ours)))
    return late_rows(rows, "schemes.iom_arrest_late", words=words, due="say_by", before=before)


def _arrested(by: Pass, cases: QuerySet[SchemeCase]) -> QuerySet[Any]:
    """New arrests of these on which nothing was said; ``say_by`` is the end of the clock."""
    rows: QuerySet[Arrest] = arrests_to_decide(by, cases, IN_THE_COHORT).filter(unhidden(by, "history.Arrest"))
    days = in_force(PANEL_RULES, local_date(by.at)).values["arrest_working_days"]
    return rows.annotate(say_by=EndOfWorkingDayAfter(F("known_at"), days))


def follows_panel(by: Pass) -> QuerySet[Any, Any]:
    """What panels' decisions led to: the person told, the exit plan, services told."""
    people = Person.objects.filter(people_seen(by)).values("pk")
    rows = Consequence.objects.filter(
        unhidden(by, "schemes.Consequence"), agency_id=by.agency, state=DUE, case__scheme=IOM, person__in=people
    )
    return _duty(rows, "schemes.iom_follow", F("what"), since="created_at", due=F("due_at"))


def parts_over(by: Pass) -> QuerySet[Any, Any]:
    """Cases that ended in which the reader's agency still has a part, and nothing that follows keeps it."""
    ours = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, agency_id=by.agency)
    waits = Consequence.objects.filter(case=OuterRef("pk"), agency_id=by.agency, state=DUE)
    rows = _cases(by).filter(Exists(ours.filter(staff_id=by.staff)), ~Exists(waits), closed_at__isnull=False)
    return _duty(rows, "schemes.iom_over", "Left the IOM cohort: end your agency's part", since="closed_at")


def asks_waiting(by: Pass) -> QuerySet[Any, Any]:
    """What is asked of the reader's agency, or of them by name: to take a case over, or to settle a disagreement."""
    people = Person.objects.filter(people_found(by)).values("pk")
    mine = Q(to_staff_id=by.staff) | Q(to_staff__isnull=True)
    rows = CaseAsk.objects.filter(mine, to_agency_id=by.agency, state=ASKED, case__scheme=IOM, person__in=people)
    words = Case(
        When(kind=AskKind.TRANSFER, then=Value("Asked to take over an IOM case")),
        default=Value("Asked to settle a disagreement about an IOM case"),
        output_field=CharField(),
    )
    return _duty(rows, "schemes.iom_asked", words, since="asked_at", due=F("due_on"))
