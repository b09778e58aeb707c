"""Alerts in the database: seen by everyone involved, in the banner, in their day; reviewed with the history kept; ended."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.casework.actions.alerts import end_alert, raise_alert, review_alert, take_alerts_back
from desistance.casework.models import Alert
from desistance.casework.queries.alerts import alerts_of, own_alert
from desistance.casework.rules.alerts import AlertFacts
from desistance.desk.actions.places import note_place
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.timeline import timeline_page
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

NOW_ON = make.NOW.date()
FACTS = AlertFacts("staff", "Do not visit alone", date(2026, 3, 13), date(2026, 6, 1))


@pytest.fixture
def raised(cast: Cast, looking: None) -> Alert:
    """Priya's alert on Kyle, with whom housing and police work too."""
    make.involvement(
        cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"], lead=cast.staff["dan"]
    )
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    return raise_alert(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)


def duties(cast: Cast, who: str, days: int = 0) -> list[str]:
    by = cast.entering(who, make.NOW + timedelta(days=days, minutes=1))
    return [row.duty for row in duties_of(by=by) if row.duty.startswith("casework.")]


def test_an_alert_of_safety_reaches_everyone_involved_until_they_opened_the_person(cast: Cast, raised: Alert) -> None:
    assert duties(cast, "dan") == ["casework.new_alert"]
    assert duties(cast, "rob") == ["casework.new_alert"]
    assert duties(cast, "priya") == []
    assert duties(cast, "olu") == []
    assert duties(cast, "dan", days=15) == []
    dan = cast.opening("dan", at=make.NOW + timedelta(minutes=5))
    note_place(person=cast.kyle, by=dan, at=make.NOW + timedelta(minutes=5), is_seen=True)
    assert duties(cast, "dan") == []
    assert duties(cast, "rob") == ["casework.new_alert"]
    make.alert(cast.kyle, cast.agencies["probation"], "location")
    assert duties(cast, "rob") == ["casework.new_alert"]  # limits on places are no alarm


def test_the_banner_has_alerts_in_their_order_in_one_statement(cast: Cast, raised: Alert) -> None:
    police = cast.agencies["police"]
    make.alert(cast.kyle, police, "other", warning="Arson", starts_on=date(2026, 3, 12))
    make.alert(
        cast.kyle, police, "self_harm", warning="Ask how he is", starts_on=date(2025, 9, 1), review_on=date(2026, 3, 1)
    )
    make.alert(cast.kyle, police, "staff", state="ended", ended_on=date(2026, 3, 5), ended_by=1, end_reason="Over")
    card = HOUSE.cards["casework.alerts"]
    for who in ("priya", "dan"):
        by = cast.opening(who)
        with CaptureQueriesContext(connection) as asked:
            told = card.load(cast.kyle.pk, by)
        assert len(asked) == 1
        assert told == {
            "alerts": [
                {
                    "words": "Risk to staff: Do not visit alone",
                    "source": "Durham probation, 13 Mar 2026",
                    "is_safety": True,
                },
                {
                    "words": "Self-harm: Ask how he is",
                    "source": "Durham police, 1 Sep 2025, review overdue",
                    "is_safety": True,
                },
                {"words": "Arson", "source": "Durham police, 12 Mar 2026", "is_safety": False},
            ]
        }
    shown = alerts_of(cast.kyle.pk, by=cast.opening("dan"))
    assert [(one.is_current, one.author) for one in shown] == [(True, "Priya"), (True, ""), (True, ""), (False, "")]
    assert alerts_of(cast.kyle.pk, by=cast.entering("dan")) == ()


def test_a_review_keeps_what_stood_before_and_is_asked_for_in_time(cast: Cast, raised: Alert) -> None:
    by = cast.opening("priya")
    assert duties(cast, "priya", days=79) == ["casework.alert_review"]
    assert duties(cast, "rob", days=79) == []
    told = {"alert": raised, "because": "Threats last week", "by": by, "at": make.NOW}
    with pytest.raises(Refused, match="on or before 12 September 2026"):
        review_alert(**told, warning="Two to a visit", review_on=date(2027, 1, 1))
    review_alert(**told, warning="Two to a visit", review_on=date(2026, 9, 1))
    kept = own_alert(raised.pk, by=by)
    assert (kept.words, kept.reviewer, kept.alert.review_words) == (
        "Risk to staff: Two to a visit",
        "Priya",
        "Threats last week",
    )
    before = Revision.objects.get(holding="casework.Alert")
    assert (before.values["warning"], before.reason, before.data_class) == (
        "Do not visit alone",
        "Threats last week",
        "safety",
    )
    assert duties(cast, "priya", days=79) == []


def test_an_alert_ends_once_with_a_reason_and_stays_readable(cast: Cast, raised: Alert) -> None:
    by = cast.opening("priya")
    with pytest.raises(Refused, match="Enter why"):
        end_alert(alert=raised, reason="", by=by, at=make.NOW)
    with pytest.raises(NotFound):
        end_alert(alert=raised, reason="Over", by=cast.opening("rob"), at=make.NOW)
    stale = own_alert(raised.pk, by=by).alert
    end_alert(alert=raised, reason="He moved away", by=by, at=make.NOW, version=1)
    with pytest.raises(Conflict):
        end_alert(alert=stale, reason="Over", by=by, at=make.NOW, version=1)
    (shown,) = alerts_of(cast.kyle.pk, by=cast.opening("dan"))
    assert (shown.is_current, shown.ender, shown.alert.end_reason) == (False, "Priya", "He moved away")
    with pytest.raises(Refused, match="has ended"):
        review_alert(alert=raised, warning="x", because="y", review_on=date(2026, 9, 1), by=by, at=make.NOW)
    entry = next(one for one in timeline_page(by=cast.opening("dan"), size=20).entries if one.kind == "Alert")
    assert (entry.title, entry.summary) == ("Risk to staff", "Do not visit alone")


def test_only_those_who_work_with_someone_raise_an_alert_and_it_is_audited(cast: Cast, raised: Alert) -> None:
    event = AuditEvent.objects.get(what="casework.raise_alert")
    assert (event.category, event.subjects) == ("collection", [cast.kyle.pk])
    with pytest.raises(NotPermitted):
        raise_alert(person=cast.kyle, facts=FACTS, by=cast.opening("grace"), at=make.NOW)
    with pytest.raises(NotFound):
        raise_alert(person=cast.kyle, facts=FACTS, by=cast.entering("priya"), at=make.NOW)


def test_alerts_that_a_file_said_are_ended_with_it_once_and_by_their_agency(cast: Cast, raised: Alert) -> None:
    by = cast.opening("priya")
    for _twice in range(2):
        take_alerts_back(rows=[raised.pk], reason="The file was undone", by=by, at=make.NOW)
    kept = Alert.objects.get()
    assert (kept.state, kept.end_reason, kept.ended_on, kept.version) == ("ended", "The file was undone", NOW_ON, 2)
    standing = raise_alert(person=cast.kyle, facts=FACTS, by=by, at=make.NOW)
    assert take_alerts_back(rows=[standing.pk], reason="Undone", by=cast.opening("dan"), at=make.NOW) == []
    with pytest.raises(NotFound):
        take_alerts_back(rows=[standing.pk], reason="Undone", by=cast.entering("priya"), at=make.NOW)
