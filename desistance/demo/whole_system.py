"""Two women of the story with whom the women's centre works in the whole-system approach. All of it is made up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from desistance.access.queries.passes import enter, open_record
from desistance.casework.actions.arranging import arrange_contacts
from desistance.casework.actions.outcomes import record_contact
from desistance.casework.rules.arranging import ContactFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.foundation.calendar import LOCAL
from desistance.foundation.passes import Pass
from desistance.partners.queries import live_posts
from desistance.people.actions.identity import state_equality
from desistance.schemes.actions.declared import move_scheme_case, open_scheme_case
from desistance.schemes.declared import DECLARED
from desistance.schemes.queries.declared import declared_case

RUTH = "Ruth Dobson"
SHANNON, JADE = "P-2VNG-L6", "P-8BKT-H4"
STEPS = (
    (SHANNON, "2025-09-03T10:30", {"met_at": "police", "worker": "met", "dependants": "elsewhere"}, (
        ("2025-09-04T11:00", "offered", "In the custody suite with the door closed, after her solicitor had left"),
        ("2025-09-09T14:00", "agreed", "I will come on Tuesdays. Nobody is to write to my mum's."),
        ("2025-12-11T11:30", "planned", "A place that he does not know of, and to see my girls"),
    )),
    (JADE, "2026-03-09T15:00", {"met_at": "court", "worker": "not_met", "dependants": "not_known"}, (
        ("2026-03-10T09:30", "offered", "At the court desk, while her sister waited outside"),
    )),
)  # fmt: skip


SEEN = (
    (SHANNON, "2026-02-03T11:00", "attended_complied"),
    (SHANNON, "2026-02-24T11:00", "unacceptable_absence"),
    (SHANNON, "2026-03-10T11:00", "attended_complied"),
)
"""Keywork at the prison, as it went."""
ARRANGED = ((SHANNON, "2026-03-17T14:00"), (JADE, "2026-03-18T10:30"))


def record_whole_system(people: Mapping[str, Any], staff: Mapping[str, Any]) -> None:
    """Record all of it through the schemes' own actions, each at its moment."""
    for reference, opened, answers, moves in STEPS:
        at = _local(opened)
        told: dict[str, Any] = {"scheme": DECLARED["whole_system"], "person": people[reference], "answers": answers}
        by = _opening(staff, reference, at)
        state_equality(person=people[reference], kind="sex", value="female", by=by, at=at)
        case = open_scheme_case(by=by, at=at, **told).pk
        for moment, to, words in moves:
            at = _local(moment)
            by = _opening(staff, reference, at)
            move_scheme_case(case=declared_case(case=case, by=by), to=to, reason=words, by=by, at=at)
    _record_diary(people, staff)


def _record_diary(people: Mapping[str, Any], staff: Mapping[str, Any]) -> None:
    """What was arranged at the centre, and what came of it."""
    facts = ContactFacts("office", "Keywork")
    for reference, moment, outcome in SEEN:
        at = _local(moment)
        told: dict[str, Any] = {"facts": facts, "starts_at": at, "outcome": OutcomeFacts(outcome)}
        said = at + timedelta(hours=2)
        by = _opening(staff, reference, said)
        record_contact(person=people[reference], with_staff=staff[RUTH], by=by, at=said, **told)
    for reference, moment in ARRANGED:
        at = _local("2026-03-11T09:10")
        told = {"facts": facts, "starts": [_local(moment)], "with_staff": staff[RUTH]}
        arrange_contacts(person=people[reference], by=_opening(staff, reference, at), at=at, **told)


def _opening(staff: Mapping[str, Any], reference: str, at: datetime) -> Pass:
    acting = enter(post=live_posts(staff=staff[RUTH].pk, at=at)[0], at=at)
    return open_record(reference=reference, by=acting)[1]


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
