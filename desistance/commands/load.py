"""Load a partner's file: check every row, load the good ones, hold the bad ones and say why."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desistance.access.queries.passes import enter, system_pass
from desistance.foundation import clock
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import SameFile, receive_file
from desistance.ingest.queries.imports import ImportShown, import_shown, problem_groups
from desistance.ingest.rules.feeds import SENDERS
from desistance.ingest.terms import IMPORT_STATES
from desistance.jobs.running import run_now
from desistance.partners.queries import agencies, live_posts, staff_with_address

FEEDS = tuple(SENDERS)


def describe(parser: argparse.ArgumentParser) -> None:
    """The file, its feed, and for whom it is loaded."""
    parser.add_argument("file", type=Path, help="a CSV file")
    parser.add_argument("--feed", required=True, choices=FEEDS, help="where the file comes from")
    parser.add_argument(
        "--agency", default="", metavar="SLUG", help="the agency that sends it; not needed when only one can"
    )
    parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help="the member of staff who loads it")


def run(chosen: argparse.Namespace) -> int:
    """0 when rows were loaded, or the same file came before; 1 when nothing could be."""
    at = clock.now()
    by = _as_staff(chosen, at) if chosen.email else _for_agency(chosen, at)
    if not chosen.file.is_file():
        raise Refused(f"There is no file at {chosen.file}.")
    try:
        with chosen.file.open("rb") as content:
            record = receive_file(
                feed=chosen.feed, name=chosen.file.name, content=content, by=by, at=at, run_later=False
            )
    except SameFile as same:
        _tell(same.words)
        return 0
    _tell(f"Received {record.file_name} as import {record.pk} for {by.agency_name}.")
    run_now("ingest.check", imported=record.pk, at=at, say=_progress("Checked"))
    shown = import_shown(record.pk, by=by)
    if shown.tally.ready:
        start_load(imported=shown.record, by=by, at=at, run_later=False)
        run_now("ingest.load", imported=record.pk, at=at, say=_progress("Loaded", of=shown.tally.ready))
        shown = import_shown(record.pk, by=by)
    _tell_result(shown, by)
    return 0 if shown.tally.loaded or shown.tally.skipped else 1


def _as_staff(chosen: argparse.Namespace, at: datetime) -> Pass:
    staff = staff_with_address(email=chosen.email)
    posts = live_posts(staff=staff.pk, at=at) if staff else []
    kind = SENDERS[chosen.feed][0]
    for post in posts:
        is_meant = post.agency.slug == chosen.agency if chosen.agency else post.agency.kind == kind
        if is_meant and "import.load" in HOUSE.permissions_of(post.role):
            return enter(post=post, at=at)
    raise Refused(f"{chosen.email} holds no post that may load {HOUSE.feeds[chosen.feed].words.lower()} files.")


def _for_agency(chosen: argparse.Namespace, at: datetime) -> Pass:
    kind, words = SENDERS[chosen.feed]
    able = [agency for agency in agencies(on=local_date(at)) if agency.kind == kind]
    meant = [agency for agency in able if agency.slug == chosen.agency] if chosen.agency else able
    if len(meant) != 1:
        slugs = ", ".join(agency.slug for agency in able) or "none yet"
        raise Refused(f"Say which {words} sends this file, with --agency and one of: {slugs}.")
    return system_pass(name="desistance load", agency=meant[0], at=at)


def _progress(verb: str, of: int = 0) -> Callable[[str, int], None]:
    def say(_step: str, rows: int) -> None:
        if rows:
            _tell(f"{verb} {rows:,}{f' of {of:,}' if of else ''} rows.")

    return say


def _tell_result(shown: ImportShown, by: Pass) -> None:
    tally, record = shown.tally, shown.record
    _tell(f"{IMPORT_STATES[record.state].wording}. Rows in the file: {tally.rows:,}.")
    if record.stopped_because:
        _tell(record.stopped_because)
    _tell(f"  Loaded: {tally.loaded:,}")
    _tell(f"  Held, to fix: {tally.held:,}")
    for group in problem_groups(record, by=by):
        lines = f"row {group.first_line}" if group.rows == 1 else f"rows {group.first_line} to {group.last_line}"
        _tell(f"    {group.rows:,}  {group.words} ({lines})")
    _tell(f"  May already be known: {tally.possible:,}")
    if tally.skipped:
        _tell(f"  Skipped, loaded before: {tally.skipped:,}")
    if record.columns_unused:
        _tell(f"Columns not used: {', '.join(record.columns_unused)}.")


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
