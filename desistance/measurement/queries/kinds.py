"""Kinds of involvement that can be evaluated and followed: not the work with victims or children, and no seat at a meeting."""

from collections.abc import Mapping

from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.measurement.terms import ANY_KIND

OPEN_CLASSES = frozenset({DataClass.INVOLVEMENT, DataClass.HEALTH})


def kinds_evaluated() -> Mapping[str, str]:
    """Each kind with its words, by its words."""
    kinds = [one for one in HOUSE.involvement_kinds.values() if one.agency_kinds and one.data_class in OPEN_CLASSES]
    return {one.name: one.words for one in sorted(kinds, key=lambda one: one.words)}


def scheme_words(name: str) -> str:
    """What an evaluation is of, in words."""
    return "any work of an agency" if name == ANY_KIND else kinds_evaluated().get(name, name)
