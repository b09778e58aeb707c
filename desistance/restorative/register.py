"""What the victims' side tells the house."""

from django.db.models import Case, CharField, F, TextField, Value, When

from desistance.foundation.register import Duty, Holding, InvolvementKind, Keep, Permission, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.restorative.queries.duties import tellings_late, victims_due, views_due
from desistance.restorative.terms import TELLING_STATES, WORK, Restorative, TellingKind

VIEW_KEPT = Keep(
    6,
    "the last check or contract of the person ends",
    "Police Information and Records Management Code of Practice 2023; partnership retention schedule, to be confirmed locally",
)
VICTIM_KEPT = Keep(
    2,
    "the last thing that they were to be told",
    "Data Protection Act 2018 s.39 (kept no longer than needed); partnership retention schedule, to be confirmed locally",
)
OF_SOMEBODY_ELSE = "withhold: information about somebody else, who was harmed (Data Protection Act 2018 s.45(4)(e))"
SAID = Case(*[When(restorative=one, then=Value(one.label)) for one in Restorative], output_field=TextField())
TELLINGS = Case(*[When(kind=one, then=Value(one.label)) for one in TellingKind], output_field=TextField())
STATES = Case(
    *[When(state=one.name, then=Value(one.wording)) for one in TELLING_STATES.states], output_field=TextField()
)
VIEWS = Case(
    When(wish="not_known", then=Value("Victim's view asked for")),
    When(wish="no_victim", then=Value("There is no victim")),
    default=Value("Victim's view recorded"),
    output_field=CharField(),
)


def _walled(model: str, words: str, timeline: TimelineEntry | None = None) -> Holding:
    return Holding(model, words, DataClass.VICTIM, VICTIM_KEPT, on_request=OF_SOMEBODY_ELSE, timeline=timeline)


HOLDINGS = (
    Holding(
        "restorative.VictimView",
        "Views of victims asked for",
        DataClass.OFFENDING,
        VIEW_KEPT,
        on_request=OF_SOMEBODY_ELSE,
        timeline=TimelineEntry(at="asked_at", kind="Victim contact", title=VIEWS, summary=Value("")),
    ),
    Holding(
        "restorative.DecisionToExplain",
        "Decisions to explain to victims",
        DataClass.OFFENDING,
        VIEW_KEPT,
        on_request=OF_SOMEBODY_ELSE,
    ),
    _walled("restorative.Victim", "People who were harmed"),
    _walled(
        "restorative.VictimSaid",
        "What victims said",
        TimelineEntry(at="at", kind="Victim contact", title=SAID, summary=F("words")),
    ),
    _walled(
        "restorative.Telling",
        "What victims must be told",
        TimelineEntry(at="since_at", kind="Victim contact", title=TELLINGS, summary=STATES),
    ),
)

ASKERS = frozenset({"custody_officer", "iom_officer", "navigator", "team_manager"})
WORKERS = frozenset({"victim_contact", "rj_coordinator"})
GROUP = "Victims to tell"

OFFERS = (
    Duty("restorative.tell", GROUP, 5, "Tell them", "victim-tell", "victim.work", victims_due),
    Duty("restorative.view", GROUP, 5, "Record who was harmed", "victim-new", "victim.work", views_due),
    Duty(
        "restorative.late", GROUP, 5, "Ask victim contact", "person", "victim.oversee", tellings_late, by_reference=True
    ),
)
WORDS = (
    InvolvementKind(WORK, "Victim contact", frozenset({"police", "probation", "restorative"}), DataClass.VICTIM),
    Permission("victim.ask", "Ask victim contact for a view, and hand decisions over to be explained", ASKERS),
    Permission(
        "victim.work", "Work with people who were harmed: record them, their wishes, how they were told", WORKERS
    ),
    Permission(
        "victim.oversee", "Be told when victim contact is late, never who was harmed", frozenset({"team_manager"})
    ),
)
