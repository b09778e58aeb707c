"""The tab History in a worker's hands: what is shown and to whom, and recording, correcting and withdrawing by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from desistance.history.models import CustodySpell, Disposal, Offence
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
TYPED = {
    "number": "4600112",
    "offence_code": "th68010",
    "committed_on-day": "9",
    "committed_on-month": "1",
    "committed_on-year": "2026",
    "kind": "fine",
    "given_on-day": "2",
    "given_on-month": "3",
    "given_on-year": "2026",
    "court": "Peterlee Magistrates' Court",
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/history/{path}"


@pytest.fixture
def recorded(cast: Cast) -> Offence:
    """What probation and police say of Kyle: an aggravated assault, a code that nobody lists, an arrest, a sentence going on."""
    probation, police = cast.agencies["probation"], cast.agencies["police"]
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, police, kind="police_management")
        assault = make.offence(cast.kyle, probation, offence_code="CD98030", offence_words="Aggravated assault")
        make.disposal(assault, "imprisonment", length_days=56, is_main=True, court="Durham Crown Court")
        make.disposal(assault, "compensation")
        make.disposal(make.offence(cast.kyle, police, offence_code="ZZ99001", offence_words="Something new"))
        make.arrest(cast.kyle, police, custody_suite="Peterlee")
        make.custody_spell(cast.kyle, probation, prison="Durham", planned_release_on=date(2026, 4, 1))
    return assault


def test_the_page_shows_each_entry_with_its_source_and_warns_of_a_code_that_nobody_lists(
    cast: Cast, visiting: Visiting, recorded: Offence
) -> None:
    page = text_of(visiting("priya").get(here(cast)))
    for words in (
        "Aggravated assault CD98030 Violence Racially or religiously aggravated",
        "Imprisonment, 56 days. 3 March 2025, Durham Crown Court.",
        "Compensation. 3 March 2025.",
        "Something new ZZ99001 Other Code not in the list",
        "is of an Act that is not in this service's list, so it is kept as it came. It is counted under Other.",
        "Durham police entered by a worker recorded",
        "Outcome not known.",
        "Sentence, Durham In custody Since 3 March 2025. No release is recorded. Release planned for 1 April 2026.",
    ):
        assert words in page
    assert page.index("Imprisonment") < page.index("Compensation")
    assert page.count("Withdraw") == 2  # probation's own offence and time in custody, not what the police said


def test_a_reader_of_another_service_sees_no_entry_of_justice_agencies(
    cast: Cast, visiting: Visiting, recorded: Offence
) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    response = visiting("dan").get(here(cast))
    assert response.status_code == 200
    page = text_of(response)
    assert "Aggravated assault" not in page
    assert "No offences have been recorded in this service. That does not mean there were none." in page


def test_an_entry_hidden_from_the_readers_agency_leaves_no_trace(
    cast: Cast, visiting: Visiting, recorded: Offence
) -> None:
    assert "Aggravated assault" in text_of(visiting("rob").get(here(cast)))
    with marked("test"), unseen("nightly check"):
        make.hidden_entry(cast.kyle, recorded, cast.agencies["police"], holding="history.Offence")
    page = text_of(visiting("rob").get(here(cast)))
    assert "Aggravated assault" not in page
    assert "Compensation" not in page
    assert "not shared" not in page


def test_a_conviction_is_recorded_corrected_and_withdrawn_by_hand(cast: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    assert client.post(here(cast, "convictions/new/"), TYPED).status_code == 302
    with marked("test"), unseen("nightly check"):
        offence = Offence.objects.get()
        make.disposal(offence, "compensation", date(2026, 3, 2))
    form = client.get(here(cast, f"convictions/{offence.pk}/correct/"))
    assert "The other disposals of this offence stay as they are: 1." in text_of(form)
    again = {**TYPED, "kind": "community_order", "reason": "Wrong line read"}
    assert client.post(here(cast, f"convictions/{offence.pk}/correct/"), again).status_code == 302
    with marked("test"), unseen("nightly check"):
        fresh = Offence.objects.standing().get()
        kinds = set(Disposal.objects.standing().values_list("kind", flat=True))
    assert (fresh.corrects_id, kinds) == (offence.pk, {"community_order", "compensation"})
    assert client.get(here(cast, f"convictions/{offence.pk}/withdraw/")).status_code == 404
    page = client.post(here(cast, f"convictions/{fresh.pk}/withdraw/"), {"reason": "Another person"}, follow=True)
    assert "Withdrawn." in text_of(page)
    with marked("test"), unseen("nightly check"):
        assert not Offence.objects.standing().exists()


def test_what_is_wrong_stands_at_its_field(cast: Cast, visiting: Visiting) -> None:
    wrong = {**TYPED, "given_on-month": "1", "given_on-day": "8"}
    response = visiting("priya").post(here(cast, "convictions/new/"), wrong)
    assert response.status_code == 422
    assert "Date of the disposal must be the same as or after the date of the offence." in text_of(response)
    assert "given_on" in response.context["form"].errors


def test_a_time_in_custody_is_recorded_and_ended_by_hand(cast: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    began = {"kind": "sentenced", "from_on-day": "5", "from_on-month": "1", "from_on-year": "2026", "prison": "Durham"}
    assert client.post(here(cast, "custody/new/"), began).status_code == 302
    with marked("test"), unseen("nightly check"):
        spell = CustodySpell.objects.get()
    ended = {"until_on-day": "12", "until_on-month": "3", "until_on-year": "2026", "release_kind": "licence"}
    page = client.post(here(cast, f"custody/{spell.pk}/release/"), ended, follow=True)
    assert "Sentence, Durham 5 January 2026 to 12 March 2026. Released on licence." in text_of(page)
    with marked("test"), unseen("nightly check"):
        fresh = CustodySpell.objects.standing().get()
    assert client.post(here(cast, f"custody/{fresh.pk}/withdraw/"), {"reason": "Wrong"}).status_code == 302
    with marked("test"), unseen("nightly check"):
        assert not CustodySpell.objects.standing().exists()


def test_nobody_opens_the_forms_of_another_agencys_entry(cast: Cast, visiting: Visiting, recorded: Offence) -> None:
    assert visiting("rob").get(here(cast, f"convictions/{recorded.pk}/correct/")).status_code == 404
    assert visiting("carl").get(here(cast, "convictions/new/")).status_code == 403
