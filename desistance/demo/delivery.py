"""The delivery plan of the story: four actions with their owners, one of them amber, and what the board asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from desistance.access.queries.passes import enter
from desistance.foundation.passes import Pass
from desistance.governance.actions.comments import comment_on_measure
from desistance.governance.actions.plan import add_action, challenge_action, say_where_it_stands
from desistance.governance.rules import ActionFacts, StandingSaid
from desistance.measurement.terms import PROVEN_REOFFENDING
from desistance.partners.queries import live_posts

CHRIS, BEA = "Chris Moody", "Bea Charlton"


@dataclass(frozen=True, slots=True)
class Planned:
    """An action, whose it is, and what its owner and the board said of it, each on its day."""

    owner: str
    facts: ActionFacts
    stands: tuple[tuple[str, StandingSaid], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()


BIDS = "Bid to the regional outcomes fund sent by the commissioner's office by 27 March; six more beds held until then"
SECOND = "A second officer starts on 16 March; until then navigators ring"
PLAN = (
    Planned(
        "Priya Raman",
        ActionFacts(
            "Safe space for unplanned Friday releases",
            "reduce",
            date(2026, 6, 30),
            "Two Fridays in a row on which everyone released had a bed by 8pm",
            ("proven_reoffending", "plans_begun"),
        ),
        (
            ("2026-01-23", StandingSaid("on_track", "Two rooms are held each Friday until 8pm; the on-call rota is agreed.")),
            ("2026-03-06", StandingSaid("amber", "The money ends on 31 March, and no further grant is agreed.", BIDS)),
        ),
        (("2026-03-10", "What happens on the first Friday in April if the bid is not answered by then?"),),
    ),
    Planned(
        "Moira Stead",
        ActionFacts(
            "Tell every victim of a Checkpoint decision within the day that is due",
            "reduce",
            date(2026, 3, 20),
            "A second victim contact officer in post",
            ("victims_told",),
        ),
        (("2026-02-27", StandingSaid("amber", "One officer covers the whole county.", SECOND)),),
    ),
    Planned(
        "Tom Fairley",
        ActionFacts(
            "Text everyone on supervision the day before an appointment",
            "reduce",
            date(2026, 9, 30),
            "All teams in Bishop Auckland send them",
            ("appointments_kept", "proven_reoffending"),
        ),
        (("2026-02-13", StandingSaid("on_track", "Neutral words are agreed, and two teams have begun.")),),
    ),
    Planned(
        CHRIS,
        ActionFacts(
            "Parenting support on prison visits, with the family hubs",
            "prevent",
            date(2026, 12, 18),
            "Which three hubs take part",
        ),
    ),
)  # fmt: skip
"""Written on 9 January 2026 by whoever holds the plan."""


def record_delivery(staff: Mapping[str, Any]) -> None:
    """Write the plan through governance's own actions, each thing on its day."""
    for one in PLAN:
        at, by = _acting(staff[CHRIS], "2026-01-09")
        post = live_posts(staff=staff[one.owner].pk, at=at)[0].pk
        made = add_action(facts=one.facts, owner=post, by=by, at=at)
        for day, said in one.stands:
            at, by = _acting(staff[one.owner], day)
            say_where_it_stands(action=made, said=said, by=by, at=at)
        for day, words in one.asked:
            at, by = _acting(staff[BEA], day)
            challenge_action(action=made, words=words, by=by, at=at)


COMMENTED_AT = datetime(2025, 11, 4, 10, tzinfo=UTC)
COMMENT = "Most of those who reoffended had been sentenced for theft, so the plan puts Friday releases and appointments first."


def comment_on_release(first: date, last: date, by: Pass) -> None:
    """What the commissioner's office says of the published figure."""
    about: dict[str, Any] = {"measure": PROVEN_REOFFENDING, "first_on": first, "last_on": last}
    comment_on_measure(**about, words=COMMENT, by=by, at=COMMENTED_AT)


def _acting(worker: Any, day: str) -> tuple[datetime, Pass]:
    at = datetime.fromisoformat(day).replace(hour=10, tzinfo=UTC)
    return at, enter(post=live_posts(staff=worker.pk, at=at)[0], at=at)
