"""A custody file of many rows: rows a second checked and loaded, the worker's memory at its peak, and pages beside it."""

import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client

from desistance.access.queries.passes import system_pass
from desistance.commands.bench.pages import BACKEND, load, serving
from desistance.commands.bench.queries import Reader
from desistance.foundation import clock
from desistance.foundation.reading import marked
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import receive_file
from desistance.jobs.running import run_now

MOST_MEGABYTES, PAGE_TARGET_MS = 200, 1000.0
COLUMNS = (
    "custody_number,arrested_at,surname,forenames,date_of_birth,sex,pnc,offence_code,custody_suite,address,postcode"
)
LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
SYLLABLES = (
    "ald",
    "bar",
    "cor",
    "dun",
    "elm",
    "fen",
    "gat",
    "hol",
    "ing",
    "jar",
    "kel",
    "lum",
    "mor",
    "nor",
    "ost",
    "per",
)
GIVEN = ("Aaron", "Beth", "Colin", "Donna", "Ewan", "Fay", "Gary", "Hazel", "Ivor", "Jean", "Karl", "Lucy", "Mark")
CODES = ("TH68010", "CJ88001", "CD71039", "PU86004", "MD71530")
Say = Callable[[str], None]


class Enough(Exception):
    """As many rows were loaded as were asked for."""


def measure(rows: int, to_load: int, reader: Reader, say: Say) -> bool:
    """Print rows a second and memory for a file of ``rows``, of which ``to_load`` are loaded; True when a target is missed."""
    police = apps.get_model("partners.Agency").objects.filter(kind="police").order_by("id").first()
    if police is None:
        raise LookupError("The bench needs a police force: load synthetic people first.")
    at = clock.now()
    by = system_pass(name="bench", agency=police, at=at)
    before = megabytes()
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        record = receive_file(
            feed="police-custody",
            name="bench.csv",
            content=custody_file(rows, at.date(), int(at.timestamp()) * 1009 % 9_000_000),
            by=by,
            at=at,
            run_later=False,
        )
        began = time.perf_counter()
        with asking(reader) as times:
            run_now("ingest.check", imported=record.pk, at=at, say=progress(say, "checked", began))
            _rate(say, "checked", rows, began)
            record.refresh_from_db()
            start_load(imported=record, by=by, at=at, run_later=False)
            began = time.perf_counter()
            _load(record, to_load, at, progress(say, "loaded", began))
            _rate(say, "loaded", to_load, began)
    peak = megabytes()
    say(f"{'memory of the worker at its peak':<62} {peak:.0f} MB (before {before:.0f} MB, target {MOST_MEGABYTES} MB)")
    worst = max(times, default=0.0)
    say(
        f"{'a page of the same service meanwhile':<62} n {len(times)}  worst {worst:.0f} ms, target {PAGE_TARGET_MS:.0f} ms"
    )
    return peak > MOST_MEGABYTES or worst > PAGE_TARGET_MS


def custody_file(rows: int, today: date, start: int) -> Iterator[bytes]:
    """A file of rows of different people, invented by rule from a number on: no two runs are alike. Never held whole."""
    yield f"{COLUMNS}\n".encode()
    for first in range(start, start + rows, 1000):
        yield "".join(_row(number, today) for number in range(first, min(first + 1000, start + rows))).encode()


def _row(number: int, today: date) -> str:
    born = date(1950, 1, 1) + timedelta(days=7919 * number % 20_000)
    arrested = today - timedelta(days=1 + number % 5)
    family = "".join(SYLLABLES[number >> shift & 15] for shift in (0, 4, 8, 12)).capitalize()
    pnc = f"2014/{number % 10_000_000:07d}{LETTERS[(14 * 10**7 + number) % 23]}" if number % 3 else ""
    return (
        f"BN/26/{number:07d},{arrested:%d/%m/%Y} {number % 24:02d}:15,{family},{GIVEN[number % 13]},{born:%d/%m/%Y},"
        f"{'Male' if number % 2 else 'Female'},{pnc},{CODES[number % 5]},Peterlee,{number % 300 + 1} Bede Street,DL14 7AB\n"
    )


def _load(record: Any, to_load: int, at: Any, told: Callable[[str, int], None]) -> None:
    def stop(step: str, rows: int) -> None:
        told(step, rows)
        if step == "loading" and rows >= to_load:
            raise Enough

    try:
        run_now("ingest.load", imported=record.pk, at=at, say=stop)
    except Enough:
        return


def progress(say: Say, verb: str, began: float) -> Callable[[str, int], None]:
    """Say every 100,000 rows how far it is and how much memory is held."""
    told = [0]

    def tell(_step: str, rows: int) -> None:
        if rows - told[0] >= 100_000:
            told[0] = rows
            seconds = time.perf_counter() - began
            say(f"  {verb} {rows:,} rows in {seconds:,.0f} s, {megabytes():.0f} MB at the peak")

    return tell


def _rate(say: Say, verb: str, rows: int, began: float) -> None:
    seconds = time.perf_counter() - began
    say(f"{f'custody rows {verb}':<62} {rows:,} in {seconds:,.1f} s, {rows / seconds:,.0f} rows/s")


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def asking(reader: Reader) -> Iterator[list[float]]:
    """While rows are checked and loaded, ask the running service for a person page once a second; yields the times."""
    client, times, done = Client(), [], threading.Event()
    client.force_login(reader.post.staff, backend=BACKEND)
    with marked("bench"):
        path = f"/people/{reader.page().rows[0].reference}/"
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    with serving() as (port, _):

        def ask() -> None:
            while not done.wait(1):
                times.extend(load(port, path, cookie, 1))

        load(port, path, cookie, 2)
        asker = threading.Thread(target=ask)
        asker.start()
        try:
            yield times
        finally:
            done.set()
            asker.join()
