"""The ledger: every figure ever published from one series of tables, so that a new release is cleared beside the old ones.

Figures that are safe alone can give a number away together: a year and its quarters, a table before and after a correction.
The ledger holds the true counts behind the figures, without which nobody could tell how many people changed since. It is as
confidential as the data themselves, and is never published.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from evidence.disclosure.gate import ALL, Protection, Shape, Value
from evidence.disclosure.lines import Line
from evidence.trouble import Trouble

FILE = "ledger.json"
NOTICE = "Confidential: holds true counts of people. Never publish it; keep it as safe as the records themselves."

Place = tuple[tuple[tuple[str, Value], ...], tuple[str, ...]]


@dataclass(frozen=True)
class Entry:
    """One row of a release: whom it is about, its true counts, the counts its figures stand for, and what was shown."""

    named: tuple[tuple[str, Value], ...]
    periods: tuple[str, ...]
    true: dict[str, int]
    behind: dict[str, int]
    shown: dict[str, int]
    why: dict[str, str]
    is_kept: bool = False

    @property
    def place(self) -> Place:
        """Whom the row is about, whatever table it stands in."""
        return (self.named, self.periods)


@dataclass(frozen=True)
class Release:
    """The rows that were published at one time, and how they were protected."""

    name: str
    threshold: int
    base: int
    entries: tuple[Entry, ...]

    @property
    def protection(self) -> Protection:
        """The protection of its rows."""
        return Protection(threshold=self.threshold, base=self.base)


@dataclass
class Ledger:
    """The releases of one series, oldest first. `at` keeps them in a folder; without it they are kept in memory."""

    releases: list[Release] = field(default_factory=list)
    folder: Path | None = None

    @classmethod
    def at(cls, folder: str | Path) -> Ledger:
        """The ledger in a folder, empty where there is none yet; raises `Trouble` for one that cannot be read."""
        folder = Path(folder)
        path = folder / FILE
        if not path.exists():
            return cls(folder=folder)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls([_release(one) for one in found["releases"]], folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Trouble(
                f"{path}: is not a ledger that can be read. Restore it from a copy; do not publish without it."
            ) from error

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"notice": NOTICE, "releases": [asdict(release) for release in self.releases]}

    @classmethod
    def from_dict(cls, found: Mapping[str, object]) -> Ledger:
        """What `as_dict` gave."""
        releases = found["releases"]
        if not isinstance(releases, Sequence):
            raise TypeError("a ledger has a list of releases")
        return cls([_release(one) for one in releases])

    def last(self) -> dict[Place, Entry]:
        """The newest row about each place."""
        return {entry.place: entry for release in self.releases for entry in release.entries}

    def record(self, release: Release) -> None:
        """Add a release; the same rows under the same name again change nothing. Raises `Trouble` for others."""
        named = next((one for one in self.releases if one.name == release.name), None)
        if named == release:
            return
        if named:
            raise Trouble(
                f"The ledger has a release {release.name} already, with other figures. Give this one its own name."
            )
        self.releases.append(release)
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self.folder / f"{FILE}.new"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(self.as_dict(), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.folder / FILE)


def place_of(line: Line, shape: Shape) -> Place:
    """Whom a line is about: the values of the keys it is not a total over, and its periods."""
    pairs = zip(shape.keys, line.keys, strict=True)
    first = () if shape.keys[0] in shape.sums else shape.keys[:1]
    named = ((key, value) for key, value in pairs if key not in first and not (key in shape.sums and value == ALL))
    return (tuple(sorted(named)), shape.periods(line.keys))


def release_of(
    name: str, lines: Iterable[Line], shape: Shape, protection: Protection, last: Mapping[Place, Entry]
) -> Release:
    """What a table adds to the ledger once it is published."""
    entries = []
    for line in lines:
        if line.is_printed:
            place = place_of(line, shape)
            behind = last[place].behind if line.is_kept else dict(line.true)
            entries.append(Entry(*place, dict(line.true), behind, dict(line.shown), dict(line.why), line.is_kept))
    return Release(name, protection.threshold, protection.base, tuple(entries))


def _release(found: Mapping[str, object]) -> Release:
    """A release from JSON."""
    entries = tuple(
        Entry(
            named=tuple((str(key), value) for key, value in one["named"]),
            periods=tuple(one["periods"]),
            **{name: one[name] for name in ("true", "behind", "shown", "why", "is_kept")},
        )
        for one in found["entries"]  # type: ignore[attr-defined]
    )
    return Release(str(found["name"]), int(str(found["threshold"])), int(str(found["base"])), entries)
