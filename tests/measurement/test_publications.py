"""From a counted snapshot to a published figure: another person approves, a set time publishes, nothing is overwritten."""

from datetime import UTC, datetime, timedelta

import pytest

from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.measurement.actions.publications import (
    approve,
    ask_for_approval,
    change_text,
    correct,
    prepare_publication,
    publish,
    send_back,
    sign_checks,
    withdraw,
)
from desistance.measurement.actions.snapshots import ask_for_snapshot
from desistance.measurement.models import Change, Publication, Snapshot
from desistance.measurement.queries.insight import publication_shown, publications, quarters, series, snapshots
from desistance.measurement.queries.published import area_release, newest_release, release, releases
from desistance.measurement.queries.workbooks import release_workbook
from tests import factories as make
from tests.cast import Cast
from tests.evidence.disclosure.test_opendocument import read

NOW = make.NOW
MONDAY = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
WHY = "A court's results came late and were added."


@pytest.fixture
def snapshot(cast: Cast) -> Snapshot:
    cast.hire("zoe", "council", "analyst")
    made = make.snapshot(cast.agencies["probation"])
    hidden = make.counted_row("[c]", "[c]", area="darlington", area_name="Darlington")
    make.counted_table(made, rows=[make.counted_row(), hidden, make.counted_row(95, 35, area="county-durham")])
    quarter = {"cohort": "2024-01-01 to 2024-03-31"}
    make.counted_table(made, name="quarter-by-area", title="Each quarter", rows=[make.counted_row(150, 50, **quarter)])
    return made


def prepared(cast: Cast, snapshot: Snapshot) -> Publication:
    return prepare_publication(snapshot=snapshot, by=cast.entering("ana"), at=NOW)


def waiting(cast: Cast, snapshot: Snapshot) -> Publication:
    ana, made = cast.entering("ana"), prepared(cast, snapshot)
    sign_checks(publication=made, version=1, by=ana, at=NOW)
    return ask_for_approval(publication=made, version=2, by=ana, at=NOW)


def approved(cast: Cast, snapshot: Snapshot) -> Publication:
    return approve(publication=waiting(cast, snapshot), version=3, by=cast.entering("zoe"), at=NOW)


def published(cast: Cast, snapshot: Snapshot) -> Publication:
    return publish(publication=approved(cast, snapshot), by=cast.entering("ana", MONDAY), at=MONDAY)


def test_a_release_is_prepared_checked_approved_by_another_and_published_at_half_past_nine(
    cast: Cast, snapshot: Snapshot
) -> None:
    made = approved(cast, snapshot)
    assert made.publish_at == MONDAY
    assert (area_release(), releases(), newest_release()) == (None, (), None)
    publish(publication=made, by=cast.entering("ana", MONDAY), at=MONDAY)
    shown = release("proven-reoffending-2023-04-to-2024-03")
    assert shown.headline == "31.0% of people cautioned, sentenced or released from prison reoffended within a year"
    assert "Of 645 people" in shown.summary
    assert [line.state for line in shown.changes] == ["Published"]
    assert [one.slug for one in releases()] == [made.slug]
    assert newest_release() == shown
    sheets = read(release_workbook(shown))
    assert list(sheets) == ["Cover", *(f"Table {number}" for number in range(1, len(shown.tables) + 1)), "Notes"]
    [everyone] = [row for row in sheets["Table 1"] if row[1:2] == ["north-east"]]
    assert {"645", "31.0%"} <= set(everyone)


@pytest.mark.parametrize("who", ["ana", "grace", "bea", "zoe"])
def test_who_prepared_it_cannot_approve_it_and_is_told_who_can(cast: Cast, snapshot: Snapshot, who: str) -> None:
    made = waiting(cast, snapshot)
    if who != "ana":
        assert approve(publication=made, version=3, by=cast.entering(who), at=NOW).state == "approved"
        return
    with pytest.raises(Refused, match=r"Another person must approve this\. Bea .board member. or Grace") as refused:
        approve(publication=made, version=3, by=cast.entering("ana"), at=NOW)
    assert "Ana" not in refused.value.words
    made.refresh_from_db()
    assert (made.state, made.approved_by) == ("waiting", None)


