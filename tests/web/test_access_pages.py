"""The pages of access in a worker's hands: a restricted record, emergency access, requests, sharing (J14)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from desistance.access.models import (
    AccessExclusion,
    AccessRequest,
    AccessRestriction,
    Consent,
    EmergencyAccess,
    HiddenEntry,
    Involvement,
)
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from desistance.people.models import Name, Person
from tests import factories as make
from tests.access.conftest import REASON, Restricted, assemble_paul
from tests.cast import Cast

PASSWORD = "a long enough passphrase"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignIn = Callable[[str], Client]


class Moving:
    """The clock that the doors read, moved by hand."""

    now = make.NOW


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Moving:
    moving = Moving()
    monkeypatch.setattr(clock, "now", lambda: moving.now)
    return moving


@contextmanager
def setting() -> Iterator[None]:
    """For what a test itself writes and reads; never around a request, whose looks must be noted."""
    with marked("test"), unseen("nightly check"):
        yield


def only(model: type[Model], **which: object) -> Any:
    """The one row of a model."""
    with setting():
        return model._default_manager.get(**which)


def count(model: type[Model]) -> int:
    with setting():
        return model._default_manager.count()


@pytest.fixture
def paul(cast: Cast) -> Restricted:
    with setting():
        return assemble_paul(cast)


@pytest.fixture
def sign_in(cast: Cast, db: None) -> SignIn:
    def enter(who: str) -> Client:
        staff = cast.staff[who]
        staff.set_password(PASSWORD)
        staff.accepted_use_at = make.LONG_AGO
        staff.save()
        client = Client()
        client.force_login(staff, backend=BACKEND)
        return client

    return enter


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def here(person: Person, path: str = "") -> str:
    return f"/people/{person.reference}/{path}"


def emergency(**more: str) -> dict[str, str]:
    return {"kind": "safeguarding", "reason": REASON, "understands": "on", "code": PASSWORD, **more}


SUB_PAGES = ("", "involved/", "sharing/", "access-log/", "sharing/restrict/", "emergency-access/renew/")


@pytest.mark.parametrize("path", SUB_PAGES)
def test_every_page_of_a_restricted_record_leads_to_the_limited_one(
    cast: Cast, paul: Restricted, sign_in: SignIn, path: str
) -> None:
    response = sign_in("rob").get(here(paul.person, path))
    assert (response.status_code, response["Location"]) == (302, here(paul.person, "request-access/"))


def test_the_limited_page_tells_the_reference_and_whom_to_ring_and_nothing_else(
    cast: Cast, paul: Restricted, sign_in: SignIn
) -> None:
    team = cast.teams["east"]
    team.telephone = "0191 496 0210"
    team.save()
    page = text(sign_in("rob").get(here(paul.person, "request-access/")))
    assert paul.person.reference in page
    assert "record is restricted" in page
    assert "0191 496 0210" in page
    for secret in ("Whitfield", "Paul", "1998", "Priya", "supervision", paul.restriction.reason):
        assert secret not in page
    assert re.search(r"<title>(.*?)</title>", page, re.S)[1].strip() == "Restricted record - Desistance"  # type: ignore[index]


def test_someone_unrestricted_is_told_by_name_year_and_holder(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in("rob").get(here(cast.kyle, "request-access/")))
    assert "Kyle Ashcroft" in page
    assert "Born in 1998" in page
    assert "Durham probation" in page
    assert "24 June" not in page
    assert here(cast.kyle, "involved/new/") in page


def test_a_holder_whose_work_tells_of_health_is_not_named(cast: Cast, sign_in: SignIn) -> None:
    with setting():
        person = make.person(cast.agencies["health"], given="Marek", family="Dudek")
    with setting():
        make.involvement(person, cast.agencies["health"], kind="treatment", data_class="health", lead=cast.staff["nia"])
    page = text(sign_in("rob").get(here(person, "request-access/")))
    assert "Marek Dudek" in page
    assert "Durham health" not in page
    assert "a partner agency that is not named here" in page


def bare(response: object) -> str:
    """A page without what differs by request: its token."""
    page = text(response)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.mark.parametrize("path", [*SUB_PAGES, "request-access/", "emergency-access/", "involved/new/"])
@pytest.mark.parametrize("who", ["rob", "nia", "olu"])
def test_hidden_is_missing_byte_for_byte(cast: Cast, paul: Restricted, sign_in: SignIn, path: str, who: str) -> None:
    if who == "rob":
        with setting():
            make.exclusion(paul.person, cast.agencies["police"], cast.staff["rob"])
    client = sign_in(who)
    for method in (client.get, client.post):
        hidden, missing = method(here(paul.person, path)), method(f"/people/P-9999-99/{path}")
        assert hidden.status_code == missing.status_code
        assert bare(hidden) == bare(missing)
        assert paul.person.reference not in text(hidden)
    assert client.get(here(paul.person, path)).status_code in (404, 403)


def test_an_excluded_worker_has_no_way_in(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    with setting():
        make.exclusion(paul.person, cast.agencies["police"], cast.staff["rob"])
    client = sign_in("rob")
    assert client.get(here(paul.person, "request-access/")).status_code == 404
    assert client.post(here(paul.person, "emergency-access/"), emergency()).status_code == 404
    assert client.post(here(paul.person, "request-access/"), {"reason": REASON, "length": "week"}).status_code == 404
    assert count(EmergencyAccess) == 0
    assert count(AccessRequest) == 0


def test_a_reason_of_twelve_characters_is_sent_back_with_everything_typed(
    cast: Cast, paul: Restricted, sign_in: SignIn
) -> None:
    response = sign_in("rob").post(here(paul.person, "emergency-access/"), emergency(reason="Need it now!"))
    page = text(response)
    assert response.status_code == 422
    assert page.count("Enter why you need to see this record now, in at least 20 characters") == 2
    assert "Need it now!" in page
    assert "<title>Error: Start emergency access" in page
    assert count(EmergencyAccess) == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose what the emergency is"),
        ({"understands": ""}, "Tick the box to show that you know who is told"),
        ({"code": ""}, "Enter your password"),
        ({"code": "not it"}, "Your password is not right"),
        ({"reason": ""}, "Enter why you need to see this record now, in at least 20 characters"),
    ],
)
def test_each_answer_is_asked_for_in_its_own_words(
    cast: Cast, paul: Restricted, sign_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    response = sign_in("rob").post(here(paul.person, "emergency-access/"), emergency(**wrong))
    assert response.status_code == 422
    assert words in text(response)
    assert PASSWORD not in text(response)
    assert count(EmergencyAccess) == 0


def test_emergency_access_opens_shows_the_bar_and_ends(
    cast: Cast, paul: Restricted, sign_in: SignIn, moment: Moving
) -> None:
    client = sign_in("rob")
    assert client.post(here(paul.person, "emergency-access/"), emergency())["Location"] == here(paul.person)
    moment.now = make.NOW + timedelta(minutes=1)
    page = text(client.get(here(paul.person, "involved/")))
    assert "Emergency access until 4:40pm" in page
    assert "59 minutes left" in page
    assert "Paul Whitfield" in page
    assert client.post(here(paul.person, "emergency-access/end/"))["Location"] == here(paul.person, "request-access/")
    assert client.get(here(paul.person)).status_code == 302
    assert client.post(here(paul.person, "emergency-access/end/")).status_code == 302


def test_at_its_end_the_next_page_is_the_limited_one(
    cast: Cast, paul: Restricted, sign_in: SignIn, moment: Moving
) -> None:
    client = sign_in("rob")
    client.post(here(paul.person, "emergency-access/"), emergency())
    moment.now = make.NOW + timedelta(minutes=60)
    assert client.get(here(paul.person, "involved/"))["Location"] == here(paul.person, "request-access/")
    sent = client.post(
        here(paul.person, "emergency-access/renew/"), emergency(reason="Still at the door, need the layout")
    )
    assert sent.status_code == 403
    assert "Still at the door, need the layout" in text(sent)
    assert here(paul.person, "request-access/") in text(sent)
    assert PASSWORD not in text(sent)
    assert "Whitfield" not in text(sent)


def test_a_double_press_opens_one_emergency_access(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    client = sign_in("rob")
    once = re.search(r'name="once" value="([^"]+)"', text(client.get(here(paul.person, "emergency-access/"))))[1]  # type: ignore[index]
    sent = [client.post(here(paul.person, "emergency-access/"), emergency(once=once)) for _ in range(2)]
    assert [response.status_code for response in sent] == [302, 302]
    assert count(EmergencyAccess) == 1


def test_renewal_asks_for_everything_again(cast: Cast, paul: Restricted, sign_in: SignIn, moment: Moving) -> None:
    client = sign_in("rob")
    client.post(here(paul.person, "emergency-access/"), emergency())
    moment.now = make.NOW + timedelta(minutes=50)
    assert client.post(here(paul.person, "emergency-access/renew/"), {}).status_code == 422
    client.post(here(paul.person, "emergency-access/renew/"), emergency(kind="risk_to_life"))
    renewed = only(EmergencyAccess, renews__isnull=False)
    assert renewed.until_at == moment.now + timedelta(minutes=60)


def test_with_an_app_its_code_is_asked_for_and_works_once(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    import time

    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

    client, secret = sign_in("rob"), generate_totp_secret()
    TOTP.activate(cast.staff["rob"], secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page = text(client.get(here(paul.person, "emergency-access/")))
    assert "Code from your app" in page
    assert client.post(here(paul.person, "emergency-access/"), emergency()).status_code == 422
    assert (
        client.post(here(paul.person, "emergency-access/"), emergency(code=f"{code[:3]} {code[3:]}")).status_code == 302
    )
    response = client.post(here(paul.person, "emergency-access/renew/"), emergency(code=code))
    assert response.status_code == 422
    assert "was used before" in text(response)


def test_governance_reviews_what_was_opened(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    worker, officer = sign_in("rob"), sign_in("grace")
    worker.post(here(paul.person, "emergency-access/"), emergency())
    worker.get(here(paul.person, "involved/"))
    row = only(EmergencyAccess)
    assert "Rob" in text(officer.get("/governance/emergency-access/"))
    address = f"/governance/emergency-access/{row.pk}/"
    page = text(officer.get(address))
    assert REASON in page
    assert "Who is involved: identity" in page
    assert "Whitfield" not in page
    assert officer.post(address, {}).status_code == 422
    refused = officer.post(address, {"verdict": "not_justified", "note": ""})
    assert refused.status_code == 422
    assert "Enter what the worker needs to know about this decision." in text(refused)
    assert officer.post(address, {"verdict": "justified", "version": row.version}).status_code == 302
    row = only(type(row), pk=row.pk)
    assert row.state == "justified"
    assert "No emergency access to review." in text(officer.get("/governance/emergency-access/"))


def test_a_review_on_a_stale_page_shows_both_and_keeps_the_words(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    sign_in("rob").post(here(paul.person, "emergency-access/"), emergency())
    row, officer = only(EmergencyAccess), sign_in("grace")
    address = f"/governance/emergency-access/{row.pk}/"
    assert officer.post(address, {"verdict": "more_needed", "note": "Who rang?", "version": 1}).status_code == 302
    stale = officer.post(address, {"verdict": "not_justified", "note": "Nobody rang", "version": 1})
    assert stale.status_code == 409
    assert "You have not lost anything." in text(stale)
    assert "Nobody rang" in text(stale)


@pytest.mark.parametrize("who", ["rob", "priya", "adam"])
def test_reviews_are_for_governance(cast: Cast, paul: Restricted, sign_in: SignIn, who: str) -> None:
    client = sign_in(who)
    assert client.get("/governance/emergency-access/").status_code == 403
    assert client.get("/governance/emergency-access/1/").status_code == 403


def test_the_lead_worker_sees_the_alert_and_marks_it(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    sign_in("rob").post(here(paul.person, "emergency-access/"), emergency())
    row, lead = only(EmergencyAccess), sign_in("priya")
    assert REASON in text(lead.get(f"/emergency-access/{row.pk}/"))
    assert lead.post(f"/emergency-access/{row.pk}/", {}).status_code == 302
    row = only(type(row), pk=row.pk)
    assert row.owner_seen_at == make.NOW
    assert sign_in("olu").get(f"/emergency-access/{row.pk}/").status_code == 404


def test_a_request_is_sent_answered_and_opens_until_its_day(
    cast: Cast, paul: Restricted, sign_in: SignIn, moment: Moving
) -> None:
    asker, approver = sign_in("rob"), sign_in("tom")
    address = here(paul.person, "request-access/")
    assert asker.post(address, {"reason": "too short", "length": "week"}).status_code == 422
    assert asker.post(address, {"reason": REASON, "length": "week"})["Location"] == "/requests/"
    row = only(AccessRequest)
    assert row.approver_id == cast.staff["tom"].pk
    assert "You asked on" in text(asker.get(address))
    assert REASON not in text(asker.get("/requests/"))
    assert f"/requests/{row.pk}/" in text(approver.get("/requests/"))
    assert REASON in text(approver.get(f"/requests/{row.pk}/"))
    assert asker.post(f"/requests/{row.pk}/", {"answer": "given", "length": "week"}).status_code == 422
    assert approver.post(f"/requests/{row.pk}/", {"answer": "refused"}).status_code == 422
    assert approver.post(f"/requests/{row.pk}/", {"answer": "given", "length": "day"}).status_code == 302
    page = asker.get(here(paul.person, "involved/"))
    assert page.status_code == 200
    assert "Until 14 March 2026" in text(page)
    moment.now = make.NOW + timedelta(days=2)
    assert asker.get(here(paul.person, "involved/")).status_code == 302


def test_access_that_is_ended_is_closed_on_the_next_page(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    asker, approver = sign_in("rob"), sign_in("tom")
    asker.post(here(paul.person, "request-access/"), {"reason": REASON, "length": "week"})
    row = only(AccessRequest)
    approver.post(f"/requests/{row.pk}/", {"answer": "given"})
    assert asker.get(here(paul.person, "involved/")).status_code == 200
    assert approver.post(f"/requests/{row.pk}/end/").status_code == 302
    assert asker.get(here(paul.person, "involved/")).status_code == 302


def test_a_request_is_withdrawn_by_its_asker_alone(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    asker = sign_in("rob")
    asker.post(here(paul.person, "request-access/"), {"reason": REASON, "length": "day"})
    row = only(AccessRequest)
    assert sign_in("olu").get(f"/requests/{row.pk}/").status_code == 404
    assert sign_in("tom").post(f"/requests/{row.pk}/withdraw/").status_code == 422
    assert asker.post(f"/requests/{row.pk}/withdraw/").status_code == 302
    row = only(type(row), pk=row.pk)
    assert row.state == "withdrawn"


def test_work_is_started_from_knowing_alone_and_opens_the_record(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("rob")
    address = here(cast.kyle, "involved/new/")
    assert "Kyle" not in text(client.get(address))
    wrong = client.post(address, {"kind": "police_management"})
    assert wrong.status_code == 422
    assert "Choose a legal ground" in text(wrong)
    sent = {"kind": "police_management", "legal_ground": "prevention", "lead": str(cast.staff["rob"].pk)}
    assert client.post(address, sent)["Location"] == here(cast.kyle)
    page = client.get(here(cast.kyle, "involved/"))
    assert page.status_code == 200
    assert "Police offender management" in text(page)
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "already has police offender management open" in text(again)


def test_work_ends_with_a_reason_and_closes_the_record(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("priya")
    work = only(Involvement, person=cast.kyle)
    address = here(cast.kyle, f"involved/{work.pk}/end/")
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Order completed", "version": work.version}).status_code == 302
    assert client.get(here(cast.kyle)).status_code == 404


def test_the_list_shows_workers_of_all_agencies_and_counts_what_is_not_shared(cast: Cast, sign_in: SignIn) -> None:
    with setting():
        make.agreement(cast.agencies["probation"], cast.agencies["health"], classes=("health",))
    with setting():
        make.involvement(
            cast.kyle, cast.agencies["health"], kind="treatment", data_class="health", lead=cast.staff["nia"]
        )
    with setting():
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    page = text(sign_in("priya").get(here(cast.kyle, "involved/")))
    assert "Durham police: Police offender management" in page
    assert "1 piece of work is not shared with your agency." in page
    assert "Nia" not in page
    assert "Treatment" not in page.split("<main")[1]


def test_consent_is_recorded_and_withdrawn_with_its_effects_told_first(cast: Cast, sign_in: SignIn) -> None:
    health = {"kind": "treatment", "data_class": "health", "team": cast.teams["treatment"]}
    with setting():
        make.involvement(cast.kyle, cast.agencies["health"], **health)
    client = sign_in("nia")
    sent = {"data_class": "health", "to_agency": str(cast.agencies["probation"].pk), "how_given": "written"}
    wrong = client.post(here(cast.kyle, "sharing/consents/new/"), sent)
    assert wrong.status_code == 422
    assert "Enter where the signed form is kept" in text(wrong)
    address = here(cast.kyle, "sharing/consents/new/")
    assert client.post(address, {**sent, "proof": "Filing room, drawer 4"})["Location"] == here(cast.kyle, "sharing/")
    lead = sign_in("priya")
    assert "Durham health: Treatment" in text(lead.get(here(cast.kyle, "involved/")))
    consent = only(Consent)
    address = here(cast.kyle, f"sharing/consents/{consent.pk}/withdraw/")
    assert "will no longer see the 1 health entry" in text(client.get(address))
    assert client.post(address, {"version": consent.version}).status_code == 302
    assert "Durham health: Treatment" not in text(lead.get(here(cast.kyle, "involved/")))


def test_a_restriction_closes_the_record_on_everyone_else_s_next_page(cast: Cast, sign_in: SignIn) -> None:
    manager, lead = sign_in("tom"), sign_in("priya")
    assert lead.get(here(cast.kyle, "involved/")).status_code == 200
    staff = str(cast.staff["tom"].pk)
    sent = {
        "reason": "Known to staff",
        "approver": staff,
        "listed": [staff],
        "review_on-day": "27",
        "review_on-month": "9",
        "review_on-year": "2026",
    }
    wrong = manager.post(here(cast.kyle, "sharing/restrict/"), {**sent, "review_on-year": "2025"})
    assert wrong.status_code == 422
    assert "Known to staff" in text(wrong)
    assert manager.post(here(cast.kyle, "sharing/restrict/"), sent).status_code == 302
    assert lead.get(here(cast.kyle, "involved/"))["Location"] == here(cast.kyle, "request-access/")
    row = only(AccessRestriction)
    listing = f"/restrictions/{row.pk}/"
    assert manager.post(f"{listing}unlist/", {"staff": staff}).status_code == 422
    assert manager.post(f"{listing}list/", {"staff": str(cast.staff["priya"].pk)}).status_code == 302
    assert lead.get(here(cast.kyle, "involved/")).status_code == 200
    assert lead.get(listing).status_code == 403
    assert manager.post(f"{listing}end/", {"reason": "No longer needed"}).status_code == 302
    assert not only(Person, pk=cast.kyle.pk).restricted


def test_an_exclusion_hides_the_person_on_the_worker_s_next_page(cast: Cast, sign_in: SignIn) -> None:
    manager, lead = sign_in("tom"), sign_in("priya")
    assert lead.get(here(cast.kyle, "involved/")).status_code == 200
    sent = {"staff": str(cast.staff["priya"].pk), "reason": "Neighbours"}
    assert manager.post(here(cast.kyle, "sharing/exclusions/new/"), sent).status_code == 302
    assert lead.get(here(cast.kyle, "involved/")).status_code == 404
    row = only(AccessExclusion)
    assert "Neighbours" in text(manager.get(here(cast.kyle, "sharing/")))
    assert (
        manager.post(here(cast.kyle, f"sharing/exclusions/{row.pk}/end/"), {"version": row.version}).status_code == 302
    )
    assert lead.get(here(cast.kyle, "involved/")).status_code == 200


def test_an_entry_is_hidden_from_an_agency_and_shown_again(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("priya")
    name = only(Name, person=cast.kyle)
    address = here(cast.kyle, f"sharing/hide/people.Name/{name.pk}/")
    assert client.post(address, {"from_agency": str(cast.agencies["police"].pk)}).status_code == 422
    sent = {"from_agency": str(cast.agencies["police"].pk), "reason": "Safety of a child"}
    assert client.post(address, sent).status_code == 302
    row = only(HiddenEntry)
    assert "Safety of a child" in text(client.get(here(cast.kyle, "sharing/")))
    assert client.post(here(cast.kyle, f"sharing/hidden/{row.pk}/show/")).status_code == 302
    assert client.post(here(cast.kyle, "sharing/hide/people.Nothing/1/"), sent).status_code == 404


def test_the_log_lists_looks_with_the_reason_of_an_emergency(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    worker = sign_in("rob")
    worker.post(here(paul.person, "emergency-access/"), emergency())
    worker.get(here(paul.person, "involved/"))
    page = text(sign_in("priya").get(here(paul.person, "access-log/")))
    assert "Rob" in page
    assert f"Safeguarding a child or adult: {REASON}" in page
    assert sign_in("tom").get(here(paul.person, "access-log/?before=abc")).status_code == 404


@pytest.mark.parametrize("path", ["requests/", "governance/emergency-access/"])
def test_empty_lists_keep_their_headings(cast: Cast, sign_in: SignIn, path: str) -> None:
    page = text(sign_in("grace").get(f"/{path}"))
    assert "<h2>" in page
    assert "app-empty" in page


def test_nothing_personal_stands_in_a_title_or_an_address(cast: Cast, paul: Restricted, sign_in: SignIn) -> None:
    client = sign_in("priya")
    for path in ("involved/", "sharing/", "access-log/", "involved/new/", "sharing/consents/new/"):
        page = text(client.get(here(paul.person, path)))
        title = re.search(r"<title>(.*?)</title>", page, re.S)[1]  # type: ignore[index]
        assert "Paul" not in title
        assert "Whitfield" not in title
        assert not re.search(r'href="[^"]*(Paul|Whitfield)', page)


def test_the_reason_for_an_ending_is_kept_as_a_draft_until_it_is_sent(cast: Cast, sign_in: SignIn) -> None:
    with setting():
        work = Involvement.objects.get(person=cast.kyle, agency=cast.agencies["probation"])
    page, client = f"/people/{cast.kyle.reference}/involved/{work.pk}/end/", sign_in("priya")
    kept = {"draft-form": "involvement-end", "draft-subject": str(work.pk), "draft-path": page}
    client.post("/drafts/", {**kept, "draft-reference": cast.kyle.reference, "reason": "Moved to another area, half-"})
    offered = client.get(page).content.decode()
    assert "This is your draft" in offered
    assert "Moved to another area, half-" in offered
    once = re.search(r'name="once"[^>]*value="([^"]+)"', offered)
    assert once is not None
    client.post(page, {"reason": "Moved to another area", "once": once[1], "version": "1"})
    with setting():
        work.refresh_from_db()
    assert work.state == "ended"
    assert "Continue draft" not in client.get("/home/").content.decode()
