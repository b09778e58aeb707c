"""The delivery plan in the browser: written by its holder, rated by its owner, challenged by the board, linked to measures."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.governance.models import PlanAction, PlanNote
from tests import factories as make
from tests.cast import Cast

Visiting = Callable[[str], Client]
PLAN = "/partnership/plan/"
NEW = {"what": "Text reminders", "objective": "reduce", "due_on-day": "30", "due_on-month": "9", "due_on-year": "2026"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def words(answer: Any) -> str:
    text = re.sub(r"<svg.*?</svg>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_an_action_is_written_rated_challenged_and_seen_beside_its_measure(cast: Cast, visiting: Visiting) -> None:
    cast.hire("chris", "council", "commissioner")
    chris, tom, bea = visiting("chris"), visiting("tom"), visiting("bea")
    assert "No actions under this objective." in words(bea.get(PLAN))
    unowned = chris.post(f"{PLAN}?do=new", NEW)
    assert (unowned.status_code, "Choose an owner agency and person" in words(unowned)) == (422, True)
    owned = {**NEW, "owner": str(cast.posts["tom"].pk), "measures": ["appointments_kept", "proven_reoffending"]}
    assert chris.post(f"{PLAN}?do=new", owned).status_code == 302
    made = PlanAction.objects.get()
    here = f"{PLAN}{made.pk}/"
    bare = tom.post(f"{here}?do=say", {"to": "amber", "words": "Slow.", "version": "1"})
    assert (bare.status_code, "Amber or red needs a recovery step" in words(bare)) == (422, True)
    said = {"to": "amber", "words": "Slow.", "recovery": "Two more teams by May", "version": "1"}
    assert tom.post(f"{here}?do=say", said).status_code == 302
    assert tom.post(f"{here}?do=say", said).status_code == 409
    assert bea.post(f"{here}?do=say", said).status_code == 422
    assert bea.post(f"{here}?do=challenge", {"words": "Is that enough?"}).status_code == 302
    shown = words(visiting("priya").get(here))
    assert "Challenge from the board Is that enough? Bea, Board member, Durham council" in shown
    assert "Recovery step: Two more teams by May" in shown
    assert visiting("priya").get(f"{here}?do=say").status_code == 403
    assert "1 action: 1 Amber" in words(bea.get("/insight/board/"))
    narrowed = words(bea.get(f"{PLAN}?measure=victims_told"))
    assert "Text reminders" not in narrowed
    assert "Show the whole plan" in narrowed
    changed = {**owned, "what": "Text every reminder", "version": "2"}
    assert chris.post(f"{here}?do=change", changed).status_code == 302
    assert "Text every reminder" in words(bea.get(f"{PLAN}?state=amber"))
    assert PlanNote.objects.count() == 2


def test_the_plan_leads_to_nobodys_record(cast: Cast, visiting: Visiting) -> None:
    action = make.plan_action(cast.posts["tom"], state="red", recovery="A bid by May")
    make.plan_note(action)
    bea = visiting("bea")
    for path in (PLAN, f"{PLAN}{action.pk}/"):
        assert not re.findall(r'href="/people/', bea.get(path).content.decode())
    assert bea.get(f"/people/{cast.kyle.reference}/").status_code in (403, 404)
