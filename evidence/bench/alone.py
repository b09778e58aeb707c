"""One way of counting in a process of its own, which prints the most memory it took: `python -m evidence.bench.alone`."""

import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from evidence.bench import ways
from evidence.bench.people import National


def _evidence(of: National) -> object:
    from evidence import reoffending, tables  # noqa: PLC0415 - loaded by this way alone

    read, known = tables.read(of.sanctions, "sanctions"), tables.read(of.people, "people")
    found = reoffending.rates(read, ways.FIRST, ways.LAST, people=known, by=("area", "age_band"), period="year")
    return found.unprotected()


def _one_pass(of: National) -> object:
    from evidence.bench import series  # noqa: PLC0415 - loaded by this way alone
    from evidence.reoffending import series as opened  # noqa: PLC0415

    kept = opened(series.store_of(of))
    series.one_pass(kept)
    return kept.cells


def _series_by_hand(of: National) -> object:
    from evidence.bench import series  # noqa: PLC0415 - loaded by this way alone

    return series.by_hand(series.ordered(of))


WAYS: dict[str, Callable[[National], object]] = {
    "evidence": _evidence,
    "scan": ways.scan,
    "sql": ways.by_hand,
    "pandas": ways.with_pandas,
    "one pass": _one_pass,
    "series by sql": _series_by_hand,
}


def main(words: list[str]) -> None:
    """Count once and print megabytes."""
    way, sanctions, people, size = words
    WAYS[way](National(Path(sanctions), Path(people), int(size), 0))
    sys.stdout.write(f"{most_megabytes():.0f}\n")


def most_megabytes() -> float:
    """The most memory this process held. The kernel's own count for the caller, `ru_maxrss`, starts with that of the process
    which started this one, so the count of the memory itself is asked where there is one.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(found[1] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
