"""Whom a row that waits may be about, as far as the sender's agency may be told."""

from collections.abc import Sequence

from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.ingest.models import ImportRow
from desistance.ingest.queries.candidates import candidates_for
from desistance.ingest.rules.rows import PersonTold
from desistance.people.models import Person
from desistance.people.rules.matching import decide_match


@question
def resembling(row: ImportRow, told: PersonTold, *, by: Pass) -> Sequence[tuple[int, str]]:
    """Ids and references of the people whom a row resembles, the likest first. Nobody hidden from the agency is among them.

    Each record is opened, or found closed, by whoever asks: this says only that there is one.
    """
    by.demand("import.rows")
    facts = told.facts(f"row {row.line}")
    may_be_told, _ = candidates_for([facts], by=by).of(facts)
    keys = [int(one.key) for one in decide_match(facts, may_be_told).candidates]
    with unseen("match candidates"):
        references = dict(Person.objects.filter(pk__in=keys).values_list("pk", "reference"))
    return [(key, references[key]) for key in keys if key not in row.apart_from]
