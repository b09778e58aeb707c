"""Offences, arrests and times in custody as the page about them draws them: newest first, each with who says so."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.history.queries import OffenceOnRecord
from desistance.history.rules.offence_codes import read_offence_code
from desistance.history.rules.offence_groups import OffenceClass
from desistance.history.terms import CustodyKind, DisposalKind, ReleaseKind
from desistance.web.templatetags.desistance import full_date, moment, short_date

Row = dict[str, Any]


def years_of(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows, already newest first, under the year in which each happened."""
    return [(year, list(group)) for year, group in groupby(rows, key=lambda row: str(row["year"]))]


def said_by(entry: Any) -> list[str]:
    """The agency, how it reached us, when it was recorded, and where the source has it."""
    return [
        entry.agency.short_name,
        entry.get_source_display(),
        f"recorded {short_date(entry.recorded_at)}",
        entry.source_reference,
        "corrected" if getattr(entry, "corrects_id", None) else "",
    ]


def marks_of(kind: OffenceClass, *, has_code: bool) -> Iterator[tuple[str, str]]:
    """What follows from the code, as tags with their colours: the group first."""
    yield kind.group.label, "blue" if kind.is_listed else "grey"
    if kind.is_racially_aggravated:
        yield "Racially or religiously aggravated", "red"
    if kind.is_alcohol_related:
        yield "Alcohol", "grey"
    if kind.is_breach:
        yield "Breach", "grey"
    if has_code and not kind.is_listed:
        yield "Code not in the list", "amber"


def offence_rows(records: Iterable[OffenceOnRecord], here: str, by: Pass) -> Iterator[Row]:
    """One row for each offence."""
    for record in records:
        offence = record.offence
        is_ours = offence.agency_id == by.agency and by.holds("conviction.change")
        url = f"{here}convictions/{offence.pk}/"
        yield {
            "year": local_date(offence.at).year,
            "title": offence.offence_words,
            "code": offence.offence_code,
            "marks": list(marks_of(record.kind, has_code=bool(offence.offence_code))),
            "warning": record.kind.warning if offence.offence_code else "",
            "when": _committed(offence),
            "disposals": [_disposal(one) for one in record.disposals],
            "missing": "" if record.disposals else "How it was dealt with is not shared with you.",
            "provenance": said_by(offence),
            "actions": _actions(url, ("correct", "withdraw"), offence.offence_words) if is_ours else [],
        }


def _committed(offence: Any) -> str:
    if offence.committed_on is None:
        return "Date of the offence not known"
    if offence.committed_until and offence.committed_until != offence.committed_on:
        return f"Committed {full_date(offence.committed_on)} to {full_date(offence.committed_until)}"
    return f"Committed {full_date(offence.committed_on)}"


def _disposal(disposal: Any) -> Row:
    length = disposal.length_words or (f"{disposal.length_days} days" if disposal.length_days else "")
    return {
        "words": ", ".join(part for part in (DisposalKind(disposal.kind).label, length) if part),
        "small": ", ".join(part for part in (full_date(disposal.given_on), disposal.court) if part),
    }


def arrest_rows(arrests: Iterable[Any]) -> Iterator[Row]:
    """One row for each arrest."""
    for arrest in arrests:
        is_unlisted = arrest.is_code_listed is False
        yield {
            "year": local_date(arrest.at).year,
            "title": arrest.offence_words,
            "code": arrest.offence_code,
            "marks": [("Code not in the list", "amber")] if is_unlisted else [],
            "warning": read_offence_code(arrest.offence_code).words if is_unlisted else "",
            "when": f"Arrested {moment(arrest.at) if arrest.is_time_known else full_date(arrest.at)}",
            "lines": [arrest.custody_suite, f"Outcome: {arrest.outcome}" if arrest.outcome else "Outcome not known"],
            "provenance": said_by(arrest),
        }


def custody_rows(spells: Iterable[Any], here: str, by: Pass) -> Iterator[Row]:
    """One row for each time in custody."""
    for spell in spells:
        kind = CustodyKind(spell.kind).label
        url, is_ours = f"{here}custody/{spell.pk}/", spell.agency_id == by.agency
        steps = [] if spell.until_on or not by.holds("custody.record") else ["release"]
        steps += ["withdraw"] if by.holds("custody.change") else []
        yield {
            "year": spell.from_on.year,
            "title": ", ".join(part for part in (kind, spell.prison) if part),
            "marks": [] if spell.until_on else [("In custody", "amber")],
            "when": _span(spell),
            "lines": _custody_lines(spell),
            "provenance": said_by(spell),
            "actions": _actions(url, steps, f"{kind} from {full_date(spell.from_on)}") if is_ours else [],
        }


def _span(spell: Any) -> str:
    if spell.until_on is None:
        return f"Since {full_date(spell.from_on)}. No release is recorded"
    return f"{full_date(spell.from_on)} to {full_date(spell.until_on)}"


def _custody_lines(spell: Any) -> list[str]:
    ended = ReleaseKind(spell.release_kind).label if spell.release_kind else "How it ended is not known"
    return [
        f"Sentenced {full_date(spell.sentenced_on)}" if spell.sentenced_on else "",
        ended if spell.until_on else "",
        f"Release planned for {full_date(spell.planned_release_on)}"
        if spell.planned_release_on and not spell.until_on
        else "",
    ]


STEPS = {"correct": "Correct", "withdraw": "Withdraw", "release": "Record release"}


def _actions(url: str, steps: Iterable[str], about: str) -> list[Row]:
    return [{"label": STEPS[step], "url": f"{url}{step}/", "about": about} for step in steps]
