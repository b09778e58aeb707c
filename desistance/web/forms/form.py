"""The base form and its bound fields: ids, hints, problems, described-by and the choice of markup for each control."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from desistance.web.forms.dates import PARTS, DateParts, DatePartsInput, typed_of
from desistance.web.forms.renderer import GovukRenderer
from desistance.web.forms.words import speak

DATE_WIDTHS = {"day": 2, "month": 2, "year": 4}
BIRTHDAY_FILL = {"day": "bday-day", "month": "bday-month", "year": "bday-year"}
# Attributes with which a browser cuts, refuses or corrects what is typed; we say what is wrong and lose nothing instead.
CUTTING_ATTRIBUTES = ("maxlength", "minlength", "min", "max", "step", "required")
# The first that fits draws it. To Django, CheckboxSelectMultiple is a kind of RadioSelect: asked in the other order,
# "select all that apply" is drawn as round radios.
OWN_BODIES = ("cards", "checkbox", "date", "password", "count")
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (DatePartsInput, "date"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How one field looks. Everything is optional; a field without a look is plain, with its label at work size."""

    size: str = ""  # label or legend: "", "s", "m", "l", "xl"
    is_heading: bool = False  # the label is the page's h1
    is_label_hidden: bool = False  # still read out; for a lone field under a heading that says the same
    width: int = 0  # characters: 2, 3, 4, 5, 10, 20 or 30
    prefix: str = ""  # "£": not read out, so the label must say pounds
    suffix: str = ""  # "hours"
    is_inline: bool = False  # choices side by side (for cards: across)
    is_small: bool = False  # small radios and checkboxes, for filters
    as_cards: bool = False  # radios as choice cards
    option_hints: Mapping[str, str] = field(default_factory=dict)  # value of an option: its hint
    reveals: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # value of an option: names of the fields it opens
    dividers: Mapping[str, str] = field(default_factory=dict)  # value of an option: the words ("or") before it
    exclusive: str = ""  # value of the option that clears the others ("none")
    disabled: tuple[str, ...] = ()  # values that cannot be chosen now; the hint must say why
    is_counted: bool = True  # a textarea with max_length says how much is left
    has_wide_letters: bool = False  # codes and references
    is_birthday: bool = False  # a date the browser may fill in from the user's own; never for other people
    described_by: str = ""  # id of another text on the page that also explains the field


@dataclass(frozen=True, slots=True)
class Option:
    """One radio or checkbox, ready to draw."""

    id: str
    type: str
    value: str
    label: str
    is_checked: bool
    is_disabled: bool
    is_exclusive: bool
    hint: str
    divider: str
    revealed: tuple["GovukBoundField", ...]


