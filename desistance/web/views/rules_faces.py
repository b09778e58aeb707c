"""How the rules of each scheme look: what is typed into a version of them, and its values and its simulation as tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms

from desistance.foundation.rulesets import RuleSet
from desistance.schemes.queries.simulations import OnRecord
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES, members
from desistance.schemes.rules.iom.matrix import BY_NUMBER, IOM_SERIES, as_said, matrix_rows
from desistance.schemes.rules.series import Counts, Proposed, Said, Series
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checkpoint import GROUP_WORDS, QUESTIONS, WORDINGS
from desistance.schemes.terms.iom_scoring import ANSWERS, CONSIDER, HIGHEST, ITEMS, MOST_POINTS, POINTS
from desistance.schemes.terms.proposals import BOUNDS, LISTS
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import counted
from desistance.web.views.access_sending import SentOnce
from desistance.web.views.checkpoint_words import criterion_cells

NUMBERS = {
    "adult_years": "Years of age",
    "residence_confirmed_months": "Months for which a confirmed address counts",
    "offence_age_months": "Months that an offence may be old",
    "earlier_fewer_than": "Earlier contracts: fewer than",
}
LABELS = {
    "offence_listed_listed": "Groups of offences on the list",
    "offence_listed_special": "Groups with special terms, for a supervisor",
    "offence_listed_excluded": "Groups that are left out",
    "domestic_allowed": "Grades of domestic abuse that are allowed",
    "domestic_special": "Of these, for a supervisor",
    "admission_accepted": "Replies in interview that count",
    "bail_stops": "What stops an offer",
}
WHOLE = "Enter whole numbers with commas between them, like 1, 3, 6"
Cells = list[dict[str, Any]]


class VersionForm(SentOnce):
    """A version of any rules: from when, and by whose decision."""

    valid_from = DateParts(
        label="From which day?", words="First day", error_messages={"required": "Enter the first day"}
    )
    source = forms.CharField(
        label="Who decided on this version, and where is it written?", max_length=LONGEST_REASON,
        error_messages={"required": "Enter who decided on this version, and where it is written"},
    )  # fmt: skip
    conflict_labels = {"valid_from": "First day", "source": "Source"}

    def proposing(self, criteria: Said) -> Proposed:
        """A version of these criteria or items."""
        return Proposed(self.cleaned_data["valid_from"], self.cleaned_data["source"], criteria)


class CheckpointRulesForm(VersionForm):
    """A version of Checkpoint's rules: which criteria apply, and their values."""

    criteria = forms.MultipleChoiceField(
        label="Which rules apply?",
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, f"{one.bold} {one.rest}".strip()) for name, one in WORDINGS.items()],
        error_messages={"required": "Choose at least one rule"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = {"criteria": Look(is_small=True)}
        for (name, key), (least, most) in BOUNDS.items():
            field = f"{name}_{key}"
            self.fields[field] = forms.IntegerField(
                label=NUMBERS[field], required=False, min_value=least, max_value=most
            )
            self.looks[field] = Look(width=3)
        for (name, key), of in LISTS.items():
            words = GROUP_WORDS if of == "groups" else dict(QUESTIONS[of])
            choices = [(one, text) for one, text in words.items() if one in members(of)]
            field = f"{name}_{key}"
            self.fields[field] = forms.MultipleChoiceField(
                label=LABELS[field], required=False, widget=forms.CheckboxSelectMultiple, choices=choices
            )
            self.looks[field] = Look(is_small=True)

    def facts(self) -> Proposed:
        """What was typed: the criteria that apply with their values."""
        typed = self.cleaned_data
        criteria: dict[str, dict[str, Any]] = {name: {} for name in typed["criteria"]}
        for name, key in (*BOUNDS, *LISTS):
            if name in criteria:
                criteria[name][key] = typed.get(f"{name}_{key}")
        return self.proposing(criteria)


def _checkpoint_typed(rules: RuleSet) -> dict[str, Any]:
    criteria = dict(rules.criteria)
    values = {f"{name}_{key}": criteria[name].get(key) for name, key in (*BOUNDS, *LISTS) if name in criteria}
    return {"criteria": list(criteria), **values}


class Numbers(forms.CharField):
    """Whole numbers with commas between them."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The numbers in their order. Raises ``ValidationError`` for anything else."""
        words = [part.strip() for part in super().clean(value).split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in words):
            raise forms.ValidationError(WHOLE)
        return tuple(map(int, words))


class MatrixForm(VersionForm):
    """A matrix of IOM nominations: for what is counted, steps and their points; for each answer its points."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = {}
        for item in BY_NUMBER:
            words, unit = ITEMS[item].words, " percent" if item == "predictor" else " this many"
            self.fields[f"{item}_from"] = Numbers(label=f"{words}: from{unit}", error_messages={"required": WHOLE})
            self.fields[f"{item}_points"] = Numbers(
                label=f"{words}: points from there", error_messages={"required": WHOLE}
            )
            self.looks |= {f"{item}_from": Look(width=20), f"{item}_points": Look(width=20)}
        for item, answers in ANSWERS.items():
            for answer, words in answers:
                self._points(f"{item}_{answer}", f"{ITEMS[item].words}: {words}", -MOST_POINTS, MOST_POINTS)
        self._points(f"{CONSIDER}_{POINTS}", "The panel is advised to look closely from this score", 1, HIGHEST)

    def _points(self, name: str, label: str, least: int, most: int) -> None:
        told = f"Enter a number between {least} and {most}"
        wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), told)
        self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=wrong)
        self.looks = {**self.looks, name: Look(width=4)}

    def clean(self) -> dict[str, Any]:
        """As many points as there are steps, and each step once."""
        said: dict[str, Any] = super().clean() or {}
        for item in BY_NUMBER:
            steps, points = said.get(f"{item}_from", ()), said.get(f"{item}_points", ())
            if steps and points and len(steps) != len(points):
                self.add_error(f"{item}_points", "Enter as many points as there are numbers above")
            if len(set(steps)) != len(steps) or 0 in steps:
                self.add_error(f"{item}_from", "Enter each number once, from 1 up")
        return said

    def facts(self) -> Proposed:
        """What was typed: every item with its points."""
        typed = self.cleaned_data
        steps = {
            item: {"0": 0, **dict(zip(map(str, typed[f"{item}_from"]), typed[f"{item}_points"], strict=True))}
            for item in BY_NUMBER
        }
        answers = {
            item: {answer: typed[f"{item}_{answer}"] for answer, _ in options} for item, options in ANSWERS.items()
        }
        return self.proposing({**steps, **answers, CONSIDER: {POINTS: typed[f"{CONSIDER}_{POINTS}"]}})


def _matrix_typed(rules: RuleSet) -> dict[str, Any]:
    said = as_said(rules)
    found: dict[str, Any] = {}
    for item in BY_NUMBER:
        steps = [(least, points) for least, points in said.pop(item).items() if least != "0"]
        found |= {f"{item}_from": ", ".join(least for least, _ in steps)}
        found |= {f"{item}_points": ", ".join(str(points) for _, points in steps)}
    return {**found, **{f"{item}_{key}": points for item, kept in said.items() for key, points in kept.items()}}


def _answered(counts: Counts) -> str:
    words = (("met", "met"), ("not_met", "not met"), ("cannot_tell", "cannot tell"))
    return ", ".join(f"{counts.get(key, 0)} {text}" for key, text in words)


def _scored(counts: Counts) -> str:
    unknown = f", {counts['not_known']} not known" if "not_known" in counts else ""
    return f"{counts.get('points', 0)} points{unknown}"


def _of_arrests(found: OnRecord) -> str:
    was = counted(found.kept, "of them was,of them were")
    return (
        f"{was} checked, and weighed by what was known then."
        " The others are weighed by their custody record alone, which cannot tell much. Nothing is kept of this."
    )


def _of_cohort(found: OnRecord) -> str:
    left = found.kept - found.simulation.number
    more = f" {counted(left, 'case keeps,cases keep')} no facts to score and {'is' if left == 1 else 'are'} left out."
    return (
        "Each is scored by what their newest nomination kept, by the matrix of today and by this one."
        f"{more if left else ''} Nobody is selected or deselected by a score, and nothing is kept of this."
    )


@dataclass(frozen=True, slots=True)
class Face:
    """How the rules of one scheme look.

    ``rows``: a version's values as cells under ``columns``; ``typed``: the same as the form takes them. Of a simulation:
    ``simulated`` and ``explain`` introduce it, ``none`` stands where there is nothing, ``record`` names what would change and
    ``url`` leads there, ``count`` says what a ``part`` came to. ``readers``: permissions of those who may read a proposal beside
    whoever proposes and approves.
    """

    series: Series
    caption: str
    crumbs: tuple[dict[str, str], ...]
    lead: str
    form: type[CheckpointRulesForm] | type[MatrixForm]
    typed: Callable[[RuleSet], dict[str, Any]]
    columns: tuple[str, ...]
    rows: Callable[[RuleSet], list[Cells]]
    simulated: str
    none: str
    explain: Callable[[OnRecord], str]
    record: str
    part: str
    count: Callable[[Counts], str]
    url: str
    readers: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """`Rules of Checkpoint`."""
        return self.series.words[0].upper() + self.series.words[1:]


FACES: Final[Mapping[str, Face]] = {
    one.series.name: one
    for one in (
        Face(
            CHECKPOINT_SERIES,
            "Checkpoint",
            ({"label": "Checkpoint", "url": "/checkpoint/"},),
            "Who can be offered Checkpoint, by the lists that were published. The list advises; an officer decides.",
            CheckpointRulesForm,
            _checkpoint_typed,
            ("Rule", "Values", "From"),
            lambda rules: [criterion_cells(name, values) for name, values in rules.criteria],
            "On the arrests of the last 31 days",
            "No arrest of the last 31 days is on record for people whom you work with, so nothing can be simulated.",
            _of_arrests,
            "Arrest",
            "Rule",
            _answered,
            "/people/{reference}/checkpoint/{record}/",
        ),
        Face(
            IOM_SERIES,
            "IOM",
            ({"label": "IOM cohort", "url": "/iom/"},),
            "What each item of a nomination is worth. The score advises a panel; nobody is selected by it.",
            MatrixForm,
            _matrix_typed,
            ("Item", "Points"),
            lambda rules: [[{"words": item}, {"words": worth}] for item, worth in matrix_rows(rules)],
            "On the present cohort",
            "Nobody in the cohort whom you work with has facts of a nomination on record, so nothing can be simulated."
            " Ask whoever manages them: this page tells each worker of your force of their own people.",
            _of_cohort,
            "Case",
            "Item",
            _scored,
            "/people/{reference}/iom/{record}/",
            ("iom.view",),
        ),
    )
}
