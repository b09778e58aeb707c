"""A deed and its event are one transaction; a question answers and never hands out a query."""

from datetime import datetime

import pytest
from django.db import transaction

from desistance.access.actions.involvements import end_involvement, open_involvement
from desistance.access.models import Involvement, Tie
from desistance.audit.deeds import question
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.foundation.passes import Pass
from desistance.people.models import Person
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("looking")


def start(cast: Cast, who: str, **more: object) -> Involvement:
    values = {"person": cast.kyle, "kind": "police_management", "legal_ground": "prevention", **more}
    return open_involvement(by=cast.entering(who), at=make.NOW, **values)


def test_work_that_starts_ties_the_agency_and_is_written_down(cast: Cast) -> None:
    involvement = start(cast, "rob", lead=cast.staff["rob"])
    ties = Tie.objects.filter(involvement=involvement)
    assert {(tie.agency_id, tie.staff_id) for tie in ties} == {
        (cast.agencies["police"].pk, None),
        (cast.agencies["police"].pk, cast.staff["rob"].pk),
    }
    event = AuditEvent.objects.get(what="access.open_involvement")
    assert (event.subjects, event.staff, event.category) == ([cast.kyle.pk], cast.staff["rob"].pk, "collection")
    assert cast.opening("rob").person == cast.kyle.pk


@pytest.mark.parametrize(
    ("who", "more", "words"),
    [
        ("rob", {"kind": "supervision"}, "does not carry out probation supervision"),
        ("rob", {"kind": "haircut"}, "Choose the kind of work"),
        ("priya", {"kind": "supervision"}, "already has probation supervision open"),
        ("rob", {"from_at": make.NOW.replace(year=2027)}, "today or in the past"),
    ],
    ids=["another agency's kind", "no such kind", "twice", "in the future"],
)
def test_work_that_may_not_start_leaves_nothing(cast: Cast, who: str, more: dict[str, object], words: str) -> None:
    before = (Involvement.objects.count(), Tie.objects.count(), AuditEvent.objects.count())
    with pytest.raises(Refused, match=words), transaction.atomic():
        start(cast, who, **more)
    assert (Involvement.objects.count(), Tie.objects.count(), AuditEvent.objects.count()) == before


def test_a_lead_worker_of_another_agency_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="holds a post in your agency"):
        start(cast, "rob", lead=cast.staff["priya"])


def test_a_role_without_the_permission_is_told_so(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        start(cast, "ana")


def test_ending_work_ends_its_ties_at_the_same_moment(cast: Cast) -> None:
    involvement = Involvement.objects.get(person=cast.kyle)
    end_involvement(involvement=involvement, reason="Order ended", by=cast.opening("priya"), at=make.NOW)
    assert set(Tie.objects.filter(involvement=involvement).values_list("until_at", flat=True)) == {make.NOW}
    with pytest.raises(NotFound):
        cast.opening("priya")


def test_another_agency_cannot_end_it(cast: Cast) -> None:
    start(cast, "rob")
    involvement = Involvement.objects.get(person=cast.kyle, agency=cast.agencies["probation"])
    with pytest.raises(Refused, match="Only the agency"):
        end_involvement(involvement=involvement, reason="Not mine", by=cast.opening("rob"), at=make.NOW)


def test_a_question_that_hands_out_a_query_is_a_fault(cast: Cast) -> None:
    @question
    def everyone(*, by: Pass) -> object:
        return Person.objects.all()

    with pytest.raises(TypeError, match="unfinished query"):
        everyone(by=cast.entering("priya"))


def test_a_deed_demands_a_pass_and_a_moment(cast: Cast) -> None:
    with pytest.raises(TypeError, match="a pass and a moment"):
        open_involvement(person=cast.kyle, kind="checkpoint", legal_ground="consent", by=None, at=datetime.now())  # noqa: DTZ005
