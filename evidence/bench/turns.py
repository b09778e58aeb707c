"""Several ways of doing one thing, turn by turn in one run, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Taken(Generic[Answer]):
    """What the turns of one way took in seconds, of the clock and of the processor, and what the last one gave."""

    seconds: tuple[float, ...]
    work: tuple[float, ...]
    answer: Answer

    @property
    def best(self) -> float:
        """The best turn."""
        return min(self.seconds)

    @property
    def words(self) -> str:
        """The best and the first turn."""
        return f"best {self.best:8.3f} s  first {self.seconds[0]:8.3f} s"


def in_turns(
    ways: Mapping[str, Callable[[], Answer]],
    turns: int,
    most: Mapping[str, int] | None = None,
    ready: Callable[[], object] = lambda: None,
) -> dict[str, Taken[Answer]]:
    """Run each way once a turn; `most` says for some that fewer turns are enough, `ready` is done before each turn, not timed."""
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    work: dict[str, list[float]] = {way: [] for way in ways}
    answers: dict[str, Answer] = {}
    for turn in range(turns):
        ready()
        for way, run in ways.items():
            if turn < (most or {}).get(way, turns):
                began, worked = time.perf_counter(), time.process_time()
                answers[way] = run()
                seconds[way].append(time.perf_counter() - began)
                work[way].append(time.process_time() - worked)
    return {way: Taken(tuple(seconds[way]), tuple(work[way]), answers[way]) for way in ways}
