"""The forms of adding a person and stating facts; labels and choices come from the people room's terms."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from desistance.access.terms import LegalGround
from desistance.foundation.passes import Pass
from desistance.people.terms import (
    AddressKind,
    ContactDetailKind,
    EqualityKind,
    Ethnicity,
    IdentifierKind,
    NameKind,
    NotGiven,
    SafeContact,
    Sex,
)
from desistance.web.forms import ApproximateDate, DateParts, GovukForm, Look
from desistance.web.forms.dates import PartDate
from desistance.web.views.access_sending import SentOnce

NUMBER_FIELDS = ("crn", "pnc", "cro", "noms", "custody", "nhs", "local")
BORN_HINT = "For example, 24 6 1998. Leave the day, or the day and the month, empty if they are not known."


def _text(label: str, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, strip=True, **{"max_length": 120, **more})


class LookForm(GovukForm):
    """Whom to look for before anyone is added."""

    given = _text("First name")
    family = _text("Last name")
    born = ApproximateDate(label="Date of birth", help_text=BORN_HINT, required=False)
    number = _text("One number, if you have it", help_text="CRN, PNC, CRO, prison or NHS number.")
    looks = {"born": Look(is_birthday=True), "number": Look(width=20)}

    def clean(self) -> dict[str, Any]:
        """A name, at least."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said.get("given") or said.get("family")):
            self.add_error("given", "Enter a first name or a last name")
        return said

    def as_words(self) -> dict[str, str]:
        """What was typed, as it is kept on the server."""
        said = self.cleaned_data
        born: PartDate | None = said["born"]
        parts = {name: str(getattr(born, name) or "") if born else "" for name in ("year", "month", "day")}
        return {"given": said["given"], "family": said["family"], "number": said["number"], **parts}


class AddForm(SentOnce):
    """Everything that may be known of a person when they are added; only a name, the work and its ground must be."""

    given = _text("First name")
    family = _text("Last name")
    other_given = _text("Other first name")
    other_family = _text("Other last name")
    liked = _text("Name they like to be called")
    born = ApproximateDate(label="Date of birth", help_text=BORN_HINT, required=False)
    sex = forms.ChoiceField(label="Sex", required=False, choices=[("", "Not said"), *Sex.choices()])
    gender = _text("Gender, if different, in the person's own words")
    ethnicity = forms.ChoiceField(
        label="Ethnicity, as the person defines it",
        required=False,
        choices=[("", "Not said"), *NotGiven.choices(), *Ethnicity.choices()],
    )
    language = _text("Language")
    interpreter = _text("Interpreter needed for")
    phone = _text("Mobile phone")
    phone_safe = forms.ChoiceField(
        label="Is it safe to use?", choices=SafeContact.choices(), initial=SafeContact.NOT_ASKED, required=False
    )
    address_kind = forms.ChoiceField(
        label="Where do they live?", required=False, choices=[("", "Not said"), *AddressKind.choices()]
    )
    lines = _text("Address", widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
    postcode = _text("Postcode", max_length=10)
    from_on = DateParts(label="Since when?", required=False)
    crn = _text("CRN")
    pnc = _text("PNC number")
    cro = _text("CRO number")
    noms = _text("Prison number")
    custody = _text("Custody number")
    nhs = _text("NHS number")
    local = _text("Local number")
    kind = forms.ChoiceField(
        label="What work does your agency start?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of work"},
    )
    legal_ground = forms.ChoiceField(
        label="On what legal ground?",
        widget=forms.RadioSelect,
        choices=LegalGround.choices,
        error_messages={"required": "Choose a legal ground"},
    )
    team = forms.ChoiceField(label="Team", required=False)
    lead = forms.ChoiceField(label="Lead worker", required=False)
    looks = {
        "born": Look(is_birthday=True),
        "lines": Look(is_counted=False),
        "postcode": Look(width=10),
        **{name: Look(width=20) for name in (*NUMBER_FIELDS, "phone")},
    }

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        teams: Sequence[tuple[int, str]],
        workers: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["team"].choices = [("", "No team yet"), *teams]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", "Nobody yet"), *workers]  # type: ignore[attr-defined]

    @staticmethod
    def filled(words: Mapping[str, str], by: Pass) -> dict[str, Any]:
        """What was looked for, put into the form; the reader and their team as those who do the work."""
        born = [int(words[part]) if words.get(part) else None for part in ("year", "month", "day")]
        return {
            "given": words.get("given", ""),
            "family": words.get("family", ""),
            "born": PartDate(born[0], born[1], born[2]) if born[0] else None,
            "local": words.get("number", ""),
            "lead": str(by.staff),
            "team": str(by.teams[0]) if by.teams else "",
        }