@dataclass(frozen=True, slots=True)
class DateBox:
    """One box of a date, ready to draw."""

    id: str
    name: str
    label: str
    value: str
    width: int
    inputmode: str
    autocomplete: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary: the words, and the link to the first control to mend ("" when the whole form is meant)."""

    words: str
    href: str


class GovukBoundField(BoundField):
    """A field of a form on a page, with everything its markup needs."""

    form: "GovukForm"

    @property
    def look(self) -> Look:
        """How this field looks, as its form says."""
        return self.form.looks.get(self.name, Look())

    @property
    def kind(self) -> str:
        """Which markup draws it."""
        kind = next((kind for widgets, kind in KINDS if isinstance(self.field.widget, widgets)), "input")
        if kind == "radios" and self.look.as_cards:
            return "cards"
        return "count" if kind == "textarea" and self.counts_to else kind

    @property
    def body_template(self) -> str:
        """The template of what stands inside the group."""
        kind = self.kind
        if kind in ("radios", "checkboxes"):
            return "forms/choices.html"
        return f"forms/{kind}.html" if kind in OWN_BODIES else "forms/control.html"

    @property
    def family(self) -> str:
        """Whose classes the options wear."""
        return "checkboxes" if self.kind == "checkboxes" else "radios"

    @property
    def id(self) -> str:
        """The id of the first control (of a date: of the group)."""
        return self.auto_id or self.html_name

    @property
    def hint_id(self) -> str:
        """The id of the hint."""
        return f"{self.id}-hint"

    @property
    def error_id(self) -> str:
        """The id of the problem."""
        return f"{self.id}-error"

    @property
    def problem(self) -> str:
        """The first problem, most useful first; the others wait until it is mended."""
        return str(self.errors[0]) if self.errors else ""

    @property
    def first_control_id(self) -> str:
        """Where the summary's link goes: the control, the first option, or the first wrong box of a date."""
        return next((box.id for box in self.date_parts if box.is_wrong), self.id) if self.kind == "date" else self.id

    @property
    def counts_to(self) -> int | None:
        """How many characters a counted text may have; None when it is not counted."""
        widget = self.field.widget
        is_counted = isinstance(widget, forms.Textarea) and self.look.is_counted
        return getattr(self.field, "max_length", None) if is_counted else None

    @property
    def module(self) -> str:
        """The design system's script for this control, if it has one."""
        return {"count": "govuk-character-count", "password": "govuk-password-input"}.get(self.kind, "")

    @property
    def group_class(self) -> str:
        """The classes of the group around the field."""
        return (
            "govuk-form-group"
            + (" govuk-form-group--error" if self.errors else "")
            + (f" {self.module}" if self.module else "")
        )

    @property
    def described_by(self) -> str:
        """Ids of what explains the control, in the order in which they are read."""
        ids = [
            f"{self.id}-info" if self.counts_to else "",
            self.look.described_by,
            self.hint_id if self.help_text else "",
            self.error_id if self.errors else "",
        ]
        return " ".join(filter(None, ids))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The id that explains the control, and no `required` or `aria-invalid`, as the design system asks."""
        attrs = dict(attrs)
        if self.field.disabled:
            attrs["disabled"] = True
        if self.described_by and not self.is_hidden:
            attrs.setdefault("aria-describedby", self.described_by)
        return attrs

    @property
    def control(self) -> SafeString:
        """The input, textarea, select or file control itself."""
        block = {"select": "govuk-select", "file": "govuk-file-upload"}.get(self.kind, "govuk-input")
        if isinstance(self.field.widget, forms.Textarea):
            block = "govuk-textarea"
        classes = [self.field.widget.attrs.get("class", ""), block, f"{block}--error" if self.errors else ""]
        classes += [f"govuk-input--width-{self.look.width}"] if self.look.width else []
        classes += ["govuk-input--extra-letter-spacing"] if self.look.has_wide_letters else []
        classes += ["govuk-js-character-count"] if self.counts_to else []
        attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
        if self.kind == "password":
            attrs["class"] += " govuk-password-input__input govuk-js-password-input-input"
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
            attrs["autocomplete"] = self.field.widget.attrs.get("autocomplete", "current-password")
        return self.as_widget(attrs=attrs)

    @property
    def options(self) -> Iterator[Option]:
        """Radios or checkboxes, flat, in order."""
        chosen = {str(value) for value in self.field.widget.format_value(self.value())}
        look, type_ = self.look, "checkbox" if self.kind == "checkboxes" else "radio"
        for place, (value, label) in self._numbered_choices():
            yield Option(
                id=self.id if place == 1 else f"{self.id}-{place}",
                type=type_,
                value=value,
                label=label,
                is_checked=value in chosen,
                is_disabled=value in look.disabled or self.field.disabled,
                is_exclusive=bool(look.exclusive) and value == look.exclusive,
                hint=look.option_hints.get(value, ""),
                divider=look.dividers.get(value, ""),
                revealed=tuple(self.form.bound(name) for name in look.reveals.get(value, ())),
            )

    def _numbered_choices(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """Choices with their place; a divider takes a place too, as in the design system's own ids."""
        place = 0
        for value, label in self._flat_choices():
            place += 2 if value in self.look.dividers else 1
            yield place, (value, label)

    def _flat_choices(self) -> Iterator[tuple[str, str]]:
        for value, label in self.field.widget.choices:
            if isinstance(label, list | tuple):
                yield from ((str(inner), str(words)) for inner, words in label)
            else:
                yield ("" if value is None else str(value)), str(label)

    @property
    def is_ticked(self) -> bool:
        """Whether a single box is ticked."""
        return bool(self.field.widget.check_test(self.value()))

    @property
    def ticked_value(self) -> str:
        """What a ticked single box sends."""
        return str(self.field.widget.attrs.get("value", "on"))

    @property
    def date_parts(self) -> Iterator[DateBox]:
        """The boxes of a date."""
        typed = typed_of(self.value())
        for part in self.field.widget.parts:
            yield DateBox(
                id=f"{self.id}-{part}",
                name=f"{self.html_name}-{part}",
                label=part.capitalize(),
                value=getattr(typed, part),
                width=DATE_WIDTHS[part],
                inputmode="numeric",
                autocomplete=BIRTHDAY_FILL[part] if self.look.is_birthday else "",
                is_wrong=part in self._wrong_parts(),
            )

    def _wrong_parts(self) -> tuple[str, ...]:
        errors = self.form.errors.as_data().get(self.name, []) if self.form.is_bound else []
        return (errors[0].params or {}).get("parts", PARTS) if errors else ()


