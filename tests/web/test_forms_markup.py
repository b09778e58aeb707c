"""Our fields against the design system's own examples, case by case; where we differ on purpose, the reason stands here."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.forms.dates import DatePartsInput
from tests.web.oracle import examples, normal

CASES: dict[str, list[str]] = {
    "input": [
        "default",
        "with hint text",
        "with error message",
        "with error and hint",
        "with width-2 class",
        "with width-3 class",
        "with width-4 class",
        "with width-5 class",
        "with width-10 class",
        "with width-20 class",
        "with width-30 class",
        "with label as page heading",
        "with prefix",
        "with suffix",
        "with prefix and suffix",
        "with prefix and suffix and error",
        "with extra letter spacing",
        "value",
        "with describedBy",
        "hint with describedBy",
        "error with describedBy",
        "with error, hint and describedBy",
        "with autocomplete attribute",
        "inputmode",
        "custom type",
    ],
    "textarea": [
        "default",
        "with hint",
        "with error message",
        "with default value",
        "with custom rows",
        "with label as page heading",
        "with hint and error message",
        "with describedBy",
    ],
    "character-count": [
        "default",
        "with hint",
        "with hint and error",
        "with default value",
        "with label as page heading",
        "with custom rows",
    ],
    "select": [
        "default",
        "with hint text and error message",
        "with label as page heading",
        "hint",
        "error",
        "with describedBy",
        "hint and describedBy",
        "with selected value",
    ],
    "radios": [
        "default",
        "with hint",
        "inline",
        "with a divider",
        "with fieldset and error message",
        "with hint and error message",
        "with very long option text",
        "small inline",
    ],
    "checkboxes": [
        "default",
        "with hint",
        "with divider and None",
        "with legend as a page heading",
        "with error message",
        "with error message and hint",
        "small",
        "small with error",
        "small with hint",
    ],
    "date-input": [
        "default",
        "with values",
        "month and year",
        "with error message and hint",
        "with error on day input",
        "with error on month input",
        "with error on year input",
        "with hint and described by",
    ],
    "file-upload": [
        "default",
        "with hint text",
        "with error message and hint",
        "error",
        "with label as page heading",
        "with describedBy",
    ],
    "password-input": [
        "default",
        "with hint text",
        "with error message",
        "with label as page heading",
        "with new-password autocomplete",
    ],
}

# Where we differ on purpose, and why. The first two are rewritten in `theirs`; cases that hang on the others are not compared.
DIFFERENCES = {
    "date boxes": "carry the field's name (`dob-day`): a form may have two dates, and a bare `day` would be one of them",
    "disabled options of a select": "are left out: a choice that cannot be made is said in words, with the reason",
    "options without a fieldset": "always have one: a group without a name is not understood by people who only hear it",
    "what an option reveals": "shows and hides by style: their script puts aria-expanded on a radio, which it may not have",
    "ids of items set by hand": "are numbered from the field's id, so that the summary's link always finds the first",
}


def _size(classes: str) -> str:
    return next((size for size in ("xl", "l", "m", "s") if classes.endswith(f"--{size}")), "")


def _items(options: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in options.get("items") or [] if item]


def _choices(options: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (str(item.get("value", item.get("text"))), item["text"]) for item in _items(options) if "divider" not in item
    ]


def _dividers(options: dict[str, Any]) -> dict[str, str]:
    items = _items(options)
    return {str(after["value"]): before["divider"] for before, after in pairwise(items) if "divider" in before}


def _look(component: str, options: dict[str, Any]) -> Look:
    named = options.get("label") or (options.get("fieldset") or {}).get("legend") or {}
    classes = options.get("classes", "")
    width = next((int(one.rsplit("-", 1)[1]) for one in classes.split() if "--width-" in one), 0)
    exclusive = next((str(item["value"]) for item in _items(options) if item.get("behaviour") == "exclusive"), "")
    return Look(
        size=_size(named.get("classes", "")),
        is_heading=named.get("isPageHeading", False),
        width=width,
        prefix=(options.get("prefix") or {}).get("text", ""),
        suffix=(options.get("suffix") or {}).get("text", ""),
        is_inline="--inline" in classes,
        is_small="--small" in classes,
        dividers=_dividers(options),
        exclusive=exclusive,
        option_hints={str(item["value"]): item["hint"]["text"] for item in _items(options) if item.get("hint")},
        disabled=tuple(str(item["value"]) for item in _items(options) if item.get("disabled")),
        has_wide_letters="extra-letter-spacing" in classes,
        described_by=options.get("describedBy", "") or (options.get("fieldset") or {}).get("describedBy", ""),
    )


def _attrs(options: dict[str, Any]) -> dict[str, str]:
    named = {"autocomplete": "autocomplete", "inputmode": "inputmode", "rows": "rows"}
    return {ours: str(options[theirs]) for theirs, ours in named.items() if theirs in options}


def _field(component: str, options: dict[str, Any]) -> forms.Field:
    label = (options.get("label") or (options.get("fieldset") or {}).get("legend") or {}).get("text", "")
    common: dict[str, Any] = {
        "label": label,
        "help_text": (options.get("hint") or {}).get("text", ""),
        "required": False,
    }
    attrs = _attrs(options)
    builders: dict[str, Callable[[], forms.Field]] = {
        "textarea": lambda: forms.CharField(widget=forms.Textarea(attrs=attrs), **common),
        "character-count": lambda: forms.CharField(
            widget=forms.Textarea(attrs=attrs), max_length=options["maxlength"], **common
        ),
        "select": lambda: forms.ChoiceField(choices=_choices(options), **common),
        "radios": lambda: forms.ChoiceField(choices=_choices(options), widget=forms.RadioSelect, **common),
        "checkboxes": lambda: forms.MultipleChoiceField(
            choices=_choices(options), widget=forms.CheckboxSelectMultiple, **common
        ),
        "date-input": lambda: DateParts(widget=DatePartsInput(parts=_boxes(options)), **common),
        "file-upload": lambda: forms.FileField(**common),
        "password-input": lambda: forms.CharField(widget=forms.PasswordInput(attrs=attrs), **common),
        "input": lambda: _text(options, attrs, common),
    }
    return builders[component]()


def _boxes(options: dict[str, Any]) -> tuple[str, ...]:
    return tuple(part for part in ("day", "month", "year") if options.get(part) is not False)


def _text(options: dict[str, Any], attrs: dict[str, str], common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs=attrs)
    widget.input_type = options.get("type", "text")
    return forms.CharField(widget=widget, **common)


def _initial(component: str, options: dict[str, Any]) -> Any:
    if component == "date-input":
        values = options.get("values") or {}
        return DatePartsInput().value_from_datadict(
            {f"x-{key.rsplit('-', 1)[-1]}": str(value) for key, value in values.items()}, {}, "x"
        )
    if component == "checkboxes":
        chosen = [str(value) for value in options.get("values") or []]
        return chosen + [str(item["value"]) for item in _items(options) if item.get("checked")]
    checked = [str(item.get("value")) for item in _items(options) if item.get("checked") or item.get("selected")]
    return checked[0] if checked else options.get("value")


def _wrong_boxes(options: dict[str, Any]) -> tuple[str, ...]:
    named = tuple(part for part in ("day", "month", "year") if (options.get(part) or {}) and options[part].get("error"))
    classed = tuple(item["name"] for item in _items(options) if "--error" in item.get("classes", ""))
    return named or classed or ("day", "month", "year")


def ours(component: str, options: dict[str, Any]) -> list[str]:
    """Our markup for their options. Django builds ids from names, so the field is named by the id and renamed afterwards."""
    id_ = options.get("id") or options.get("idPrefix") or options["name"]
    name = options.get("namePrefix") or options.get("name") or id_
    look = _look(component, options)
    kind = type("Example", (GovukForm,), {id_: _field(component, options), "looks": {id_: look}})
    initial = {id_: _initial(component, options)}
    problem = options.get("errorMessage")
    form = kind(auto_id="%s", initial=initial)
    if problem:
        form = kind(_as_data(id_, component, initial[id_]), auto_id="%s", initial=initial)
        form.full_clean()
        form._errors = type(form.errors)()
        form.add_error(id_, DateParts.wrong(problem["text"], _wrong_boxes(options)))
    return [line.replace(f" name='{id_}", f" name='{name}") for line in normal(str(form.bound(id_).as_field_group()))]


def _as_data(name: str, component: str, value: Any) -> dict[str, Any]:
    if component == "date-input":
        return {f"{name}-{part}": getattr(value, part) for part in ("day", "month", "year")}
    return {name: "" if value is None else value}


def theirs(component: str, example: dict[str, Any]) -> list[str]:
    """Their markup, with our reasoned differences applied."""
    options, lines = example["options"], normal(example["html"])
    if component == "date-input" and not options.get("namePrefix"):
        prefix = options.get("name") or options["id"]
        lines = [
            line.replace("name='day'", f"name='{prefix}-day'")
            .replace("name='month'", f"name='{prefix}-month'")
            .replace("name='year'", f"name='{prefix}-year'")
            for line in lines
        ]
    return [line.replace("<option> disabled=''", "<option>") for line in lines]


@pytest.mark.parametrize(
    ("component", "name"), [(component, name) for component, names in CASES.items() for name in names]
)
def test_a_field_is_drawn_as_the_design_system_draws_it(component: str, name: str) -> None:
    example = examples(component)[name]

    assert ours(component, example["options"]) == theirs(component, example)


def test_the_comparison_is_wide_enough() -> None:
    assert len(CASES) >= 8
    assert sum(map(len, CASES.values())) >= 40


@pytest.mark.parametrize("name", ["default", "without links", "mixed with and without links"])
def test_the_error_summary_is_drawn_as_the_design_system_draws_it(name: str) -> None:
    example = examples("error-summary")[name]
    problems = [{"words": one["text"], "href": one.get("href", "")} for one in example["options"]["errorList"]]

    assert normal(render_to_string("forms/error_summary.html", {"problems": problems})) == normal(example["html"])
