"""Tasks and notes in workers' hands: asked of another agency, handed over, closed; a draft, a note, its correction."""

from collections.abc import Callable

import pytest
from django.test import Client

from desistance.casework.models import Note, Task
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
DUE = {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}
TODAY = {"day-day": "13", "day-month": "3", "day-year": "2026", "clock": "2pm"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def one(model: type) -> object:
    with marked("test"), unseen("nightly check"):
        return model.objects.latest("pk")


def test_another_agency_is_asked_and_says_what_came_of_it(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    priya, rob, here = visiting("priya"), visiting("rob"), f"/people/{cast.kyle.reference}/"
    asked = {"what": "Ring the landlord", **DUE, "doer": f"agency-{cast.agencies['police'].pk}"}
    wrong = priya.post(f"{here}tasks/new/", {**asked, "due_on-day": "12"})
    assert (wrong.status_code, "must be today or later" in text_of(wrong)) == (422, True)
    assert "Task added." in text_of(priya.post(f"{here}tasks/new/", asked, follow=True))
    assert "What you asked others for Ring the landlord To do About Kyle Ashcroft" in text_of(priya.get("/tasks/"))
    assert "Ring the landlord" in text_of(rob.get(here))
    path = f"/tasks/{one(Task).pk}/"
    there = rob.get(path)
    assert there["Location"] == f"{here}{path[1:]}"
    wrong = rob.post(there["Location"], {"step": "hand_over", "version": "1"})
    assert "Choose who takes it on" in text_of(wrong)
    page = rob.post(there["Location"], {"step": "done", "came_of": "He can stay", "version": "1"}, follow=True)
    assert "Task closed." in text_of(page)
    assert "He can stay, said Rob." in text_of(priya.get(f"{here}tasks/"))
    stale = priya.post(there["Location"], {"step": "drop", "why": "Not needed", "version": "1"})
    assert stale.status_code == 422


def test_a_task_about_nobody_is_added_and_handed_over(cast: Cast, visiting: Visiting) -> None:
    priya = visiting("priya")
    own = {"what": "Book a room", **DUE, "doer": f"worker-{cast.staff['priya'].pk}"}
    assert "Yours Book a room To do" in text_of(priya.post("/tasks/", own, follow=True))
    path = f"/tasks/{one(Task).pk}/"
    change = {"step": "hand_over", "doer": f"worker-{cast.staff['olu'].pk}", "because": "I am on leave", "version": "1"}
    assert "Task handed over." in text_of(priya.post(path, change, follow=True))
    assert "Book a room To do I am on leave." in text_of(visiting("olu").get("/tasks/"))
    assert visiting("rob").get(path).status_code == 404


def test_a_note_is_kept_as_a_draft_written_corrected_and_shared_as_said(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    client, here = visiting("priya"), f"/people/{cast.kyle.reference}/notes/"
    told = {"kind": "call", "text": "He starts on Monday", **TODAY}
    form = {"draft-form": "note", "draft-subject": cast.kyle.reference, "draft-path": f"{here}new/"}
    client.post("/drafts/", {**told, **form, "draft-reference": cast.kyle.reference})
    page = client.get(f"{here}new/")
    assert "This is your draft" in text_of(page)
    assert "He starts on Monday" in page.content.decode()
    assert "Durham police can read it too, by agreement." in text_of(page)
    page = text_of(client.post(f"{here}new/", told, follow=True))
    assert "Note saved. You can take it back until 3:50pm." in page
    assert "This is your draft" not in text_of(client.get(f"{here}new/"))
    first = one(Note)
    with marked("test"), unseen("nightly check"):
        Note.objects.update(recorded_at=make.LONG_AGO)
    path, better = f"{here}{first.pk}/correct/", {**told, "text": "He starts on Tuesday", "reason": "He rang again"}
    assert "Call Friday 13 March 2026, 2pm He starts on Tuesday Corrected: He rang again." in text_of(
        client.post(path, {**better, "version": first.pk}, follow=True)
    )
    stale = client.post(path, {**better, "text": "He starts soon", "version": first.pk})
    assert stale.status_code == 409
    for words in ("You have not lost anything.", "He starts soon", "Tuesday"):
        assert words in text_of(stale)
    again = {**better, "text": "He starts soon", "version": stale.context["form"].data["version"]}
    assert "He starts soon" in text_of(client.post(path, again, follow=True))
    found = client.post(f"{here}?kind=call", {"words": "priya soon", "kind": "call"}, follow=True)
    assert ("Words: priya soon" in text_of(found), "He starts soon" in text_of(found)) == (True, True)
    assert "No note that you may see has these words." in text_of(client.post(here, {"words": "late"}, follow=True))


def test_a_note_is_taken_back_and_a_correction_of_an_outcome_loses_nothing(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        note = make.note(cast.kyle, cast.agencies["probation"], recorded_by=cast.staff["priya"].pk)
        visit = make.contact(cast.kyle, cast.agencies["probation"], make.LONG_AGO, outcome="attended_complied")
    client, here = visiting("priya"), f"/people/{cast.kyle.reference}/"
    page = text_of(client.post(f"{here}notes/{note.pk}/undo/", follow=True))
    assert "Note taken back." in page
    assert "No note has been written in this service." in page
    path = f"{here}contacts/{visit.pk}/correct/"
    told = {"outcome": "attended_complied", "notes": "Late by 10 minutes", "because": "Forgot", "version": "1"}
    assert client.post(path, told).status_code == 302
    stale = client.post(path, {**told, "notes": "Late by 20 minutes"})
    assert stale.status_code == 409
    for words in ("You have not lost anything.", "Late by 10 minutes", "20"):
        assert words in text_of(stale)
