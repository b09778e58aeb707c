"""What cases ask of navigators and supervisors. Each is one query of ``duty_rows``, of people whom the reader may open."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat

from desistance.access.queries.scope import people_seen, unhidden
from desistance.casework.models import Contact
from desistance.casework.terms import HAPPENED
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows, late_rows
from desistance.foundation.passes import Pass
from desistance.history.models import Arrest
from desistance.people.models import Person
from desistance.schemes.models import Consequence, SchemeCase
from desistance.schemes.queries.arrests import arrests_to_decide
from desistance.schemes.queries.clocks import EndOfWorkingDayAfter
from desistance.schemes.rules.clocks import clock, ran_out_before
from desistance.schemes.terms.cases import DUE
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import ACCEPTED, CHECKED, DECISION_DUE, ON_CONTRACT

LABEL = "schemes.SchemeCase"


def _open(by: Pass) -> QuerySet[SchemeCase]:
    """Open Checkpoint cases of the reader's agency, of people whose record they may open."""
    people = Person.objects.filter(people_seen(by))
    return SchemeCase.objects.filter(
        unhidden(by, LABEL),
        agency_id=by.agency,
        scheme=CHECKPOINT,
        closed_at__isnull=True,
        person__in=people.values("pk"),
    )


def _led(by: Pass) -> QuerySet[SchemeCase]:
    """Of these, the ones that the reader leads, and those of their teams that nobody leads yet."""
    unled = Q(involvement__lead__isnull=True, involvement__team_id__in=by.teams)
    return _open(by).filter(Q(involvement__lead_id=by.staff) | unled)


def _duty(
    rows: QuerySet[Any], name: str, words: Any, *, since: str = "moved_at", due: Any = None
) -> QuerySet[Any, Any]:
    return duty_rows(rows, name, words=words, since=since, due=due or "")


def supervisor_asked(by: Pass) -> QuerySet[Any, Any]:
    """Checks on which a supervisor is to decide."""
    words = "Decide whether to offer Checkpoint"
    return _duty(_open(by).filter(state=CHECKED), "schemes.supervisor_asked", words)


def _not_rung(cases: QuerySet[SchemeCase], by: Pass) -> QuerySet[Any]:
    """Cases in which the person agreed and nobody has been in touch since; ``contact_due`` is the end of the clock."""
    rung = Contact.objects.filter(
        involvement=OuterRef("involvement"), state=HAPPENED, starts_at__gte=OuterRef("accepted_at")
    )
    hours = timedelta(hours=clock("first_contact_hours", local_date(by.at)))
    due = ExpressionWrapper(F("accepted_at") + Value(hours, output_field=DurationField()), output_field=DateTimeField())
    return cases.filter(~Exists(rung), state=ACCEPTED).annotate(contact_due=due)


def first_contacts(by: Pass) -> QuerySet[Any, Any]:
    """People who agreed to Checkpoint and whom their navigator has not been in touch with yet."""
    rows = _not_rung(_led(by), by)
    return _duty(rows, "schemes.first_contact", "First contact after agreeing to Checkpoint", due=F("contact_due"))


def first_contacts_late(by: Pass) -> QuerySet[Any, Any]:
    """The same for the supervisor, once the clock has run out."""
    words = "First contact is late: nobody has been in touch since the person agreed"
    before = ran_out_before("first_contact", by.at)
    return late_rows(
        _not_rung(_open(by), by), "schemes.first_contact_late", words=words, due="contact_due", before=before
    )


def _arrested(by: Pass, cases: QuerySet[SchemeCase], name: str, words: str) -> QuerySet[Any, Any]:
    rows: QuerySet[Arrest] = arrests_to_decide(by, cases).filter(unhidden(by, "history.Arrest"))
    days = clock("decision_working_days", local_date(by.at))
    due = EndOfWorkingDayAfter(F("known_at"), days)
    return _duty(rows, name, words, since="known_at", due=due)


def new_arrests_of_mine(by: Pass) -> QuerySet[Any, Any]:
    """New arrests of people whose contract the reader leads: their account and the evidence are wanted."""
    return _arrested(by, _led(by), "schemes.new_arrest", "New arrest on a Checkpoint contract: gather the account")


def new_arrests_to_decide(by: Pass) -> QuerySet[Any, Any]:
    """New arrests on which the supervisor is to decide."""
    return _arrested(by, _open(by), "schemes.new_arrest_decision", "New arrest on a Checkpoint contract: decide")


def decisions_asked(by: Pass) -> QuerySet[Any, Any]:
    """Contracts on which a navigator asks for a decision."""
    rows = _open(by).filter(state=DECISION_DUE)
    words = Value("Checkpoint contract: a decision is asked for", output_field=CharField())
    return _duty(rows, "schemes.decision_asked", words)


def contracts_over(by: Pass) -> QuerySet[Any, Any]:
    """Contracts of the reader whose last day has come and for which no decision was asked."""
    rows = _led(by).filter(state=ON_CONTRACT, ends_on__lte=local_date(by.at))
    words = Concat(Value("Checkpoint contract is over: ask for a decision"), Value(""), output_field=CharField())
    return _duty(rows, "schemes.contract_over", words, since="ends_on", due=F("ends_on"))


def contracts_over_late(by: Pass) -> QuerySet[Any, Any]:
    """The same for the supervisor, from the day after: the last day has gone and nobody asked for a decision."""
    words = "Checkpoint contract is over and no decision was asked for: ask the navigator, or decide"
    before = local_date(ran_out_before("contract_over", by.at))
    rows = _open(by).filter(state=ON_CONTRACT)
    return late_rows(rows, "schemes.contract_over_late", words=words, due="ends_on", before=before)


def _following(by: Pass) -> QuerySet[Consequence]:
    people = Person.objects.filter(people_seen(by))
    return Consequence.objects.filter(
        unhidden(by, "schemes.Consequence"), agency_id=by.agency, state=DUE, person__in=people.values("pk"),
        case__scheme=CHECKPOINT,
    )  # fmt: skip


def _of_case(rows: QuerySet[Any], name: str, words: Any) -> QuerySet[Any, Any]:
    return _duty(rows, name, words, since="created_at", due=F("due_at"))


def things_to_follow(by: Pass) -> QuerySet[Any, Any]:
    """The rest of what decisions led to: the file, services, the exit plan."""
    return _of_case(_following(by), "schemes.follow", F("what"))
