"""What a form says when something is wrong: what is missing or how to mend it, in the label's own words.

Templates of the project's content style: "Enter {label}", "Select {label}", "{Label} must be {n} characters or fewer".
A label that is a question gets 'Enter an answer to "..."' unless the form brings better words of its own (it should).
"""

from collections.abc import Iterator

from django import forms

CHOICE_WIDGETS = (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple)


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: `date of birth`, but `PNC number` and `A. Nixon's team` keep their capitals."""
    first_word = label.split(" ", 1)[0]
    keeps_capital = any(letter.isupper() or letter in ".'\u2019" for letter in first_word[1:])
    return label if keeps_capital else label[:1].lower() + label[1:]


def missing_words(label: str, *, is_choice: bool) -> str:
    """What to do about an empty field: `Enter work email address`, `Select how long`."""
    verb = "Select" if is_choice else "Enter"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    return f"{verb} {in_sentence(label)}"


def _django_words(field: forms.Field) -> dict[str, str]:
    words: dict[str, str] = {}
    for kind in reversed(type(field).__mro__):
        words.update(getattr(kind, "default_error_messages", {}))
    return words


def _own_words(field: forms.Field, label: str) -> Iterator[tuple[str, str]]:
    is_choice = isinstance(field.widget, CHOICE_WIDGETS)
    yield (
        "required",
        f"Select “{label}”" if isinstance(field, forms.BooleanField) else missing_words(label, is_choice=is_choice),
    )
    yield "max_length", f"{label} must be %(limit_value)s characters or fewer"
    yield "min_length", f"{label} must be %(limit_value)s characters or more"
    yield "max_value", f"{label} must be %(limit_value)s or less"
    yield "min_value", f"{label} must be %(limit_value)s or more"
    yield "null_characters_not_allowed", f"{label} must not hold characters that cannot be shown"
    if isinstance(field, forms.FileField):
        yield "required", f"Choose a file for {in_sentence(label)}"
        yield "missing", f"Choose a file for {in_sentence(label)}"
        yield "empty", "The selected file is empty"
        yield "invalid", "The selected file could not be read: select it again"
        yield "max_length", "The selected file's name must be %(max)d characters or fewer"
    elif isinstance(field, forms.EmailField):
        yield "invalid", f"{label} must be like name@example.org"
    elif isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField | forms.DecimalField):
        yield "invalid", f"{label} must be a whole number, like 12"
    elif isinstance(field, forms.FloatField | forms.DecimalField):
        yield "invalid", f"{label} must be a number, like 12.5"
    elif isinstance(field, forms.TimeField):
        yield "invalid", f"{label} must be a time, like 9:30am"
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        yield "invalid_choice", f"Choose {in_sentence(label).rstrip('?')} from the list"
        yield "invalid_list", f"Choose {in_sentence(label).rstrip('?')} from the list"


def speak(field: forms.Field, label: str) -> None:
    """Give a field our words wherever its form has not brought words of its own."""
    theirs = _django_words(field)
    brought = {code for code, words in field.error_messages.items() if code not in theirs or words != theirs[code]}
    for code, words in _own_words(field, label):
        if code not in brought:
            field.error_messages[code] = words
