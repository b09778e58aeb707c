"""Who has looked, who is involved, and the cards: what is told, and what is only counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.models import NamedWorker
from desistance.access.queries.cards import banner_card, involved_card, sharing_card
from desistance.access.queries.involved import who_is_involved
from desistance.access.queries.looks import PAGE, who_has_looked
from desistance.access.queries.scope import entries_seen
from desistance.access.queries.sharing import restriction_shown, sharing_of
from desistance.foundation.decisions import NotFound, NotPermitted
from desistance.foundation.reading import noting
from desistance.foundation.register import DUTY_COLUMNS, HOUSE
from tests import factories as make
from tests.access.conftest import Restricted
from tests.cast import Cast


def looked(cast: Cast, who: str, **more: object) -> None:
    post = cast.posts[who]
    entry = f'{{"role": "{post.role}", "classes": ["identity", "risk"]}}'
    make.audit_event(staff=post.staff_id, agency=post.agency_id, subjects=[cast.kyle.pk], **{"entry": entry, **more})


def treat(cast: Cast) -> None:
    health = {"kind": "treatment", "data_class": "health", "lead": cast.staff["nia"]}
    make.involvement(cast.kyle, cast.agencies["health"], **health)


def test_looks_are_told_newest_first_with_name_agency_role_and_what(cast: Cast, looking: None) -> None:
    looked(cast, "rob")
    looked(cast, "tom")
    rows = who_has_looked(by=cast.opening("priya")).rows
    assert [(row.name, row.agency, row.role) for row in rows] == [
        ("Tom", "Durham probation", "Team manager"),
        ("Rob", "Durham police", "Police IOM officer"),
    ]
    assert rows[0].words == "Looked at identity, risk"


def test_every_look_is_listed_page_by_page_and_none_twice(cast: Cast, looking: None) -> None:
    for _ in range(PAGE + 7):
        looked(cast, "rob")
    first = who_has_looked(by=cast.opening("priya"))
    second = who_has_looked(by=cast.opening("priya"), before=first.older)
    assert (len(first.rows), len(second.rows), second.older) == (PAGE, 7, None)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


def test_a_look_that_would_tell_of_health_or_harm_bears_no_name(cast: Cast, looking: None) -> None:
    make.agreement(cast.agencies["charity"], cast.agencies["probation"])
    cast.hire("vic", "probation", "victim_contact")
    treat(cast)
    looked(cast, "nia")
    looked(cast, "vic")
    rows = who_has_looked(by=cast.opening("priya")).rows
    assert [(row.name, row.agency, row.words) for row in rows] == [
        ("A worker not named here", "Another agency", "Looked at the record")
    ] * 2


def test_a_look_by_an_agency_that_may_be_known_of_is_named(cast: Cast, looking: None) -> None:
    make.agreement(cast.agencies["health"], cast.agencies["probation"], classes=("health",))
    treat(cast)
    looked(cast, "nia")
    assert who_has_looked(by=cast.opening("priya")).rows[0].name == "Nia"


@pytest.mark.parametrize("who", ["dan", "rhea"])
def test_the_log_is_for_those_with_the_permission(cast: Cast, looking: None, who: str) -> None:
    make.involvement(
        cast.kyle,
        cast.agencies[cast_agency(who)],
        kind="housing_support",
        team=cast.teams[cast_team(who)],
        lead=cast.staff[who],
    )
    with pytest.raises(NotPermitted):
        who_has_looked(by=cast.opening(who))


def cast_agency(who: str) -> str:
    return {"dan": "housing", "rhea": "council"}[who]


def cast_team(who: str) -> str:
    return {"dan": "tenancy", "rhea": "releases"}[who]


def test_nobody_reads_the_log_without_the_record(cast: Cast, looking: None) -> None:
    with pytest.raises(NotFound):
        who_has_looked(by=cast.entering("priya"))


def test_involvement_of_health_is_counted_where_it_may_be_known_and_nowhere_else(cast: Cast, looking: None) -> None:
    treat(cast)
    found = who_is_involved(by=cast.opening("priya"))
    assert (len(found.open), dict(found.known_only)) == (1, {})
    make.agreement(cast.agencies["health"], cast.agencies["probation"], classes=("health",))
    found = who_is_involved(by=cast.opening("priya"))
    assert (len(found.open), dict(found.known_only)) == (1, {"Durham health": 1})


def test_workers_named_on_work_that_is_not_shared_are_not_told(cast: Cast, looking: None) -> None:
    health = make.involvement(cast.kyle, cast.agencies["health"], kind="treatment", data_class="health")
    make.named_worker(health, cast.staff["nia"])
    by = cast.opening("priya")
    assert not NamedWorker.objects.filter(entries_seen(by, "access.NamedWorker")).exists()
    assert "Nia" not in str(who_is_involved(by=by))


def test_one_s_own_work_stands_first_and_ended_work_apart(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", from_at=make.LONG_AGO)
    make.involvement(
        cast.kyle,
        cast.agencies["housing"],
        kind="housing_support",
        state="ended",
        until_at=make.NOW,
        end_reason="Moved",
    )
    found = who_is_involved(by=cast.opening("priya"))
    assert [one.is_ours for one in found.open] == [True, False]
    assert [one.end_reason for one in found.ended] == ["Moved"]


@pytest.mark.parametrize("card", [involved_card, sharing_card, banner_card])
def test_a_card_runs_one_statement_and_notes_whom_it_shows(cast: Cast, card: object) -> None:
    by = cast.opening("priya")
    with noting(by) as notes, CaptureQueriesContext(connection) as run:
        card(cast.kyle.pk, by)  # type: ignore[operator]
    assert len(run) == 1
    assert notes.subjects == {cast.kyle.pk}


def test_the_card_names_leads_and_counts_what_is_only_known(cast: Cast, looking: None) -> None:
    make.agreement(cast.agencies["health"], cast.agencies["probation"], classes=("health",))
    treat(cast)
    shown = involved_card(cast.kyle.pk, cast.opening("priya"))
    assert shown is not None
    assert shown["involvements"][0] == {
        "name": "Priya",
        "is_lead": True,
        "role": "Durham probation, probation supervision",
        "phone": "",
    }
    assert shown["involvements"][1]["stub"]["count"] == "1 piece of work is not shared with your agency."


def test_the_banner_tells_a_restriction_and_until_when_access_was_given(
    cast: Cast, paul: Restricted, looking: None
) -> None:
    assert banner_card(cast.kyle.pk, cast.opening("priya")) is None
    shown = banner_card(paul.person.pk, cast.opening("priya", paul.person))
    assert shown == {"facts": [{"label": "Restricted", "value": "By Durham probation. Do not pass on."}]}


def test_exclusions_are_told_only_to_those_who_keep_them(cast: Cast, looking: None) -> None:
    make.exclusion(cast.kyle, cast.agencies["probation"], cast.staff["olu"])
    assert sharing_of(by=cast.opening("tom")).exclusions
    assert not sharing_of(by=cast.opening("priya")).exclusions


@pytest.mark.parametrize(("who", "may"), [("tom", True), ("grace", True), ("priya", False), ("rob", False)])
def test_a_restriction_is_looked_after_by_its_agency(
    cast: Cast, paul: Restricted, looking: None, who: str, may: bool
) -> None:
    if may:
        assert len(restriction_shown(restriction_id=paul.restriction.pk, by=cast.entering(who)).listed) == 2
        return
    with pytest.raises((NotFound, NotPermitted)):
        restriction_shown(restriction_id=paul.restriction.pk, by=cast.entering(who))


def test_a_manager_elsewhere_or_not_listed_finds_no_restriction(cast: Cast, paul: Restricted, looking: None) -> None:
    cast.hire("max", "police", "team_manager")
    cast.hire("wil", "probation", "team_manager", "west")
    for who in ("max", "wil"):
        with pytest.raises(NotFound):
            restriction_shown(restriction_id=paul.restriction.pk, by=cast.entering(who))


@pytest.mark.parametrize("name", [name for name in HOUSE.duties if name.startswith("access.")])
def test_each_duty_has_the_columns_that_my_day_unites(cast: Cast, name: str) -> None:
    rows = HOUSE.duties[name].ask(cast.entering("tom"))
    assert set(rows.query.values_select) | set(rows.query.annotation_select) == set(DUTY_COLUMNS)
