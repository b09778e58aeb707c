"""The tab Contacts in a worker's hands: arranging with a look at the dates, what came of it, undo, correct, decide."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from desistance.casework.models import Contact
from desistance.foundation import clock
from desistance.foundation.models import Revision
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
ARRANGED = {
    "kind": "office",
    "purpose": "Supervision",
    "day-day": "23",
    "day-month": "3",
    "day-year": "2026",
    "clock": "9:30am",
    "minutes": "30",
    "place": "Bishop Auckland office",
    "pattern": "once",
}
NEXT_HOUR = {**ARRANGED, "day-day": "13", "clock": "4:40pm"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/contacts/{path}"


def kept() -> list[Contact]:
    with marked("test"), unseen("nightly check"):
        return list(Contact.objects.order_by("starts_at", "id"))


@pytest.fixture
def visit(cast: Cast) -> Contact:
    """Priya's appointment with Kyle of two hours ago."""
    with marked("test"), unseen("nightly check"):
        return make.contact(
            cast.kyle,
            cast.agencies["probation"],
            make.NOW - timedelta(hours=2),
            with_staff=cast.staff["priya"],
            involvement=make.Involvement.objects.get(person=cast.kyle),
            place="Bishop Auckland office",
        )


def test_one_free_date_is_arranged_at_once(cast: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    page = client.post(here(cast, "new/"), ARRANGED, follow=True)
    assert "1 appointment arranged." in text_of(page)
    assert "Office visit, Supervision, Bishop Auckland office Arranged" in text_of(page)
    assert "Monday 23 March 2026, 9:30am to 10am" in text_of(page)


def test_dates_that_repeat_are_shown_and_some_removed_before_any_is_kept(cast: Cast, visiting: Visiting) -> None:
    client, told = visiting("priya"), {**ARRANGED, "pattern": "weekly", "times": "3"}
    assert "Enter how many times in all" in text_of(client.post(here(cast, "new/"), {**told, "times": ""}))
    look = client.post(here(cast, "new/"), told)
    assert look.status_code == 200
    assert kept() == []
    for words in (
        "Look at the dates before you save.",
        "Monday 23 March 2026, 9:30am to 10am",
        "Monday 30 March 2026, 9:30am to 10am",
        "Monday 6 April 2026, 9:30am to 10am. Bank holiday",
    ):
        assert words in text_of(look)
    form = look.context["form"]
    dates = form.data.getlist("dates")
    again = {**told, "looked": form.data["looked"], "dates": dates[:2]}
    changed = client.post(here(cast, "new/"), {**again, "clock": "10am"})
    assert changed.status_code == 200  # other times are other dates: they are shown again
    page = client.post(here(cast, "new/"), again, follow=True)
    assert "2 appointments arranged." in text_of(page)
    assert [one.starts_at.isoformat() for one in kept()] == ["2026-03-23T09:30:00+00:00", "2026-03-30T08:30:00+00:00"]
    none = client.post(here(cast, "new/"), {**again, "dates": []})
    assert none.status_code == 422
    assert "Keep at least 1 date." in text_of(none)


def test_a_clash_is_told_and_may_be_kept_all_the_same(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
        make.contact(cast.kyle, cast.agencies["police"], make.NOW + timedelta(minutes=70), kind="home")
    client = visiting("priya")
    look = client.post(here(cast, "new/"), NEXT_HOUR)
    assert "Friday 13 March 2026, 4:40pm to 5:10pm. Home visit with Durham police, 4:50pm to 5:20pm" in text_of(look)
    form = look.context["form"]
    sent = {**NEXT_HOUR, "looked": form.data["looked"], "dates": form.data.getlist("dates")}
    assert client.post(here(cast, "new/"), sent).status_code == 302
    assert len(kept()) == 2


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"clock": "half nine"}, "clock", "Start time must be a time, like 9:30am or 14:30"),
        ({"day-day": "12"}, "day", "Appointment must be after now."),
        ({"kind": ""}, "kind", "Choose what kind of contact it is"),
        ({"day-day": "31", "day-month": "2"}, "day", "Date"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    cast: Cast, visiting: Visiting, typed: dict[str, str], field: str, words: str
) -> None:
    response = visiting("priya").post(here(cast, "new/"), {**ARRANGED, **typed})
    assert response.status_code == 422
    assert words in text_of(response)
    assert field in response.context["form"].errors


