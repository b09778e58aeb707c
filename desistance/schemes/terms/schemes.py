"""The schemes that this service runs: name, state table and kind of work. A new scheme is one more line."""

from dataclasses import dataclass
from typing import Final

from desistance.foundation.states import StateTable
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import CHECKPOINT_STATES


@dataclass(frozen=True)
class Scheme:
    """A scheme: its cases move by ``states`` and hang on work of the kind ``work`` (a kind of involvement)."""

    name: str
    words: str
    states: StateTable
    work: str


SCHEMES: Final = {
    scheme.name: scheme for scheme in (Scheme(CHECKPOINT, "Checkpoint", CHECKPOINT_STATES, "checkpoint"),)
}
