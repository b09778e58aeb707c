"""Writing the rows of the probation caseload feed: supervision by the team and practitioner that the file names."""

from collections.abc import Sequence

from desistance.access.actions.openings import Opening, open_where_none
from desistance.access.terms import LegalGround
from desistance.ingest.actions._told import _begins, _Told, _Word, _Writer
from desistance.partners.models import Staff, Team


def _write_caseload(told: Sequence[_Told], word: _Word) -> None:
    """The case number is among the person's numbers, which are written for every feed."""
    teams = Team.objects.in_bulk({one.event.team for one in told if one.event.team})
    leads = Staff.objects.in_bulk({one.event.practitioner for one in told if one.event.practitioner})
    openings = [
        Opening(
            one.person,
            word.reference(one.row),
            team=teams.get(one.event.team),
            lead=leads.get(one.event.practitioner),
            from_at=_begins(one.event.started_on),
        )
        for one in told
    ]
    open_where_none(openings=openings, kind="supervision", legal_ground=LegalGround.COURT_ORDER, **word.of_all)


CASELOAD_WRITER = _Writer(write=_write_caseload)
