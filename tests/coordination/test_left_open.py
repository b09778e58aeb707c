"""A meeting that nobody opened or closed still opens records: its chair is told, and after three days every chair of the agency."""

from datetime import timedelta

from desistance.coordination.models import Meeting
from desistance.desk.queries.duties import duties_of
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW


def told(cast: Cast, who: str) -> list[str]:
    rows = duties_of(by=cast.entering(who))
    return [row.words.split(",")[0] for row in rows if row.duty == "coordination.left_open"]


def test_a_meeting_left_open_is_a_duty_of_its_chair_and_then_of_every_chair(cast: Cast, looking: None) -> None:
    cast.hire("ann", "probation", "team_manager", "west")
    meeting = make.meeting(make.forum(cast.agencies["probation"]), chair=cast.staff["tom"])
    about = Meeting.objects.filter(pk=meeting.pk)
    for hours, tom, ann in ((11, 0, 0), (13, 1, 0), (73, 1, 1)):
        starts_at = NOW - timedelta(hours=hours)
        about.update(starts_at=starts_at, lines_due_at=starts_at)
        assert (len(told(cast, "tom")), len(told(cast, "ann"))) == (tom, ann), hours
    assert told(cast, "priya") == told(cast, "rob") == []
    about.update(state="under_way", opened_at=NOW - timedelta(hours=13))
    assert told(cast, "tom") == ["Meeting was not closed"]
    about.update(state="cancelled", ended_at=NOW, end_reason="Nobody came", opened_at=None)
    assert told(cast, "tom") == []