def test_an_outcome_is_recorded_beside_its_effects_undone_and_corrected(
    cast: Cast, visiting: Visiting, visit: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, path = visiting("priya"), here(cast, f"{visit.pk}/outcome/")
    page = text_of(client.get(path))
    for words in (
        "Office visit, Bishop Auckland office, Friday 13 March 2026, 1:40pm",
        "Counts towards: Probation supervision.",
        "If the absence was unacceptable: First in 12 months.",
        "Evidence of a reason counts until 20 March 2026.",
    ):
        assert words in page
    wrong = client.post(path, {"outcome": "acceptable_absence", "notes": "Rang at 2:20pm", "version": "1"})
    assert wrong.status_code == 422
    assert "Enter why the absence was acceptable." in text_of(wrong)
    assert "Rang at 2:20pm" in text_of(wrong)
    saved = client.post(path, {"outcome": "unacceptable_absence", "notes": "No word", "version": "1"}, follow=True)
    assert "Outcome saved. You can undo it until 3:50pm." in text_of(saved)
    assert "0 attended, 0 acceptable, 1 unacceptable in 12 weeks." in text_of(saved)
    assert client.get(path).status_code == 302
    undone = client.post(here(cast, f"{visit.pk}/undo/"), follow=True)
    assert "Outcome undone." in text_of(undone)
    assert kept()[0].state == "scheduled"
    client.post(path, {"outcome": "attended_complied", "notes": "Came late", "version": "3"})
    monkeypatch.setattr(clock, "now", lambda: make.NOW + timedelta(minutes=10))
    assert client.post(here(cast, f"{visit.pk}/undo/")).status_code == 422
    fixed = {"outcome": "acceptable_absence", "reason": "Letter seen", "because": "Wrong box", "version": "4"}
    page = client.post(here(cast, f"{visit.pk}/correct/"), fixed, follow=True)
    assert "Corrected. The outcome before stays on record." in text_of(page)
    with marked("test"), unseen("nightly check"):
        assert Revision.objects.get(record_id=visit.pk, version=4).values["notes"] == "Came late"


def test_a_stale_outcome_shows_both_versions(cast: Cast, visiting: Visiting, visit: Contact) -> None:
    client = visiting("priya")
    done = {"outcome": "attended_complied", "notes": "First", "version": "1"}
    assert client.post(here(cast, f"{visit.pk}/outcome/"), done).status_code == 302
    late = {**done, "notes": "Second", "because": "Mine", "version": "1"}
    stale = client.post(here(cast, f"{visit.pk}/correct/"), late)
    assert stale.status_code == 409
    assert "First" in text_of(stale)
    assert "Second" in text_of(stale)


def test_a_draft_comes_back_and_goes_when_the_outcome_is_saved(cast: Cast, visiting: Visiting, visit: Contact) -> None:
    client, path = visiting("priya"), here(cast, f"{visit.pk}/outcome/")
    hidden = {
        "draft-form": "contact-outcome",
        "draft-subject": str(visit.pk),
        "draft-path": path,
        "draft-reference": cast.kyle.reference,
    }
    client.post("/drafts/", {**hidden, "notes": "Half a sentence"})
    page = text_of(client.get(path))
    assert "This is your draft" in page
    assert "Half a sentence" in page
    client.post(path, {"outcome": "attended_complied", "notes": "Whole", "version": "1"})
    assert "You have not sent this form yet" not in text_of(client.get("/home/"))


def test_the_next_appointment_is_arranged_on_the_same_page(cast: Cast, visiting: Visiting, visit: Contact) -> None:
    client, path = visiting("priya"), here(cast, f"{visit.pk}/outcome/")
    told = {"outcome": "attended_complied", "version": "1", "next_day-day": "27", "next_day-month": "3"}
    assert client.post(path, {**told, "next_day-year": "2026"}).status_code == 422
    assert client.post(path, {**told, "next_day-year": "2026", "next_clock": "2.30pm"}).status_code == 302
    assert kept()[1].starts_at.isoformat() == "2026-03-27T14:30:00+00:00"


def test_a_contact_that_just_happened_is_recorded_with_its_outcome(cast: Cast, visiting: Visiting) -> None:
    told = {**ARRANGED, "kind": "telephone", "day-day": "13", "clock": "3pm", "outcome": "attended_complied"}
    page = visiting("priya").post(here(cast, "happened/"), told, follow=True)
    assert "Contact saved. You can undo it until 3:50pm." in text_of(page)
    assert kept()[0].state == "happened"


def test_my_day_leads_to_the_outcome_and_to_the_decision(cast: Cast, visiting: Visiting, visit: Contact) -> None:
    client = visiting("priya")
    assert "Office visit has no outcome yet" in text_of(client.get("/home/"))
    there = client.get(f"/contacts/{visit.pk}/")
    assert there["Location"] == here(cast, f"{visit.pk}/outcome/")
    client.post(there["Location"], {"outcome": "unacceptable_absence", "version": "1"})
    there = client.get(f"/contacts/{visit.pk}/")
    assert there["Location"] == here(cast, f"{visit.pk}/decide/")
    decided = {"decision": "warned", "version": "2"}
    decided |= {"decided_on-day": "13", "decided_on-month": "3", "decided_on-year": "2026"}
    page = client.post(there["Location"], decided, follow=True)
    assert "Warning given 13 March 2026" in text_of(page)
    assert kept()[0].decided_on == date(2026, 3, 13)
    assert visiting("olu").get(f"/contacts/{visit.pk}/").status_code == 404


def test_an_appointment_is_moved_and_cancelled_with_a_reason(cast: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    client.post(here(cast, "new/"), ARRANGED)
    (first,) = kept()
    moved = {"day-day": "24", "day-month": "3", "day-year": "2026", "clock": "midday", "moved_by": "person"}
    assert client.post(here(cast, f"{first.pk}/reschedule/"), moved).status_code == 422
    page = client.post(here(cast, f"{first.pk}/reschedule/"), {**moved, "reason": "His bus"}, follow=True)
    assert "Rescheduled to 24 March 2026, midday." in text_of(page)
    second = kept()[1]
    page = client.post(here(cast, f"{second.pk}/cancel/"), {"reason": "Office closed"}, follow=True)
    assert "Appointment cancelled." in text_of(page)
    assert "Rescheduled by the person." in text_of(page)


def test_filters_and_older_pages_keep_each_other(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        for days in range(1, 28):
            at = make.NOW - timedelta(days=days)
            make.contact(cast.kyle, cast.agencies["probation"], at, kind="telephone", outcome="attended_complied")
        make.contact(
            cast.kyle,
            cast.agencies["probation"],
            make.NOW - timedelta(days=2),
            outcome="acceptable_absence",
            why_acceptable="Ill",
        )
    client = visiting("priya")
    page = client.get(here(cast, "?kind=telephone"))
    assert "Acceptable absence Friday" not in text_of(page)
    older = client.get(here(cast, page.context["pages"]["older_url"]))
    assert "kind=telephone" in page.context["pages"]["older_url"]
    assert text_of(older).count("Telephone call Attended and complied") == 2
    assert "To come or to log" not in text_of(older)


def test_what_treatment_keeps_to_itself_is_counted_and_no_more(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.agreement(cast.agencies["probation"], cast.agencies["health"], classes=("health",))
        make.contact(
            cast.kyle,
            cast.agencies["health"],
            make.NOW - timedelta(days=2),
            kind="treatment",
            data_class="health",
            outcome="attended_complied",
            notes="Script raised",
        )
    page = text_of(visiting("priya").get(here(cast)))
    assert "1 contact is not shared with your agency. Durham health. Ring them to ask." in page
    assert "Treatment session Attended" not in page
    assert "Script raised" not in page


def test_an_unsafe_call_is_said_before_a_time_is_kept(cast: Cast, visiting: Visiting, visit: Contact) -> None:
    with marked("test"), unseen("nightly check"):
        make.contact_detail(cast.kyle, cast.agencies["probation"], safe="safe_at_times", safe_times="after 6pm")
        call = make.contact(cast.kyle, cast.agencies["probation"], make.NOW + timedelta(days=3), kind="telephone")
    client, path = visiting("priya"), here(cast, f"{call.pk}/reschedule/")
    assert "Is it safe to ring?" in text_of(client.get(path))
    moved = {"day-day": "23", "day-month": "3", "day-year": "2026", "clock": "10am", "moved_by": "person"}
    look = client.post(path, {**moved, "reason": "His shifts"})
    assert look.status_code == 200
    assert "Look at this before you save." in text_of(look)
    assert "after 6pm. This time is outside them" in text_of(look)
    again = {**moved, "reason": "His shifts", "looked": look.context["form"].data["looked"]}
    assert client.post(path, {**again, "clock": "9am"}).status_code == 200  # another time is looked at again
    assert client.post(path, again).status_code == 302
    holiday = {"outcome": "attended_complied", "next_day-day": "6", "next_day-month": "4", "next_day-year": "2026"}
    look = client.post(here(cast, f"{visit.pk}/outcome/"), {**holiday, "next_clock": "10am", "version": "1"})
    assert "Monday 6 April 2026, 10am to 10:30am. Bank holiday" in text_of(look)