def first_facts(said: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned form as what is first stated of the person: what was left empty is not stated."""
    answers = ("sex", "gender", "ethnicity", "language", "interpreter")
    same = ("liked", "other_given", "other_family", "phone", "address_kind", "lines", "postcode", "from_on")
    return {
        **{name: said[name] for name in same},
        "phone_safe": said["phone_safe"] or SafeContact.NOT_ASKED,
        "numbers": tuple((kind, said[kind]) for kind in NUMBER_FIELDS if said[kind]),
        "equality": tuple((kind, said[kind]) for kind in answers if said[kind]),
    }


class NameForm(SentOnce):
    """A name."""

    kind = forms.ChoiceField(label="What name is it?", widget=forms.RadioSelect, choices=NameKind.choices())
    given = _text("First name")
    family = _text("Last name")
    is_correction = forms.BooleanField(label="This corrects a mistake in the current name", required=False)


class BirthForm(SentOnce):
    """A date of birth."""

    born_on = ApproximateDate(label="Date of birth", help_text=BORN_HINT)
    looks = {"born_on": Look(is_birthday=True)}


class NumberForm(SentOnce):
    """An identity number."""

    kind = forms.ChoiceField(label="Kind of number", choices=IdentifierKind.choices())
    text = _text("Number", required=True, error_messages={"required": "Enter the number"})
    looks = {"text": Look(width=20)}


class AddressForm(SentOnce):
    """A spell at an address, or of no fixed address."""

    kind = forms.ChoiceField(label="What is it to them?", widget=forms.RadioSelect, choices=AddressKind.choices())
    lines = _text("Address", widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
    postcode = _text("Postcode", max_length=10)
    from_on = DateParts(label="Date from", required=False)
    until_on = DateParts(label="Date to", required=False)
    is_confidential = forms.BooleanField(
        label="Keep this address confidential: only our agency sees it", required=False
    )
    looks = {"lines": Look(is_counted=False), "postcode": Look(width=10)}


class ContactForm(SentOnce):
    """A telephone number or email address."""

    kind = forms.ChoiceField(label="Kind", choices=ContactDetailKind.choices())
    text = _text(
        "Number or email address",
        required=True,
        max_length=254,
        error_messages={"required": "Enter a number or email address"},
    )
    safe = forms.ChoiceField(label="Is it safe to use?", widget=forms.RadioSelect, choices=SafeContact.choices())
    safe_times = _text("Times when it is safe", max_length=200)


class EqualityForm(SentOnce):
    """One thing the person told."""

    kind = forms.ChoiceField(label="What is it about?", choices=EqualityKind.choices())
    value = forms.CharField(label="What the person said", max_length=200, required=False)
    sex = forms.ChoiceField(label="Sex, if it is about sex", required=False, choices=[("", "Not said"), *Sex.choices()])
    ethnicity = forms.ChoiceField(
        label="Ethnicity, if it is about ethnicity", required=False, choices=[("", "Not said"), *Ethnicity.choices()]
    )
    not_given = forms.ChoiceField(
        label="Or why there is no answer", required=False, choices=[("", "There is an answer"), *NotGiven.choices()]
    )

    @property
    def answer(self) -> str:
        """The one answer: why there is none, the listed one, or the person's words."""
        said = self.cleaned_data
        listed = said.get(said["kind"]) if said["kind"] in ("sex", "ethnicity") else ""
        return said["not_given"] or listed or said["value"]


class ReasonForm(SentOnce):
    """Why a fact is chosen, or two records are joined or parted."""

    reason = forms.CharField(label="Reason", max_length=300, required=False)