def test_who_asked_for_approval_cannot_approve_either(cast: Cast, snapshot: Snapshot) -> None:
    made = prepared(cast, snapshot)
    sign_checks(publication=made, version=1, by=cast.entering("ana"), at=NOW)
    ask_for_approval(publication=made, version=2, by=cast.entering("zoe"), at=NOW)
    with pytest.raises(Refused, match="Another person"):
        approve(publication=made, version=3, by=cast.entering("zoe"), at=NOW)


@pytest.mark.parametrize("who", ["priya", "tom", "adam"])
def test_other_roles_can_neither_prepare_nor_approve(cast: Cast, snapshot: Snapshot, who: str) -> None:
    made = waiting(cast, snapshot)
    with pytest.raises(NotPermitted):
        approve(publication=made, version=3, by=cast.entering(who), at=NOW)
    with pytest.raises(NotPermitted):
        prepare_publication(snapshot=snapshot, by=cast.entering(who), at=NOW)


def test_before_its_time_the_old_figure_stands(cast: Cast, snapshot: Snapshot) -> None:
    made = approved(cast, snapshot)
    with pytest.raises(Refused, match="has not come"):
        publish(publication=made, by=cast.entering("ana"), at=MONDAY - timedelta(seconds=1))
    assert area_release() is None


def test_a_time_that_is_past_or_before_the_cohort_is_final_is_refused(cast: Cast, snapshot: Snapshot) -> None:
    made = prepared(cast, snapshot)
    sign_checks(publication=made, version=1, by=cast.entering("ana"), at=NOW)
    with pytest.raises(Refused, match="still to come"):
        ask_for_approval(publication=made, version=2, publish_at=NOW, by=cast.entering("ana"), at=NOW)


def test_every_edition_stays_reachable_when_a_figure_is_corrected(cast: Cast, snapshot: Snapshot) -> None:
    first = published(cast, snapshot)
    again = make.snapshot(cast.agencies["probation"])
    make.counted_table(again, rows=[make.counted_row(650, 210)])
    later = MONDAY + timedelta(days=2)
    ana = cast.entering("ana", later)
    second = correct(
        publication=first, snapshot=again, what_changed="The rate went up a little.", why_changed=WHY, by=ana, at=later
    )
    assert release(first.slug).listed.edition == 1
    sign_checks(publication=second, version=1, by=ana, at=later)
    ask_for_approval(publication=second, version=2, by=ana, at=later)
    approve(publication=second, version=3, by=cast.entering("zoe", later), at=later)
    at = later + timedelta(days=1)
    publish(publication=second, by=cast.entering("ana", at), at=at)
    newest, old = release(first.slug), release(first.slug, 1)
    assert (newest.listed.edition, newest.what_changed, newest.why_changed) == (2, "The rate went up a little.", WHY)
    assert (old.is_corrected, old.newest_edition, old.headline[:5]) == (True, 2, "31.0%")
    assert [one.edition for one in releases()] == [2]
    assert [(line.edition, line.state) for line in newest.changes] == [
        (2, "Published"),
        (1, "Corrected"),
        (1, "Published"),
    ]
    assert area_release().reoffenders == "210"


def test_a_withdrawn_figure_keeps_a_page_that_says_so_and_why_and_shows_no_number(
    cast: Cast, snapshot: Snapshot
) -> None:
    made = published(cast, snapshot)
    withdraw(publication=made, version=5, because=WHY, by=cast.entering("grace", MONDAY), at=MONDAY)
    shown = release(made.slug)
    assert (shown.is_withdrawn, shown.withdrawn_because) == (True, WHY)
    assert (shown.tables, shown.headline, shown.quality) == ({}, "", {})
    assert area_release() is None
    assert [one.state for one in releases()] == ["withdrawn"]


