"""The forms of what has happened: a conviction, a time in custody, its release, and why something is corrected."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desistance.history.queries import OffenceOnRecord
from desistance.history.rules.convictions import ConvictionFacts, DisposalFacts
from desistance.history.rules.custody import CustodyFacts
from desistance.history.terms import (
    LONGEST_COURT,
    LONGEST_LENGTH,
    LONGEST_NUMBER,
    LONGEST_OFFENCE_WORDS,
    LONGEST_REASON,
    CustodyKind,
    DisposalKind,
    ReleaseKind,
)
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

OF_THE_OFFENCE = ("number", "offence_code", "offence_words", "committed_on", "committed_until")
OF_THE_DISPOSAL = ("kind", "given_on", "court", "length_days", "length_words", "area")


def _text(label: str, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, strip=True, **more)


class ConvictionForm(SentOnce):
    """One offence and the main way in which it was dealt with."""

    number = _text(
        "Number of the offence",
        required=True,
        max_length=LONGEST_NUMBER,
        help_text="As in your own system or on the court's register.",
        error_messages={"required": "Enter the number of the offence"},
    )
    offence_code = _text(
        "Offence code", max_length=12, help_text="For example, TH68010 or 046/00. Leave it empty if you do not have it."
    )
    offence_words = _text(
        "The offence in words", max_length=LONGEST_OFFENCE_WORDS, help_text="Needed if there is no code."
    )
    committed_on = DateParts(label="When was it committed?", words="Date of the offence", required=False)
    committed_until = DateParts(
        label="Until when, if over several days?", words="Last day of the offence", required=False
    )
    kind = forms.ChoiceField(
        label="How was it dealt with?",
        choices=[("", "Choose"), *DisposalKind.choices],
        error_messages={"required": "Choose how it was dealt with"},
    )
    given_on = DateParts(
        label="When was that decided?",
        words="Date of the disposal",
        error_messages={"required": "Enter the date on which it was decided"},
    )
    court = _text("Court or police station", max_length=LONGEST_COURT)
    length_days = forms.IntegerField(label="Length in days", required=False, min_value=1, max_value=36_500)
    length_words = _text("Length in words", max_length=LONGEST_LENGTH, help_text="For example, 18 weeks.")
    area = forms.ChoiceField(
        label="Local authority where the person lived on that day",
        required=False,
        help_text="It decides in which area's figures this is counted.",
    )
    looks = {
        "number": Look(width=20),
        "offence_code": Look(width=10),
        "length_days": Look(width=5),
        "offence_words": Look(is_counted=False),
    }

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "Not known"), *areas]  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self, beside: tuple[DisposalFacts, ...] = ()) -> ConvictionFacts:
        """What was typed; ``beside`` are disposals that the form does not show and that stay."""
        said = self.cleaned_data
        disposal = DisposalFacts(
            kind=said["kind"],
            given_on=said["given_on"],
            court=said["court"],
            length_days=said["length_days"],
            area=said["area"],
            length_words=said["length_words"],
        )
        return ConvictionFacts(
            number=said["number"],
            offence_code=said["offence_code"],
            offence_words=said["offence_words"],
            committed_on=said["committed_on"],
            committed_until=said["committed_until"],
            disposals=(disposal, *beside),
        )


class CorrectionForm(ConvictionForm):
    """The same, and why it is corrected."""

    reason = _text(
        "Why is this being corrected?",
        required=True,
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter why this is being corrected"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def as_typed(record: OffenceOnRecord) -> dict[str, Any]:
    """A conviction on record as the form shows it."""
    offence = record.offence
    typed = {name: getattr(offence, name) for name in OF_THE_OFFENCE}
    for disposal in record.disposals[:1]:
        typed |= {name: getattr(disposal, name) for name in OF_THE_DISPOSAL}
    return typed


def beside_the_main(record: OffenceOnRecord) -> tuple[DisposalFacts, ...]:
    """The disposals that the form does not show: a correction leaves them as they are."""
    return tuple(
        DisposalFacts(one.kind, one.given_on, one.court, one.length_days, one.area, one.length_words)
        for one in record.disposals[1:]
    )


class CustodyForm(SentOnce):
    """A time in custody, over or still going on."""

    kind = forms.ChoiceField(
        label="Why were they in custody?",
        widget=forms.RadioSelect,
        choices=CustodyKind.choices,
        error_messages={"required": "Choose why they were in custody"},
    )
    from_on = DateParts(
        label="When did it begin?",
        words="Date of reception",
        error_messages={"required": "Enter the date on which it began"},
    )
    prison = _text("Prison", max_length=80)
    sentenced_on = DateParts(label="When were they sentenced?", words="Date of the sentence", required=False)
    planned_release_on = DateParts(
        label="When is release planned?",
        words="Planned release",
        required=False,
        help_text="As the prison says. It is never worked out here.",
    )
    until_on = DateParts(
        label="When did it end?",
        words="Date of release",
        required=False,
        help_text="Leave it empty while they are in custody.",
    )
    release_kind = forms.ChoiceField(
        label="How did it end?", required=False, choices=[("", "Not known"), *ReleaseKind.choices]
    )

    def facts(self) -> CustodyFacts:
        """What was typed."""
        names = ("kind", "from_on", "until_on", "prison", "planned_release_on", "release_kind", "sentenced_on")
        return CustodyFacts(**{name: self.cleaned_data[name] for name in names})


class ReleaseForm(SentOnce):
    """When and how a time in custody ended."""

    until_on = DateParts(
        label="When did it end?", words="Date of release", error_messages={"required": "Enter the date of release"}
    )
    release_kind = forms.ChoiceField(
        label="How did it end?", required=False, choices=[("", "Not known"), *ReleaseKind.choices]
    )
