"""What a feed is: its declaration, who sends it, the number that comes once, and how one row of it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desistance.foundation.register import Feed
from desistance.ingest.rules.rows import RowReading


@dataclass(frozen=True, slots=True)
class Roster:
    """The sender's own teams and workers: ids by folded name, and workers by email address in small letters."""

    teams: Mapping[str, int]
    workers: Mapping[str, tuple[int, ...]]
    team_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedRules:
    """One feed. ``read`` is told the cells of a row, the moment of reading and the sender's roster.

    ``sender`` is the kind of agency that sends it, and ``sender_words`` how one is called. ``key`` is the column whose number
    comes once in a file, and ``key_words`` the number's name; ``repeated`` says what to do when it comes again.
    """

    declared: Feed
    sender: str
    sender_words: str
    key: str
    key_words: str
    repeated: str
    read: Callable[[Mapping[str, str], datetime, Roster], RowReading]

    @property
    def name(self) -> str:
        """The feed's name, as commands and imports give it."""
        return self.declared.name
