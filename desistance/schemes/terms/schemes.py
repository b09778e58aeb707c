"""The schemes with pages of their own: name, state table and kind of work. Others are declared (``schemes/declared``)."""

from dataclasses import dataclass
from typing import Final

from desistance.foundation.states import StateTable
from desistance.foundation.terms import DataClass
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import CHECKPOINT_STATES
from desistance.schemes.terms.iom import AGENCIES, IOM, IOM_STATES, WORK
from desistance.schemes.terms.youth import BOTH_SIDES, YOUTH, YOUTH_STATES, YOUTH_WORK


@dataclass(frozen=True)
class Scheme:
    """A scheme: its cases move by ``states`` and hang on work of the kind ``work`` (a kind of involvement).

    ``run_by``: kinds of agency that run it together, so that each may act on a case that another of them opened. ``data_class``:
    the class of everything that is written of its cases, whenever it is written.
    """

    name: str
    words: str
    states: StateTable
    work: str
    run_by: frozenset[str] = frozenset()
    data_class: DataClass = DataClass.OFFENDING


HAND_MADE: Final = {
    scheme.name: scheme
    for scheme in (
        Scheme(CHECKPOINT, "Checkpoint", CHECKPOINT_STATES, "checkpoint"),
        Scheme(IOM, "IOM", IOM_STATES, WORK, AGENCIES),
        Scheme(YOUTH, "Youth to adult", YOUTH_STATES, YOUTH_WORK, BOTH_SIDES, DataClass.CHILDHOOD),
    )
}
