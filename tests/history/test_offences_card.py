"""The card Offences on a person's page: the last offences with the main disposal, the index marked, custody now or last."""

from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast


@pytest.fixture
def by(cast: Cast, looking: None) -> Pass:
    return cast.opening("priya")


def drawn(cast: Cast, by: Pass) -> str:
    card = HOUSE.cards["history.offences"]
    with CaptureQueriesContext(connection) as asked:
        content = card.load(cast.kyle.pk, by)
    assert content is not None
    assert len(asked) == 1
    return " ".join(render_to_string(card.template, content).split())


def test_the_newest_conviction_is_the_index_and_its_main_disposal_is_shown(cast: Cast, by: Pass) -> None:
    probation = cast.agencies["probation"]
    burglary = make.offence(cast.kyle, probation, offence_words="Burglary")
    make.disposal(burglary, "compensation", date(2025, 11, 3))
    make.disposal(burglary, "community_order", date(2025, 11, 3), is_main=True, length_words="12 months")
    caution = make.offence(cast.kyle, probation, at=make.NOW, offence_words="Damage")
    make.disposal(caution, "caution", date(2026, 2, 2), is_main=True)
    undealt = make.offence(cast.kyle, probation, offence_words="Theft")
    page = drawn(cast, by)
    assert "Community order, 12 months" in page
    assert "Compensation" not in page
    assert page.count("Index offence") == 1
    assert page.index("Damage") < page.index("Burglary") < page.index("Index offence")
    assert f"{undealt.offence_words}</b></p> <p>How it was dealt with is not shared with you." in page
    assert f"/people/{cast.kyle.reference}/history/" in page


def test_custody_that_goes_on_stands_before_custody_that_began_later_and_ended(cast: Cast, by: Pass) -> None:
    probation = cast.agencies["probation"]
    make.custody_spell(
        cast.kyle,
        probation,
        "remand",
        date(2025, 6, 2),
        until_on=date(2025, 7, 1),
        release_kind="bail",
        prison="Durham",
    )
    assert "Last in custody: Remand, Durham, 2 June 2025 to 1 July 2025. Released on bail." in drawn(cast, by)
    make.custody_spell(cast.kyle, probation, "sentenced", date(2025, 3, 3))
    assert "<b>In custody now</b>: Sentence, since 3 March 2025." in drawn(cast, by)


def test_without_an_entry_the_card_says_that_none_is_recorded(cast: Cast, by: Pass) -> None:
    assert "No offences have been recorded in this service." in drawn(cast, by)


def test_a_hidden_offence_leaves_no_trace_on_the_card(cast: Cast, by: Pass) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    hidden = make.offence(cast.kyle, cast.agencies["probation"], offence_words="Burglary")
    make.disposal(hidden, "fine", is_main=True)
    make.hidden_entry(cast.kyle, hidden, cast.agencies["police"], holding="history.Offence")
    assert "No offences have been recorded in this service." in drawn(cast, cast.opening("rob"))
