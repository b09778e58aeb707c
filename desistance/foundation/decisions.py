"""Decisions with reasons, and the refusals that actions raise."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence that a decision rests on, and the rule it comes from."""

    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a rule: allowed or not, always with its reasons. Truthy when allowed."""

    is_allowed: bool
    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return self.is_allowed

    @property
    def words(self) -> str:
        """All reasons as one text."""
        return " ".join(reason.words for reason in self.reasons)

    def demand(self, field: str = "") -> None:
        """Raise :class:`Refused` (with the form field to mend, if any) unless allowed."""
        if not self.is_allowed:
            raise Refused(self.words, decision=self, field=field)


def allowed(words: str = "", source: str = "") -> Decision:
    """A decision for, with one reason."""
    return Decision(True, (Reason(words, source),) if words else ())


def refused(words: str, source: str = "") -> Decision:
    """A decision against: ``words`` say what is wrong and how to mend it."""
    return Decision(False, (Reason(words, source),))


def all_of(*decisions: Decision) -> Decision:
    """Allowed only if every decision is; a refusal keeps the reasons of all that refuse."""
    against = [decision for decision in decisions if not decision]
    chosen = against or decisions
    return Decision(not against, tuple(reason for decision in chosen for reason in decision.reasons))


class Refusal(Exception):
    """Any answer of no that a person is meant to read. Doors turn each kind into a page or a problem."""

    status = 422

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.field = field


class Refused(Refusal):
    """The thing itself does not allow it (its state, its dates, what was typed)."""

    def __init__(self, words: str, *, decision: Decision | None = None, field: str = "") -> None:
        super().__init__(words, field=field)
        self.decision = decision or refused(words)


class NotPermitted(Refusal):
    """The reader's role does not hold the permission; says who can help. Never used to hide a person."""

    status = 403


class NotFound(Refusal):
    """Missing, or hidden from this reader: the two are the same answer everywhere."""

    status = 404

    def __init__(self, words: str = "Nothing here matches that address.") -> None:
        super().__init__(words)


class OnlyKnown(Refusal):
    """The policy answered *know*: the person is there, the reader may ask. Carries only what may be told."""

    status = 403

    def __init__(self, words: str, *, reference: str, restricted: bool) -> None:
        super().__init__(words)
        self.reference = reference
        self.restricted = restricted


@dataclass(frozen=True, slots=True)
class Versions:
    """Both sides of a stale edit, by field, so that no typed text is lost."""

    base: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)
    mine: dict[str, Any] = field(default_factory=dict)
    version: int = 0


class Conflict(Refusal):
    """Someone else changed the record since the reader opened it."""

    status = 409

    def __init__(self, words: str, versions: Versions) -> None:
        super().__init__(words)
        self.versions = versions
