"""Callum of the story, four weeks before he is 18: his file was shared late, and probation has met him. All of it is made up."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from desistance.access.queries.passes import enter, open_record
from desistance.foundation.calendar import LOCAL
from desistance.partners.queries import live_posts
from desistance.schemes.actions.youth import answer_handover, plan_move, record_joint_meeting, share_file
from desistance.schemes.queries.youth.cases import handover_asked, open_youth_case

CALLUM, KEELEY, SAM, TOM = "P-0RHN-V3", "Keeley Hunter", "Sam Okafor", "Tom Fairley"
PLANNED, SHARED, ANSWERED, WRITTEN = "2025-04-08T10:00", "2025-09-15T14:10", "2025-09-22T09:30", "2026-03-05T16:20"
WHY = "The youth rehabilitation order runs until November 2026, seven months past his birthday"
SENT = ("risk", "needs", "order", "own_words")
TAKEN = "Sam knows the family from his brother's order"
AGREED = "Callum was there with his mum. One more month with Keeley at every visit, then Sam alone; college on Tuesdays stays"


def record_youth(people: Mapping[str, Any], staff: Mapping[str, Any], agencies: Mapping[str, Any]) -> None:
    """Record the move as far as it has come, each step at its moment: the adult worker's answer is due."""

    def acting(who: str, moment: str) -> dict[str, Any]:
        at = datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
        return {"by": enter(post=live_posts(staff=staff[who].pk, at=at)[0], at=at), "at": at}

    def opening(moment: str) -> dict[str, Any]:
        told = acting(KEELEY, moment)
        return {**told, "by": open_record(reference=CALLUM, by=told["by"])[1]}

    case = plan_move(person=people[CALLUM], reason=WHY, **opening(PLANNED))
    case = share_file(case=case, items=SENT, to_agency=agencies["probation"], **opening(SHARED))
    (ask,) = open_youth_case(case=case.pk, **opening(SHARED)).asks
    told = acting(TOM, ANSWERED)
    asked = handover_asked(ask=ask.pk, by=told["by"])
    answer_handover(ask=asked, accepts=True, worker=staff[SAM], answer=TAKEN, **told)
    record_joint_meeting(case=case, held_on=date(2026, 3, 4), was_there=True, words=AGREED, **opening(WRITTEN))
