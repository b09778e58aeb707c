"""Forms of the victims' side: who was harmed, what they say, how they were told."""

from datetime import datetime
from typing import Any

from django import forms

from desistance.casework.rules.times import local_moment
from desistance.foundation.calendar import LOCAL
from desistance.restorative.rules import SaidFacts, VictimFacts
from desistance.restorative.terms import (
    DECLINED,
    LONGEST_ADDRESS,
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_WORDS,
    NOT_REACHED,
    TOLD,
    EnhancedGround,
    Restorative,
    VictimKind,
    WantsTold,
    Way,
)
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce
from desistance.web.views.contacts_forms import Clock

NOBODY, SOMEBODY = "nobody", "somebody"
TELLING_CHOICES = (
    (TOLD, "Yes, they were told"),
    (DECLINED, "No, they do not wish to be told"),
    (NOT_REACHED, "No, they could not be reached"),
)


def _line(label: str, most: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


def _words(label: str, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=LONGEST_WORDS, widget=area, help_text=help_text)


def _choice(label: str, choices: Any, error: str = "") -> forms.ChoiceField:
    told = {"required": error} if error else None
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=bool(error), error_messages=told
    )


class VictimForm(SentOnce):
    """Who was harmed, and how they are reached safely."""

    kind = _choice("Who are they?", VictimKind.choices, "Choose who they are")
    name = forms.CharField(
        label="Name, or how they wish to be called",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter who was harmed"},
    )
    ways = forms.MultipleChoiceField(
        label="Safe ways to reach them",
        choices=Way.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Ask them. A letter or a text can be seen by somebody else at home.",
    )
    telephone = _line("Telephone", 40)
    email = _line("Email", 254)
    address = _line("Address", LONGEST_ADDRESS)
    times = _line("Safe times", LONGEST_NAME, "For example, weekdays after 4pm.")
    not_to = _line("What not to do", LONGEST_NAME, "For example, leave no message.")
    language = _line("Language, if they need an interpreter", LONGEST_LANGUAGE)
    speaks_for = _line("Who speaks for them", LONGEST_NAME, "Needed for a child: name, how related, how to reach them.")
    enhanced = _choice("Enhanced rights", EnhancedGround.choices)
    looks = {"ways": Look(is_small=True), "enhanced": Look(is_small=True), "telephone": Look(width=20)}
    conflict_labels = {"name": "Name", "telephone": "Telephone", "times": "Safe times", "not_to": "What not to do"}

    def facts(self) -> VictimFacts:
        """What was typed."""
        names = VictimFacts.__dataclass_fields__
        said = {name: self.cleaned_data.get(name) or "" for name in names if name != "ways"}
        return VictimFacts(**said, ways=tuple(self.cleaned_data["ways"]))


class FoundForm(VictimForm):
    """The same for a view that was asked for, or that nobody was harmed."""

    found = _choice(
        "Was somebody harmed?", [(SOMEBODY, "Yes"), (NOBODY, "No, nobody was harmed")], "Choose whether anybody was"
    )
    looks = {
        **VictimForm.looks,
        "found": Look(
            reveals={
                SOMEBODY: (
                    "kind", "name", "ways", "telephone", "email", "address", "times", "not_to", "language",
                    "speaks_for", "enhanced",
                )
            }
        ),
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["found"])
        if self.data.get("found") == NOBODY:
            self.fields["name"].required = self.fields["kind"].required = False


class _WhenForm(SentOnce):
    """A form with the moment of what happened."""

    day = DateParts(label="Date, if it was not now", words="Date", required=False)
    clock = Clock(label="Time", required=False)

    def moment(self, now: datetime) -> datetime:
        """When it was; now, where nothing was typed."""
        said, here = self.cleaned_data, now.astimezone(LOCAL)
        if not said.get("day") and not said.get("clock"):
            return now
        return local_moment(said.get("day") or here.date(), said.get("clock") or here.time())


class SaidForm(_WhenForm):
    """What somebody who was harmed says."""

    restorative = _choice("Do they wish a restorative approach?", Restorative.choices, "Choose what they say")
    wants_told = _choice("Do they ask to be told of decisions?", WantsTold.choices, "Choose what they ask for")
    words = _words("Their view, in their words")
    looks = {
        "restorative": Look(is_small=True),
        "wants_told": Look(is_small=True),
        "words": Look(is_counted=False),
        "clock": Look(width=10),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["restorative", "wants_told", "words", "day", "clock"])

    def facts(self, now: datetime) -> SaidFacts:
        """What was typed."""
        said = self.cleaned_data
        return SaidFacts(said["restorative"], said["wants_told"], said["words"], self.moment(now), now)


class TellForm(_WhenForm):
    """How somebody was told, and what they said."""

    state = _choice("Were they told?", TELLING_CHOICES, "Choose whether they were told")
    how = _choice("How?", Way.choices)
    words = _words("What they said", "In their words. If they could not be reached: when and how you tried.")
    looks = {
        "state": Look(reveals={TOLD: ("how", "day", "clock")}),
        "how": Look(is_small=True),
        "words": Look(is_counted=False),
        "clock": Look(width=10),
    }
    conflict_labels = {"state": "Where it stands", "said": "What they said"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["state", "how", "day", "clock", "words"])
