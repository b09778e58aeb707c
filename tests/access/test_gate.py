"""The gate: who gets a pass for whom, and what hidden looks like."""

import pytest

from desistance.access.models import AccessExclusion
from desistance.foundation.decisions import NotFound, OnlyKnown
from desistance.foundation.terms import DataClass
from tests import factories as make
from tests.cast import Cast


def test_priya_opens_the_record_of_someone_her_team_works_with(cast: Cast) -> None:
    by = cast.opening("priya")
    assert by.person == cast.kyle.pk
    assert cast.agencies["probation"].pk in by.sees[DataClass.CASEWORK]
    assert by.rule == "A2"


def test_rob_may_only_know_of_someone_his_force_does_not_work_with(cast: Cast) -> None:
    with pytest.raises(OnlyKnown) as known:
        cast.opening("rob")
    assert known.value.reference == cast.kyle.reference
    assert not known.value.restricted


@pytest.mark.parametrize("who", ["uma", "ana", "adam", "bea", "pat"])
def test_hidden_and_missing_are_the_same_refusal(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound) as hidden:
        cast.opening(who)
    with pytest.raises(NotFound) as missing:
        cast.opening(who, type(cast.kyle)(reference="P-9999-99"))
    assert hidden.value.words == missing.value.words


def test_an_excluded_worker_is_told_nothing_though_her_team_supervises(cast: Cast, looking: None) -> None:
    AccessExclusion.objects.create(
        **make.record(
            person=cast.kyle,
            agency=cast.agencies["probation"],
            staff=cast.staff["priya"],
            reason="Related",
            from_at=make.LONG_AGO,
        )
    )
    with pytest.raises(NotFound):
        cast.opening("priya")
