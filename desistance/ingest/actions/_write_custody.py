"""Writing the rows of the police custody feed: the arrest, and the force's work with the person, by which officers find them."""

from collections.abc import Sequence

from desistance.access.actions.openings import Opening, open_where_none
from desistance.access.terms import LegalGround
from desistance.history.actions.many_arrests import ArrestTold, record_arrests
from desistance.history.queries import custody_numbers_on_record
from desistance.ingest.actions._told import _Told, _Word, _Writer


def _write_custody(told: Sequence[_Told], word: _Word) -> None:
    arrests = [ArrestTold(one.person, one.event, word.reference(one.row)) for one in told]
    record_arrests(arrests=arrests, **word.of_all)
    openings = [Opening(one.person, word.reference(one.row)) for one in told]
    open_where_none(openings=openings, kind="custody_check", legal_ground=LegalGround.PREVENTION, **word.of_all)


CUSTODY_WRITER = _Writer(
    write=_write_custody,
    on_record=lambda numbers, by: custody_numbers_on_record(numbers, by=by),
    correct="Correct the arrest on the person's page, then skip this row.",
)