class GovukForm(forms.Form):
    """The base of every form. `looks` says how fields look; hints are Django's `help_text`; one problem a field is shown.

    Render with `{{ form }}` inside `<form method="post" novalidate>`, or include `forms/page_form.html`. When not
    valid, answer with status 422 and the same page: base draws the summary and puts "Error: " before the title.
    """

    bound_field_class = GovukBoundField
    default_renderer = GovukRenderer
    use_required_attribute = False
    looks: Mapping[str, Look] = {}
    error_css_class: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what Django takes, then give each field our words and drop what would cut what is typed."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, one in self.fields.items():
            label = str(one.label or name.replace("_", " ").capitalize())
            for cut in CUTTING_ATTRIBUTES:
                one.widget.attrs.pop(cut, None)
            self._plain_number(one)
            if isinstance(one.widget, forms.Select):
                one.widget.template_name = "forms/select.html"
            if isinstance(one, DateParts):
                one.label = label
                one.speak(label)
            else:
                speak(one, label)

    @staticmethod
    def _plain_number(one: forms.Field) -> None:
        """Numbers are typed as text: a number control drops what it cannot read and turns under a scrolling wheel."""
        if isinstance(one.widget, forms.NumberInput):
            one.widget.input_type = "text"
            is_whole = type(one) is forms.IntegerField
            one.widget.attrs.setdefault("inputmode", "numeric" if is_whole else "decimal")
        if isinstance(one.widget, forms.Textarea):
            one.widget.attrs.pop("cols", None)
            if str(one.widget.attrs.get("rows")) == "10":
                one.widget.attrs["rows"] = 5

    def bound(self, name: str) -> GovukBoundField:
        """One field on the page."""
        return cast(GovukBoundField, self[name])

    def _bounds(self) -> list[GovukBoundField]:
        return [self.bound(name) for name in self.fields]

    @property
    def placed_fields(self) -> list[GovukBoundField]:
        """Visible fields in order, without those that an option reveals (they are drawn inside it)."""
        inside = {name for look in self.looks.values() for names in look.reveals.values() for name in names}
        return [bound for bound in self._bounds() if bound.name not in inside and not bound.is_hidden]

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.errors)

    @property
    def problems(self) -> list[Problem]:
        """The summary: what is wrong with the form as a whole, then one line a field, in the order of the fields."""
        whole = [Problem(str(words), "") for words in self.errors.get(NON_FIELD_ERRORS, [])]
        wrong = [bound for bound in self._bounds() if bound.errors]
        hidden = [Problem(bound.problem, "") for bound in wrong if bound.is_hidden]
        shown = [Problem(bound.problem, f"#{bound.first_control_id}") for bound in wrong if not bound.is_hidden]
        return whole + hidden + shown