def test_a_withdrawn_figure_can_be_corrected_and_its_numbers_stay_away(cast: Cast, snapshot: Snapshot) -> None:
    made = published(cast, snapshot)
    withdraw(publication=made, version=5, because=WHY, by=cast.entering("grace", MONDAY), at=MONDAY)
    ana = cast.entering("ana", MONDAY)
    fixed = correct(publication=made, snapshot=snapshot, what_changed=WHY, why_changed=WHY, by=ana, at=MONDAY)
    sign_checks(publication=fixed, version=1, by=ana, at=MONDAY)
    ask_for_approval(publication=fixed, version=2, by=ana, at=MONDAY)
    approve(publication=fixed, version=3, by=cast.entering("zoe", MONDAY), at=MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    publish(publication=fixed, by=cast.entering("ana", tuesday), at=tuesday)
    assert release(made.slug).listed.edition == 2
    assert release(made.slug, 1).tables == {}


def test_a_period_has_one_release_and_one_correction_at_a_time(cast: Cast, snapshot: Snapshot) -> None:
    made = published(cast, snapshot)
    ana = cast.entering("ana", MONDAY)
    with pytest.raises(Refused, match="Correct that one"):
        prepare_publication(snapshot=snapshot, by=ana, at=MONDAY)
    correct(publication=made, snapshot=snapshot, what_changed=WHY, why_changed=WHY, by=ana, at=MONDAY)
    with pytest.raises(Refused, match="started already"):
        correct(publication=made, snapshot=snapshot, what_changed=WHY, why_changed=WHY, by=ana, at=MONDAY)


def test_a_correction_says_what_and_why(cast: Cast, snapshot: Snapshot) -> None:
    made = published(cast, snapshot)
    with pytest.raises(Refused, match="Say why"):
        correct(
            publication=made, snapshot=snapshot, what_changed="x", why_changed=WHY, by=cast.entering("ana"), at=MONDAY
        )
    other = make.snapshot(cast.agencies["probation"], first_on=datetime(2024, 1, 1).date())  # noqa: DTZ001
    with pytest.raises(Refused, match="same measure and period"):
        correct(publication=made, snapshot=other, what_changed=WHY, why_changed=WHY, by=cast.entering("ana"), at=MONDAY)


def test_nothing_is_prepared_from_what_is_not_counted(cast: Cast) -> None:
    raw = make.snapshot(cast.agencies["probation"], state="frozen", counted_at=None)
    with pytest.raises(Refused, match="not counted"):
        prepared(cast, raw)


def test_a_text_with_a_typed_figure_or_a_hidden_field_is_refused_and_a_changed_text_is_a_draft_again(
    cast: Cast, snapshot: Snapshot
) -> None:
    made = prepared(cast, snapshot)
    ana = cast.entering("ana")
    texts = {"title": "A title", "headline": "{rate}", "summary": "Of {n} people.", "limits": ""}
    for summary, words in (("31.0% did", "was typed"), ("{rate in darlington}", "hidden to protect")):
        with pytest.raises(Refused, match=words):
            change_text(publication=made, version=1, **{**texts, "summary": summary}, by=ana, at=NOW)
    sign_checks(publication=made, version=1, by=ana, at=NOW)
    change_text(publication=made, version=2, **texts, by=ana, at=NOW)
    assert (made.state, made.checked_by) == ("draft", None)
    with pytest.raises(Conflict):
        change_text(publication=made, version=2, **texts, by=ana, at=NOW)


def test_what_waits_or_is_approved_can_be_sent_back_and_starts_again(cast: Cast, snapshot: Snapshot) -> None:
    made = approved(cast, snapshot)
    send_back(publication=made, version=4, because="The headline is not clear.", by=cast.entering("bea"), at=NOW)
    assert (made.state, made.approved_by, made.publish_at) == ("draft", None, None)
    assert Change.objects.filter(publication=made).latest("id").words == "The headline is not clear."
    with pytest.raises(Refused, match="cannot be sent back"):
        send_back(publication=made, version=5, because="The headline is not clear.", by=cast.entering("bea"), at=NOW)


def test_the_task_list_follows_the_state(cast: Cast, snapshot: Snapshot) -> None:
    made = prepared(cast, snapshot)
    shown = publication_shown(made.pk, by=cast.entering("ana"), at=NOW)
    assert (shown.next_step.name, shown.is_own, shown.prepared_by) == ("Sign the checks", True, "Ana")
    assert [task.standing for task in shown.tasks[3:]] == ["To do", *["Cannot start yet"] * 3]
    sign_checks(publication=made, version=1, by=cast.entering("ana"), at=NOW)
    shown = publication_shown(made.pk, by=cast.entering("bea"), at=NOW)
    assert (shown.next_step.name, shown.is_own) == ("Ask for approval", False)
    assert shown.snapshot.compared["north-east"].startswith("Similar to England and Wales")
    assert [one.pk for one in publications(by=cast.entering("bea"))] == [made.pk]
    with pytest.raises(NotPermitted):
        publication_shown(made.pk, by=cast.entering("priya"), at=NOW)


def test_the_insight_list_says_when_each_quarter_can_be_published(cast: Cast) -> None:
    found = quarters(by=cast.entering("ana"), on=NOW.date())
    assert found[0].words.endswith("6-month wait ends 31 March 2026, can be published from 1 April 2026")
    assert [one.maturity.is_final for one in found] == [False, *[True] * 5]


def test_a_quarter_that_is_not_final_is_refused_unless_asked_for_as_provisional(cast: Cast) -> None:
    period = {"first_on": datetime(2024, 7, 1).date(), "last_on": datetime(2024, 9, 30).date()}  # noqa: DTZ001
    asking = {**period, "complete_to": datetime(2026, 3, 12).date(), "run_later": False, "at": NOW}  # noqa: DTZ001
    with pytest.raises(Refused, match="can still rise"):
        ask_for_snapshot(**asking, by=cast.entering("ana"))
    assert ask_for_snapshot(**asking, provisional=True, by=cast.entering("ana")).is_provisional
    with pytest.raises(NotPermitted):
        ask_for_snapshot(**asking, provisional=True, by=cast.entering("grace"))
    assert [one.state for one in snapshots(by=cast.entering("bea"))] == ["asked"]


def test_an_area_shows_its_newest_published_row_with_symbols_as_they_stand(cast: Cast, snapshot: Snapshot) -> None:
    published(cast, snapshot)
    region, durham, hidden = area_release(), area_release("county-durham"), area_release("darlington")
    assert (region.rate, region.interval, region.of_100, region.people) == ("31.0%", "28.0% to 34.0%", 31, "645")
    assert (durham.rate, durham.compared[:6]) == ("36.8%", "Higher")
    assert (hidden.rate, hidden.interval, hidden.of_100, hidden.why_hidden) == (
        "[c]",
        "",
        None,
        "hidden to protect people",
    )
    assert area_release("leeds") is None
    assert [row["offenders"] for row in series(by=cast.entering("bea"))] == [150]


def test_a_draft_has_no_public_address(cast: Cast, snapshot: Snapshot) -> None:
    made = approved(cast, snapshot)
    with pytest.raises(NotFound):
        release(made.slug)


def test_two_presses_publish_once(cast: Cast, snapshot: Snapshot) -> None:
    made = published(cast, snapshot)
    with pytest.raises(Refused, match="This is published"):
        publish(publication=made, by=cast.entering("ana", MONDAY), at=MONDAY)
    assert Change.objects.filter(publication=made, to_state="published").count() == 1


@pytest.mark.parametrize(
    ("who", "is_asked"), [("zoe", True), ("grace", True), ("bea", True), ("ana", False), ("tom", False)]
)
def test_those_who_may_approve_are_asked_to_until_it_is_done_and_never_who_prepared_it(
    cast: Cast, snapshot: Snapshot, who: str, is_asked: bool
) -> None:
    made = waiting(cast, snapshot)
    asked = [one for one in duties_of(by=cast.entering(who)) if one.duty == "measurement.approve"]
    assert [(one.record, one.words, one.due, one.url) for one in asked] == (
        [(made.pk, made.title, MONDAY, "publication")] if is_asked else []
    )
    approve(publication=made, version=3, by=cast.entering("grace"), at=NOW)
    assert not [one for one in duties_of(by=cast.entering(who)) if one.duty == "measurement.approve"]


def test_who_asked_for_approval_is_not_asked_to_approve_what_another_prepared(cast: Cast, snapshot: Snapshot) -> None:
    made, zoe = prepared(cast, snapshot), cast.entering("zoe")
    sign_checks(publication=made, version=1, by=zoe, at=NOW)
    ask_for_approval(publication=made, version=2, by=zoe, at=NOW)
    told = {who: [one.duty for one in duties_of(by=cast.entering(who))] for who in ("ana", "zoe", "grace")}
    assert {who: "measurement.approve" in duties for who, duties in told.items()} == {
        "ana": False, "zoe": False, "grace": True
    }  # fmt: skip
