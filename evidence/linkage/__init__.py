"""Linkage: which records of one file, or of two, are about one person, with the reasons for every pair.

Standardises names, dates, postcodes and numbers of persons; brings up pairs by many rules; learns what each agreement is
worth from the records themselves (Splink, Fellegi and Sunter's model, with the rarity of values); puts records together
from the surest pair down with guards against putting too much together; remembers what people decided; and says how right
it is where the truth is known, with intervals. It never decides about a person: pairs between two thresholds are for review.
"""

from typing import TYPE_CHECKING

from evidence.lazily import lazily
from evidence.linkage.config import Config, Thresholds, read_config

if TYPE_CHECKING:
    from evidence.linkage.linking import Links, Pair, link
    from evidence.linkage.scoring import Bounds, Score, carried, score
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "linking": ("Links", "Pair", "link"),
            "scoring": ("Bounds", "Score", "carried", "score"),
        },
    )

__all__ = [
    "Bounds",
    "Config",
    "Links",
    "Pair",
    "Score",
    "Thresholds",
    "carried",
    "link",
    "read_config",
    "score",
]
