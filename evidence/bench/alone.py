"""One way of counting in a process of its own, which prints the most memory it took: `python -m evidence.bench.alone`."""

import resource
import sys
from pathlib import Path

from evidence.bench import ways
from evidence.bench.people import National


def main(words: list[str]) -> None:
    """Count once and print megabytes."""
    way, sanctions, people, size = words
    of = National(Path(sanctions), Path(people), int(size), 0)
    if way == "evidence":
        from evidence import reoffending, tables  # noqa: PLC0415 - loaded by this way alone

        read, known = tables.read(of.sanctions, "sanctions"), tables.read(of.people, "people")
        asked = {"people": known, "by": ("area", "age_band"), "period": "year"}
        _ = reoffending.rates(read, ways.FIRST, ways.LAST, **asked).unprotected()  # type: ignore[arg-type]
    else:
        {"scan": ways.scan, "sql": ways.by_hand, "pandas": ways.with_pandas}[way](of)
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
