"""The tab Orders in a worker's hands: what is shown and to whom, and recording, amending, ending and enforcing by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from desistance.sentences.models import Order, Requirement
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


TYPED = {
    "kind": "community_order",
    **day("made_on", date(2025, 11, 3)),
    **day("starts_on", date(2025, 11, 3)),
    **day("ends_on", date(2026, 11, 2)),
    "court": "Durham Crown Court",
    "requirement_1_kind": "unpaid_work",
    "requirement_1_amount": "100",
    "requirement_1_unit": "hours",
    "requirement_2_kind": "rehabilitation_activity",
    "requirement_2_amount": "20",
    "requirement_2_unit": "days",
}
AMENDED = {name: value for name, value in TYPED.items() if name != "kind" and not name.startswith("made_on")}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/orders/{path}"


@pytest.fixture
def ordered(cast: Cast) -> Order:
    """Probation's order of Kyle with a breach; the police work with him and may see offences."""
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
        order = make.order(
            cast.kyle, cast.agencies["probation"], made_on=date(2025, 11, 3), ends_on=date(2026, 11, 2), court="Durham"
        )
        make.requirement(order, "rehabilitation_activity", amount=20, unit="days")
        make.requirement(order, "unpaid_work", amount=100, unit="hours")
        make.order_event(order, "breach", date(2026, 2, 2), words="Missed two appointments")
    return order


def test_the_page_shows_each_order_with_the_law_on_its_dates_and_its_source(
    cast: Cast, visiting: Visiting, ordered: Order
) -> None:
    page = text_of(visiting("priya").get(here(cast)))
    for words in (
        "Community order Active Made 3 November 2025, Durham. From 3 November 2025 to 2 November 2026.",
        "Rehabilitation activity, 20 days Unpaid work, 100 hours",
        "Active contact stops after two thirds, on 4 July 2026. HM Prison and Probation Service",
        "Breach taken to court , 2 February 2026: Missed two appointments Durham probation, entered by a worker, recorded",
    ):
        assert words in page
    assert "Amend" in page
    theirs = text_of(visiting("rob").get(here(cast)))
    assert "Unpaid work, 100 hours" in theirs
    assert "Amend" not in theirs


def test_an_order_hidden_from_the_readers_agency_leaves_no_trace(
    cast: Cast, visiting: Visiting, ordered: Order
) -> None:
    with marked("test"), unseen("nightly check"):
        make.hidden_entry(cast.kyle, ordered, cast.agencies["police"], holding="sentences.Order")
    page = text_of(visiting("rob").get(here(cast)))
    assert "No orders or licences have been recorded in this service. That does not mean there are none." in page
    for words in ("Community order", "Unpaid work", "Missed two", "not shared"):
        assert words not in page


def test_an_order_is_recorded_with_its_requirements_and_what_is_wrong_stands_at_its_field(
    cast: Cast, visiting: Visiting
) -> None:
    client = visiting("priya")
    assert "No orders or licences have been recorded" in text_of(client.get(here(cast)))
    late = client.post(here(cast, "new/"), {**TYPED, **day("ends_on", date(2029, 11, 2))})
    assert late.status_code == 422
    assert (
        "A community order ends 3 years after it was made at the latest." in late.context["form"].errors["ends_on"][0]
    )
    uncounted = client.post(here(cast, "new/"), {**TYPED, "requirement_1_unit": ""})
    assert "requirement_1_unit" in uncounted.context["form"].errors
    many = client.post(here(cast, "new/"), {**TYPED, "requirement_1_amount": "400"})
    assert "Unpaid work must be 40 to 300 hours under the law of that day." in text_of(many)
    page = text_of(client.post(here(cast, "new/"), TYPED, follow=True))
    assert "Order recorded." in page
    assert "Unpaid work, 100 hours Rehabilitation activity, 20 days" in page


