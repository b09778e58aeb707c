"""The forms of orders: an order with its requirements, an amendment, its end, a breach, a recall."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from desistance.sentences.queries import OrderShown
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts
from desistance.sentences.terms import (
    LONGEST_COURT,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_TIER,
    LONGEST_WORDS,
    MOST_REQUIREMENTS,
    UNIT_WORDS,
    OrderKind,
    RequirementKind,
    Unit,
)
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import differing_pieces
from desistance.web.views.access_sending import SentOnce

LEAST_ROWS, SPARE_ROWS = 4, 2
UNITS = [(unit.value, UNIT_WORDS[unit] or "Not counted") for unit in Unit]
PARTS = ("kind", "amount", "unit", "until_on", "words")


def _text(label: str, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, strip=True, **more)


def _name(place: int, part: str) -> str:
    return f"requirement_{place}_{part}"


class Required(SentOnce):
    """Dates, court, tier, and as many requirements as were sent or may be wanted."""

    starts_on = DateParts(
        label="When does it start?",
        words="Start date",
        error_messages={"required": "Enter the date on which it starts"},
    )
    ends_on = DateParts(
        label="When does it end?", words="End date", required=False, help_text="Leave it empty if you do not know it."
    )
    court = _text("Court or prison", max_length=LONGEST_COURT)
    tier = _text("Tier", max_length=LONGEST_TIER, help_text="As your own system states it.")
    looks = {"tier": Look(width=10), "number": Look(width=20)}
    standing: tuple[RequirementFacts, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = dict(self.looks)
        for place in range(1, self._rows() + 1):
            self._add_row(place)

    def _rows(self) -> int:
        sent = sum(1 for name in self.data if name.startswith("requirement_") and name.endswith("_kind"))
        wanted = max(LEAST_ROWS, len(self.standing) + SPARE_ROWS)
        return min(MOST_REQUIREMENTS, max(wanted, sent))

    def _add_row(self, place: int) -> None:
        made = {
            "kind": forms.ChoiceField(
                label=f"Requirement {place}", required=False, choices=[("", "None"), *RequirementKind.choices]
            ),
            "amount": forms.IntegerField(
                label=f"How much of requirement {place}", required=False, min_value=1, max_value=10_000
            ),
            "unit": forms.ChoiceField(label=f"Requirement {place} is counted in", required=False, choices=UNITS),
            "until_on": DateParts(
                label=f"Until when is requirement {place}?", words=f"End of requirement {place}", required=False
            ),
            "words": _text(f"Requirement {place} in words", max_length=LONGEST_WORDS),
        }
        for part, field in made.items():
            self.fields[_name(place, part)] = field
        self.looks[_name(place, "amount")] = Look(width=5)
        self.looks[_name(place, "words")] = Look(is_counted=False)

    def clean(self) -> dict[str, Any]:
        """An amount without a requirement, or without what it counts, is asked for where it is missing."""
        said = super().clean() or self.cleaned_data
        for place in range(1, self._rows() + 1):
            amount, kind = said.get(_name(place, "amount")), said.get(_name(place, "kind"))
            if amount and not kind:
                self.add_error(_name(place, "kind"), f"Choose what requirement {place} is, or leave it empty")
            elif amount and not said.get(_name(place, "unit")):
                self.add_error(_name(place, "unit"), f"Choose what requirement {place} is counted in")
        return said

    def requirements(self) -> tuple[RequirementFacts, ...]:
        """The requirements as typed; the day on which one of its kind began is kept."""
        return tuple(self._typed())

    def _typed(self) -> Iterator[RequirementFacts]:
        began: dict[str, list[date | None]] = {}
        for one in self.standing:
            began.setdefault(one.kind, []).append(one.from_on)
        for place in range(1, self._rows() + 1):
            kind, amount, unit, until_on, words = (self.cleaned_data.get(_name(place, part)) for part in PARTS)
            if kind:
                from_on = began[kind].pop(0) if began.get(kind) else None
                yield RequirementFacts(kind, amount, (unit or "") if amount else "", from_on, until_on, words or "")


class OrderForm(Required):
    """An order or licence that is not on record yet."""

    kind = forms.ChoiceField(
        label="What kind of order is it?",
        choices=[("", "Choose"), *OrderKind.choices],
        error_messages={"required": "Choose what kind of order it is"},
    )
    made_on = DateParts(
        label="When was it made?",
        words="Date of the order",
        help_text="The day in court. For a licence, the day of release.",
        error_messages={"required": "Enter the date on which it was made"},
    )
    number = _text("Number of the order", max_length=LONGEST_NUMBER, help_text="As in your own system, if it has one.")
    field_order = ["kind", "made_on", "starts_on", "ends_on", "court", "tier", "number"]

    def facts(self) -> OrderFacts:
        """What was typed."""
        names = ("kind", "made_on", "starts_on", "ends_on", "court", "tier", "number")
        return OrderFacts(**{name: self.cleaned_data[name] for name in names}, requirements=self.requirements())


class AmendForm(Required):
    """What may change of an order on record, and why. ``standing``: the order as the reader saw it."""

    reason = _text(
        "Why is it amended?",
        required=True,
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter why it is amended"},
    )
    conflict_labels = {"starts_on": "Start", "ends_on": "End", "court": "Court", "tier": "Tier"}

    def __init__(self, *args: Any, standing: OrderFacts, **kwargs: Any) -> None:
        self.order, self.standing = standing, standing.requirements
        super().__init__(*args, **kwargs)

    def facts(self) -> OrderFacts:
        """The order as it shall stand: kind, day and number as they are."""
        names = ("starts_on", "ends_on", "court", "tier")
        told = {name: self.cleaned_data[name] for name in names}
        return replace(self.order, **told, requirements=self.requirements())


def as_typed(shown: OrderShown) -> dict[str, Any]:
    """An order on record as the form shows it, with the version that is read."""
    facts = shown.facts
    typed = {name: getattr(facts, name) for name in ("starts_on", "ends_on", "court", "tier")}
    for place, requirement in enumerate(facts.requirements, start=1):
        typed |= {_name(place, part): getattr(requirement, part) for part in PARTS}
    return {**typed, "version": shown.order.version}


def required_in_words(form: AmendForm) -> dict[str, Any]:
    """The requirements that are saved beside those that were typed."""
    saved, mine = (
        "; ".join(one.in_words for one in requirements) for requirements in (form.standing, form.requirements())
    )
    theirs, ours = differing_pieces(saved, mine)
    return {"label": "Requirements", "theirs": theirs, "mine": ours}


class EndForm(SentOnce):
    """When an order ended, how and why."""

    how = forms.ChoiceField(
        label="How did it end?",
        widget=forms.RadioSelect,
        choices=[("ended", "It ended"), ("revoked", "A court revoked it")],
        error_messages={"required": "Choose how it ended"},
    )
    ended_on = DateParts(
        label="When did it end?", words="End date", error_messages={"required": "Enter the date on which it ended"}
    )
    reason = _text(
        "Why did it end?", required=True, max_length=LONGEST_REASON, error_messages={"required": "Enter why it ended"}
    )
    conflict_labels = {"state": "State", "ended_on": "End", "end_reason": "Why"}


class BreachForm(SentOnce):
    """A breach that was taken to court."""

    happened_on = DateParts(
        label="When was it?", words="Date of the breach", error_messages={"required": "Enter the date of the breach"}
    )
    words = _text(
        "What happened?", required=True, max_length=LONGEST_REASON, error_messages={"required": "Enter what happened"}
    )


class RecallForm(SentOnce):
    """A recall to prison, for a fixed number of days or without one."""

    recalled_on = DateParts(
        label="When were they recalled?",
        words="Date of the recall",
        error_messages={"required": "Enter the date of the recall"},
    )
    fixed_days = forms.IntegerField(
        label="For how many days?",
        required=False,
        min_value=1,
        max_value=366,
        help_text="Leave it empty for a recall without a fixed length.",
    )
    words = _text("Why were they recalled?", max_length=LONGEST_REASON)
    looks = {"fixed_days": Look(width=5)}
    conflict_labels = {"state": "State"}


class AgainForm(SentOnce):
    """Nothing to fill in: someone who was recalled is on licence again."""

    conflict_labels = {"state": "State"}


class ExemptForm(SentOnce):
    """Why active contact goes on after two thirds; empty when it stops."""

    because = _text(
        "Why does active contact go on?",
        max_length=LONGEST_REASON,
        help_text="For example, managed under MAPPA. Leave it empty if Probation Reset applies.",
    )
    conflict_labels = {"reset_exempt_because": "Why contact goes on"}
