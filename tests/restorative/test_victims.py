"""The victims' side as it is worked: asked for, recorded, told by the clock of each, and what the other side learns."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desistance.access.models import Involvement
from desistance.audit.models import AuditEvent
from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.people.models import Person
from desistance.restorative.actions.asking import ask_for_view, hand_decision_over, take_decision_back
from desistance.restorative.actions.telling import (
    change_victim,
    close_view,
    record_said,
    record_victim,
    settle_telling,
)
from desistance.restorative.models import Telling
from desistance.restorative.queries.crossing import decisions_explained, wish_of
from desistance.restorative.queries.victims import address_of, open_victim, victims_to_tell
from desistance.restorative.rules import SaidFacts, VictimFacts
from tests import factories as make
from tests.cast import Cast
from tests.restorative.conftest import HARMED, NOW, Matter

SHOP = VictimFacts("Bondgate Stores", "business", ("telephone",), telephone="01632 960 777")


def duties(cast: Cast, who: str, at: Any = NOW) -> list[str]:
    return sorted(row.duty for row in duties_of(by=cast.entering(who, at)) if row.duty.startswith("restorative"))


def test_each_is_told_by_their_own_clock_and_the_other_side_sees_the_usual_one_alone(matter: Matter) -> None:
    due = {row.kind: row.due_at.date().isoformat() for row in Telling.objects.filter(victim=matter.victim)}
    assert due == {"restorative": "2026-03-16", "support": "2026-03-17", "decision": "2026-03-16"}
    by = matter.cast.opening("nadia", matter.leanne)
    (shown,) = decisions_explained(arrest=matter.arrest.pk, by=by, at=NOW)
    assert (shown.words, shown.state.name, shown.due_at.date().isoformat()) == (
        "Checkpoint has started",
        "due",
        "2026-03-20",
    )
    assert wish_of(arrest=matter.arrest.pk, by=by) == "no"


def test_rights_that_change_move_the_clocks_that_run_and_leave_what_was_told(matter: Matter) -> None:
    by = matter.cast.opening("vic", matter.leanne)
    change_victim(victim=matter.victim, facts=replace(HARMED, enhanced=""), by=by, at=NOW)
    due = {row.kind: row.due_at.date().isoformat() for row in Telling.objects.filter(victim=matter.victim)}
    assert due == {"restorative": "2026-03-20", "support": "2026-03-17", "decision": "2026-03-20"}
    with pytest.raises(Conflict):
        change_victim(victim=matter.victim, facts=HARMED, version=1, by=by, at=NOW)


def test_a_decision_is_dealt_with_once_nobody_waits_and_the_last_one_ends_the_work(matter: Matter) -> None:
    cast, by = matter.cast, matter.cast.opening("vic", matter.leanne)
    shop = record_victim(view=matter.view, facts=SHOP, by=by, at=NOW)
    assert duties(cast, "vic") == ["restorative.tell"] * 4
    told: dict[str, Any] = {"state": "told", "how": "telephone", "words": "", "by": by, "at": NOW}
    settle_telling(telling=matter.telling("decision"), **told)
    matter.decision.refresh_from_db()
    assert matter.decision.state == "due"
    with pytest.raises(Conflict):
        settle_telling(telling=Telling.objects.get(victim=shop, kind="decision"), version=9, **told)
    settle_telling(telling=Telling.objects.get(victim=shop, kind="decision"), **told)
    matter.decision.refresh_from_db()
    assert matter.decision.state == "done"
    last = hand_decision_over(
        view=matter.view, what="completed", is_last=True, by=cast.opening("nadia", matter.leanne), at=NOW
    )
    assert last is not None
    for row in Telling.objects.filter(decision=last):
        settle_telling(telling=row, **{**told, "how": "letter", "words": "They asked for it in writing this time"})
    work = Involvement.objects.get(pk=matter.view.involvement_id)
    assert (work.kind, work.data_class, work.lead, work.state) == ("victim_contact", "victim", None, "ended")
    with pytest.raises(NotFound):
        cast.opening("vic", matter.leanne)


def test_whoever_asks_not_to_be_told_is_not_rung_again(matter: Matter) -> None:
    cast, by = matter.cast, matter.cast.opening("vic", matter.leanne)
    facts = SaidFacts("yes", "no", "Leave me be, but let him write", NOW, NOW)
    record_said(victim=matter.victim, facts=facts, by=by, at=NOW)
    assert matter.telling("decision").state == "declined"
    matter.decision.refresh_from_db()
    assert matter.decision.state == "done"
    assert wish_of(arrest=matter.arrest.pk, by=cast.opening("carl", matter.leanne)) == "yes"
    later = hand_decision_over(view=matter.view, what="completed", by=cast.opening("nadia", matter.leanne), at=NOW)
    assert later is not None
    assert Telling.objects.get(decision=later).state == "declined"


def test_a_decision_is_taken_back_only_before_victim_contact_acts_on_it(matter: Matter) -> None:
    nadia, vic = matter.cast.opening("nadia", matter.leanne), matter.cast.opening("vic", matter.leanne)
    other = hand_decision_over(view=matter.view, what="left", by=nadia, at=NOW)
    assert other is not None
    take_decision_back(decision=other, by=nadia, at=NOW)
    assert Telling.objects.get(decision=other).state == "undone"
    settle_telling(
        telling=Telling.objects.get(decision=matter.decision), state="told", how="telephone", words="", by=vic, at=NOW
    )
    with pytest.raises(Refused, match="has acted on this decision already"):
        take_decision_back(decision=matter.decision, by=nadia, at=NOW)


def test_nobody_harmed_is_said_once_and_by_whom_it_may_be(police: Cast, leanne: Person) -> None:
    arrest = make.arrest(leanne, police.agencies["police"], at=NOW)
    carl = police.opening("carl", leanne)
    view = ask_for_view(arrest=arrest, has_victim=False, by=carl, at=NOW)
    assert (view.wish, view.involvement, duties(police, "vic")) == ("no_victim", None, [])
    assert hand_decision_over(view=view, what="started", by=carl, at=NOW) is None
    view = ask_for_view(arrest=arrest, by=carl, at=NOW)
    assert duties(police, "vic") == ["restorative.view"]
    with pytest.raises(Refused, match="Only they can say"):
        ask_for_view(arrest=arrest, has_victim=False, by=carl, at=NOW)
    vic = police.opening("vic", leanne)
    close_view(view=view, by=vic, at=NOW)
    with pytest.raises(NotFound):
        police.opening("vic", leanne)


def test_where_nobody_works_with_victims_nobody_is_asked(police: Cast, leanne: Person) -> None:
    police.posts["vic"].team = None
    police.posts["vic"].save()
    with pytest.raises(Refused, match="Nobody at your agency works with victims") as met:
        ask_for_view(arrest=make.arrest(leanne, police.agencies["police"]), by=police.opening("carl", leanne), at=NOW)
    assert met.value.field == "victim"


def test_a_supervisor_is_told_that_it_is_late_by_the_usual_clock_and_no_name(matter: Matter) -> None:
    assert duties(matter.cast, "sal", NOW + timedelta(days=6)) == []
    late = NOW + timedelta(days=8)
    assert duties(matter.cast, "sal", late) == ["restorative.late"]
    assert duties(matter.cast, "nadia", late) == []
    found = victims_to_tell(by=matter.cast.entering("vic", late), at=late)
    assert [(one.what, one.is_late) for one in found.due] == [
        ("What restorative justice is and who offers it", True),
        ("Checkpoint has started", True),
    ]


@pytest.mark.parametrize("who", ["carl", "nadia", "sal", "priya", "tom", "grace"])
def test_nobody_who_works_with_the_other_side_does_anything_behind_the_wall(matter: Matter, who: str) -> None:
    by = matter.cast.entering(who) if who == "grace" else matter.cast.opening(who, matter.leanne)
    given: dict[str, Any] = {"by": by, "at": NOW}
    with pytest.raises(NotPermitted):
        record_victim(view=matter.view, facts=SHOP, **given)
    with pytest.raises(NotPermitted):
        settle_telling(telling=matter.telling("decision"), state="told", how="telephone", words="", **given)
    with pytest.raises(NotPermitted):
        address_of(victim=matter.victim.pk, by=by)
    with pytest.raises(NotFound):
        open_victim(victim=matter.victim.pk, **given)


def test_victim_contact_of_another_agency_finds_nothing_behind_the_wall(matter: Matter) -> None:
    make.involvement(
        matter.leanne, matter.cast.agencies["probation"], kind="victim_contact", team=matter.cast.teams["vera"]
    )
    by = matter.cast.opening("vera", matter.leanne)
    assert victims_to_tell(by=matter.cast.entering("vera"), at=NOW).due == ()
    for number in (matter.victim.pk, 999_999):
        with pytest.raises(NotFound):
            address_of(victim=number, by=matter.cast.entering("vera"))
        with pytest.raises(NotFound):
            open_victim(victim=number, by=by, at=NOW)
    with pytest.raises(NotFound):
        record_victim(view=matter.view, facts=SHOP, by=by, at=NOW)


def test_the_trail_holds_who_did_what_and_nothing_of_whom(matter: Matter) -> None:
    events = AuditEvent.objects.filter(what="restorative.record_victim")
    assert [event.subjects for event in events] == [[matter.leanne.pk]]
    assert "Quillfeather" not in events[0].entry