def test_a_stale_amendment_shows_both_versions_and_can_then_be_saved(
    cast: Cast, visiting: Visiting, ordered: Order
) -> None:
    client, url = visiting("priya"), here(cast, f"{ordered.pk}/amend/")
    read = client.get(url).context["form"]
    assert (read["version"].value(), read["requirement_1_kind"].value()) == (1, "rehabilitation_activity")
    first = {**AMENDED, "version": "1", "requirement_1_amount": "120", "reason": "20 hours added"}
    assert client.post(url, first).status_code == 302
    mine = {**AMENDED, "version": "1", "court": "Peterlee", "reason": "Wrong court"}
    stale = client.post(url, mine)
    assert stale.status_code == 409
    page = text_of(stale)
    assert "You have not lost anything." in page
    assert "120 hours" in page
    assert stale.context["form"]["version"].value() == "2"
    assert client.post(url, {**mine, "version": "2"}).status_code == 302
    with marked("test"), unseen("nightly check"):
        assert (Order.objects.get().court, Order.objects.get().version) == ("Peterlee", 3)
        standing = Requirement.objects.standing().order_by("kind").values_list("kind", "amount")
        assert list(standing) == [("rehabilitation_activity", 20), ("unpaid_work", 100)]


def test_a_breach_and_an_end_are_recorded_and_then_nothing_more(cast: Cast, visiting: Visiting, ordered: Order) -> None:
    client = visiting("priya")
    early = client.post(here(cast, f"{ordered.pk}/breach/"), {**day("happened_on", date(2025, 1, 1)), "words": "Late"})
    assert "happened_on" in early.context["form"].errors
    breached = {**day("happened_on", date(2026, 3, 2)), "words": "Did not come"}
    page = client.post(here(cast, f"{ordered.pk}/breach/"), breached, follow=True)
    assert "2 March 2026: Did not come" in text_of(page)
    ended = {**day("ended_on", date(2026, 3, 12)), "how": "revoked", "reason": "Good progress", "version": "1"}
    page = client.post(here(cast, f"{ordered.pk}/end/"), ended, follow=True)
    assert "Community order Revoked" in text_of(page)
    assert f"{ordered.pk}/amend/" not in page.content.decode()


def test_someone_on_licence_is_recalled_and_released_again(cast: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    with marked("test"), unseen("nightly check"):
        licence = make.order(
            cast.kyle, cast.agencies["probation"], "licence", date(2026, 1, 5), ends_on=date(2026, 7, 4)
        )
    recalled = {**day("recalled_on", date(2026, 3, 2)), "fixed_days": "56", "version": "1"}
    refused = client.post(here(cast, f"{licence.pk}/recall/"), recalled)
    assert "A recall of fixed length on that day had a length of: 14, 28 days." in text_of(refused)
    page = text_of(client.post(here(cast, f"{licence.pk}/recall/"), {**recalled, "fixed_days": "28"}, follow=True))
    assert "Licence Recalled" in page
    assert "post-sentence supervision follows the licence until 5 January 2027." in page
    page = text_of(client.post(here(cast, f"{licence.pk}/release/"), {"version": "2"}, follow=True))
    assert "Licence Active" in page
    assert "Recall to prison , 2 March 2026, for 28 days" in page


def test_contact_goes_on_with_a_reason_and_a_mistake_is_taken_back(
    cast: Cast, visiting: Visiting, ordered: Order
) -> None:
    client = visiting("priya")
    exempt = {"because": "Managed under MAPPA", "version": "1"}
    page = text_of(client.post(here(cast, f"{ordered.pk}/exempt/"), exempt, follow=True))
    assert "Not under Probation Reset: Managed under MAPPA" in page
    assert "two thirds" not in page
    page = text_of(client.post(here(cast, f"{ordered.pk}/take-back/"), {"reason": "Another person"}, follow=True))
    assert "No orders or licences have been recorded" in page


def test_nobody_opens_the_forms_of_another_agencys_order(cast: Cast, visiting: Visiting, ordered: Order) -> None:
    assert visiting("rob").get(here(cast, f"{ordered.pk}/amend/")).status_code == 403
    assert visiting("priya").get(here(cast, "999999/amend/")).status_code == 404
