"""State tables: the one source for allowed moves, wording, buttons, docs and tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desistance.foundation.decisions import Decision, allowed, refused

Tone = Literal["grey", "blue", "amber", "green", "red", "purple", "ink"]


@dataclass(frozen=True, slots=True)
class State:
    """A state in the field's words. ``owner`` is whose turn it is; a final state has no moves out."""

    name: str
    wording: str
    owner: str
    tone: Tone = "grey"
    is_final: bool = False


@dataclass(frozen=True)
class StateTable:
    """States and the moves between them, each move with the verb that names it (``{from: {to: verb}}``)."""

    name: str
    start: str
    states: tuple[State, ...]
    moves: Mapping[str, Mapping[str, str]]
    source: str

    def __getitem__(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def may_move(self, come_from: str, to: str) -> Decision:
        """Whether the table allows the move; a refusal says in words where the thing stands."""
        if to in self.moves.get(come_from, {}):
            return allowed()
        return refused(
            f"This is {self[come_from].wording.lower()}, so it cannot become {self[to].wording.lower()}.",
            self.source,
        )

    def problems(self) -> list[str]:
        """Faults of the table itself: unknown names, states without exit, owner or wording, unreachable states."""
        names = {state.name for state in self.states}
        targets = {to for moves in self.moves.values() for to in moves}
        found = [f"{self.name}: {name} is not a state" for name in (set(self.moves) | targets | {self.start}) - names]
        for state in self.states:
            if bool(self.moves.get(state.name)) == state.is_final:
                found.append(f"{self.name}: {state.name} must have an exit or be final, not both or neither")
            if not (state.wording and state.owner):
                found.append(f"{self.name}: {state.name} needs wording and an owner")
            if state.name != self.start and state.name not in targets:
                found.append(f"{self.name}: nothing leads to {state.name}")
        return found

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {state.name}: {state.wording}" for state in self.states]
        lines += [f"    {frm} --> {to}: {verb}" for frm, moves in self.moves.items() for to, verb in moves.items()]
        lines += [f"    {state.name} --> [*]" for state in self.states if state.is_final]
        return "\n".join(lines)
