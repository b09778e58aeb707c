"""Forms of meetings: planning one, who is there, a case on its agenda, and what the conference records of it."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from desistance.access.queries.staffing import agency_of, member_of_staff, workers_of
from desistance.coordination.actions.cases import Owner
from desistance.coordination.queries.cases import CaseOpened
from desistance.coordination.terms.forums import REVIEW, ForumKind
from desistance.coordination.terms.meetings import LONGEST_ACTION, LONGEST_LINE, LONGEST_NAME, LONGEST_REASON, Presence
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

NEW = "new"
HERE = ZoneInfo("Europe/London")


def _text(label: str, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class PlanForm(SentOnce):
    """A meeting of a forum, or of a new one: when, where, and which agencies are asked."""

    forum = forms.ChoiceField(label="Forum", error_messages={"required": "Choose the forum"})
    name = forms.CharField(label="Name of the new forum", max_length=LONGEST_NAME, required=False)
    kind = forms.ChoiceField(label="What kind is it?", choices=ForumKind.choices, required=False)
    on = DateParts(label="Day", error_messages={"required": "Enter the day of the meeting"})
    clock = forms.TimeField(
        label="Time",
        help_text="For example, 10:00.",
        error_messages={"required": "Enter the time", "invalid": "Enter the time like 10:00"},
    )
    place = forms.CharField(label="Place (optional)", max_length=LONGEST_NAME, required=False)
    agencies = forms.MultipleChoiceField(
        label="Which other agencies are asked?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one other agency to ask to the meeting"},
    )
    looks = {"clock": Look(width=5), "forum": Look(reveals={NEW: ("name", "kind")}), "agencies": Look(is_small=True)}

    def __init__(
        self, *args: Any, forums: Sequence[tuple[int, str]], others: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((str(pk), name) for pk, name in forums), (NEW, "A new forum")]
        self.fields["forum"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["forum"].widget = forms.RadioSelect(choices=choices)
        self.fields["agencies"].choices = [(str(pk), name) for pk, name in others]  # type: ignore[attr-defined]

    def starts_at(self) -> datetime:
        """The moment that day and time mean here."""
        clock: time = self.cleaned_data["clock"]
        return datetime.combine(self.cleaned_data["on"], clock, HERE)


class SeatForm(SentOnce):
    """Whether one agency is there, and who speaks for it."""

    do = forms.CharField(widget=forms.HiddenInput, initial="seat")
    agency = forms.IntegerField(widget=forms.HiddenInput)
    presence = forms.ChoiceField(label="Is the agency there?", choices=Presence.choices)
    staff = forms.ChoiceField(label="Who speaks for it?", required=False)
    conflict_labels = {"presence": "Whether the agency is there"}

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "Nobody named yet"), *workers]  # type: ignore[attr-defined]


class EndForm(SentOnce):
    """Why a meeting does not take place, or what is to be kept of it in a sentence."""

    do = forms.CharField(widget=forms.HiddenInput)
    reason = _text("Why?", LONGEST_REASON, rows=2, required=False)
    looks = {"reason": Look(is_counted=False)}


class ListForm(SentOnce):
    """Putting a person on the agenda of a coming meeting, for a purpose of its forum."""

    what = forms.ChoiceField(
        label="Which meeting, and what for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the meeting and what for"},
    )
    why = _text("What should the meeting know? (optional)", LONGEST_REASON, required=False)
    looks = {"why": Look(is_counted=False)}

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = list(choices)  # type: ignore[attr-defined]


class LineForm(SentOnce):
    """What one agency tells the meeting of one case."""

    do = forms.CharField(widget=forms.HiddenInput, initial="line")
    agency = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = _text("What does your agency tell the meeting?", LONGEST_LINE, required=False)
    shares_nothing = forms.BooleanField(label="Nothing to share", required=False)
    looks = {"text": Look(is_counted=False)}
    conflict_labels = {"text": "The line"}


class ActionForm(SentOnce):
    """An action that the meeting agrees."""

    do = forms.CharField(widget=forms.HiddenInput, initial="action")
    what = forms.CharField(
        label="Action", max_length=LONGEST_ACTION, error_messages={"required": "Enter what is to be done"}
    )
    owner = forms.ChoiceField(label="Owner", error_messages={"required": "Choose an owner for this action"})
    due_on = DateParts(label="Due", error_messages={"required": "Enter the day by which it is due"})

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *owners]  # type: ignore[attr-defined]
        self.fields["what"].widget.attrs["data-key"] = "a"


class FinishForm(SentOnce):
    """What came of an agreed action."""

    do = forms.CharField(widget=forms.HiddenInput, initial="finish", required=False)
    action = forms.IntegerField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=[("done", "It is done"), ("not_done", "It was not done"), ("passed_on", "Pass it on")],
        error_messages={"required": "Choose what came of it"},
    )
    came_of = _text("In a few words", LONGEST_REASON, rows=2, required=False)
    owner = forms.ChoiceField(label="Who takes it on?", required=False)
    looks = {"to": Look(reveals={"passed_on": ("owner",)}), "came_of": Look(is_counted=False)}
    conflict_labels = {"state": "Where it stands", "came_of": "What came of it"}

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *owners]  # type: ignore[attr-defined]


class TurnForm(SentOnce):
    """How a case's turn ends: the decision, where its purpose has outcomes, and its colour, where a scheme has it."""

    do = forms.CharField(widget=forms.HiddenInput, initial="settle")
    outcome = forms.ChoiceField(label="What was decided?", widget=forms.RadioSelect, required=False)
    reasons = _text("Reasons", LONGEST_REASON, required=False)
    dissenter = forms.ChoiceField(label="Who disagrees? (optional)", required=False)
    dissent = _text("Why do they disagree?", LONGEST_REASON, rows=2, required=False)
    colour = forms.ChoiceField(
        label="How the case goes after this discussion", widget=forms.RadioSelect, required=False
    )
    words = _text("Why it changes", LONGEST_REASON, required=False)
    conflict_labels = {"outcome": "Decision", "colour": "Colour", "reasons": "Reasons", "state": "Where it stands"}

    def __init__(self, *args: Any, opened: CaseOpened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = {name: Look(is_counted=False) for name in ("reasons", "dissent", "words")}
        self.fields["outcome"].choices = list(opened.outcomes.items())  # type: ignore[attr-defined]
        self.fields["dissenter"].choices = [  # type: ignore[attr-defined]
            ("", "Nobody"),
            *((str(pk), name) for pk, name in opened.here),
        ]
        if opened.case.purpose == REVIEW:
            self.fields["outcome"].label = "What was decided? (optional)"
            self.fields["reasons"].label = "Reasons, or a note of the discussion"
        if not opened.outcomes:
            for name in ("outcome", "reasons", "dissenter", "dissent"):
                del self.fields[name]
        colour = opened.colour
        if opened.offer is None or colour is None:
            del self.fields["colour"]
            self.fields["words"].label = "Note of the discussion (optional)"
            if opened.outcomes:
                del self.fields["words"]
            return
        hints = {colour.proposed: "Suggested by the rule"} if colour.proposed else {}
        since = f", since {colour.since.day} {colour.since:%b}" if colour.since else ""
        hints[colour.colour] = f"Now{since}" + (", suggested by the rule" if colour.proposed == colour.colour else "")
        self.fields["colour"].choices = list(opened.offer.colours)  # type: ignore[attr-defined]
        self.fields["colour"].label = f"{opened.offer.words} after this discussion"
        self.fields["colour"].widget.attrs["data-key"] = "r"
        self.looks["colour"] = Look(as_cards=True, is_inline=True, option_hints=hints)


class PutOffForm(SentOnce):
    """Why a case is not heard now."""

    do = forms.CharField(widget=forms.HiddenInput, initial="put_off")
    reason = forms.CharField(label="Why?", max_length=LONGEST_REASON, required=False)
    for_good = forms.BooleanField(label="Take it off the agenda for good", required=False)
    conflict_labels = {"state": "Where it stands", "reasons": "Why"}


def chosen_owner(said: str) -> Owner | None:
    """Whom a form names as owner (``agency-worker``, the worker empty for anyone there). Raises :class:`NotFound` for nobody."""
    if not said:
        return None
    agency_id, _, staff_id = said.partition("-")
    agency = agency_of(agency=int(agency_id))
    staff = member_of_staff(staff=int(staff_id)) if staff_id else None
    if agency is None or (staff_id and staff is None):
        raise NotFound()
    return Owner(agency, staff)


def workers_to_choose(agency: int, by: Pass) -> list[tuple[str, str]]:
    """Workers of an agency, as choices."""
    return [(str(one.staff), one.words) for one in workers_of(agency=agency, at=by.at)]
