"""Writing the rows of the convictions feed.

A conviction opens no work with the person: being convicted is no reason for officers to have a record open. It is seen by those
whose agency works with the person, and counts in measuring; someone with whom nobody works is found by nobody.
"""

from collections.abc import Sequence

from desistance.history.actions import record_conviction
from desistance.history.queries import conviction_numbers_on_record
from desistance.ingest.actions._told import _Told, _Word, _Writer


def _write_convictions(told: Sequence[_Told], word: _Word) -> None:
    for one in told:
        record_conviction(person=one.person, facts=one.event, **word.of(one.row))


CONVICTIONS_WRITER = _Writer(
    write=_write_convictions,
    on_record=lambda numbers, by: conviction_numbers_on_record(numbers, by=by),
    correct="Correct the conviction on the person's page, then skip this row.",
)
