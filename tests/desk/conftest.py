"""A person with entries in several holdings, of several agencies, classes and moments."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from desistance.foundation.register import HOUSE, Holding, Keep, TimelineEntry
from desistance.foundation.terms import DataClass
from tests import factories as make
from tests.cast import Cast

KEEP = Keep(6, "the last involvement of any agency ends", "a test")


@pytest.fixture
def told() -> Iterator[None]:
    """Two holdings of people's facts in the timeline beside work with the person: one of a class, one with a class column."""
    before = dict(HOUSE.holdings)
    HOUSE.holdings.clear()
    HOUSE.holdings["access.Involvement"] = before["access.Involvement"]
    HOUSE.holdings["people.Address"] = Holding(
        "people.Address",
        "Addresses",
        "data_class",
        KEEP,
        timeline=TimelineEntry(at="said_at", kind="Address", title=F("lines"), summary=F("postcode")),
    )
    HOUSE.holdings["people.Equality"] = Holding(
        "people.Equality",
        "Equality information",
        DataClass.EQUALITY,
        KEEP,
        timeline=TimelineEntry(
            at="said_at", kind="Told us", title=Concat(F("kind"), Value(": "), F("value")), summary=Value("")
        ),
    )
    yield
    HOUSE.holdings.clear()
    HOUSE.holdings.update(before)


@pytest.fixture
def busy(cast: Cast, told: None, looking: None) -> Cast:
    """Kyle with addresses and equality facts of four agencies over two years; some withdrawn, some of classes few may see."""
    agencies = ["probation", "police", "housing", "charity", "health"]
    for number in range(40):
        agency = cast.agencies[agencies[number % 5]]
        at = make.NOW - timedelta(days=number * 17, hours=number)
        more = {"said_at": at, "recorded_at": at + timedelta(minutes=5), "recorded_by": cast.staff["rob"].pk}
        if number % 2:
            make.equality(cast.kyle, agency, kind="language", value=f"Language {number}", **more)
        else:
            secret = "confidential_address" if number % 6 == 0 else "contact_details"
            kind = {"kind": "also_stays_at", "lines": f"{number} High Street", "postcode": "DL1 1AA"}
            make.address(cast.kyle, agency, data_class=secret, **kind, **more)
    gone = {"withdrawn_at": make.NOW - timedelta(days=1), "withdrawn_by": cast.staff["tom"].pk}
    make.equality(cast.kyle, cast.agencies["probation"], kind="religion", value="Taken back", **gone)
    return cast
