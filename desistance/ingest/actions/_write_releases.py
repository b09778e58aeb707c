"""Writing the rows of the prison releases feed: times in custody, and the prison's work with whoever it holds.

A prison works towards the release of those it holds, so its staff find them; with the release that work ends.
"""

from collections.abc import Sequence

from desistance.access.actions.involvements import end_involvement
from desistance.access.actions.openings import Opening, open_where_none
from desistance.access.models import Involvement
from desistance.access.terms import LegalGround
from desistance.history.actions import record_custody
from desistance.history.queries import custody_on_record
from desistance.history.rules.custody import told_anew
from desistance.ingest.actions._told import _begins, _Told, _Word, _Writer

WORK = "resettlement"
RELEASED = "Released, as the prison's file says"


def _write_releases(told: Sequence[_Told], word: _Word) -> None:
    """What is on record already is passed over: a file repeats what the last one said."""
    on_record = custody_on_record([one.person.pk for one in told], by=word.by)
    for one in told:
        standing = on_record.get((one.person.pk, one.event.kind, one.event.from_on))
        if standing is None or told_anew(standing, one.event) != standing:
            record_custody(person=one.person, facts=one.event, **word.of(one.row))
    openings = [
        Opening(one.person, word.reference(one.row), from_at=_begins(one.event.from_on))
        for one in told
        if one.event.until_on is None
    ]
    open_where_none(openings=openings, kind=WORK, legal_ground=LegalGround.PUBLIC_TASK, **word.of_all)
    _end_work(told, word)


def _end_work(told: Sequence[_Told], word: _Word) -> None:
    held = {one.person.pk for one in told if one.event.until_on is None}
    gone = {one.person.pk for one in told} - held
    ours = Involvement.objects.filter(person__in=gone, agency_id=word.by.agency, kind=WORK, state="open")
    for work in ours.filter(source=word.of_all["source"]).order_by("pk"):
        end_involvement(involvement=work, reason=RELEASED, by=word.by, at=word.at)


RELEASES_WRITER = _Writer(write=_write_releases)
