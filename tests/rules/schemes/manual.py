"""The practitioners' page "Who can be offered Checkpoint", printed from the rule sets and the cases that test them.

Write it anew: ``python -m tests.rules.schemes.manual``.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

from desistance.foundation.rulesets import RuleSet
from desistance.schemes.rules.checkpoint.criteria import in_words
from desistance.schemes.rules.checkpoint.eligibility import differences, values_in_words
from desistance.schemes.terms.checkpoint import CHECKPOINT_RULES, WORDINGS
from tests.rules.schemes.cases import CHAPTERS, Case

PAGE = Path(__file__).resolve().parents[3] / "docs/practitioners/who-can-be-offered-checkpoint.md"
ANSWERS = {"met": "Met", "not_met": "Not met", "cannot_tell": "Cannot tell"}
HEAD = """# Who can be offered Checkpoint

This page is printed from the rules and from the cases that test them (`tests/rules/schemes/cases.py`). Nobody writes it by hand.

The list advises. It decides nothing: an officer decides, under their name and rank, and may decide another way.

- **Eligible**: every rule is met.
- **Not eligible**: a rule is not met. The list says which, so that the person can be told.
- **Cannot tell yet**: something is not known. Not known is never taken for no, and never for yes.
- **A supervisor must decide**: all that is open are special terms, which the police page does not publish.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "\n## The versions\n", *(_version(number) for number in range(len(CHECKPOINT_RULES), 0, -1))]
    parts += ["\n## How versions differ\n", *(_difference(*pair) for pair in pairwise(CHECKPOINT_RULES))]
    parts.append(
        "\n## Cases\n\nEach starts from somebody for whom every rule of version 3 is met, checked on 13 March 2026 where no other day "
        "is said.\n"
    )
    parts += [_chapter(title, cases) for title, cases in CHAPTERS]
    return "".join(parts).rstrip() + "\n"


def _version(number: int) -> str:
    rules = next(one for one in CHECKPOINT_RULES if one.version == number)
    until = f" until {in_words(rules.valid_until)}, that day not included" if rules.valid_until else ", in force"
    rows = [
        (
            f"{WORDINGS[name].bold} {WORDINGS[name].rest}".strip(),
            values_in_words(values) or "As it says",
            values["from"],
        )
        for name, values in rules.criteria
    ]
    note = f"\n{rules.values['not_applied']}\n" if rules.values.get("not_applied") else ""
    heading = f"\n### Version {number}: from {in_words(rules.valid_from)}{until}\n\n{rules.source}.\n{note}\n"
    return heading + _table(("Rule", "Values", "From"), rows) + "\n"


def _difference(earlier: RuleSet, later: RuleSet) -> str:
    rows = [(one.kind, one.criterion, one.before, one.after) for one in differences(earlier, later)]
    numbers = f"{earlier.version} to version {later.version}"
    return f"\nFrom version {numbers}:\n\n" + _table(("What", "Rule", "Before", "After"), rows) + "\n"


def _chapter(title: str, cases: tuple[Case, ...]) -> str:
    rows = [(case.says, ANSWERS[case.answer], case.result.words, str(case.version)) for case in cases]
    return f"\n### {title}\n\n" + _table(("Case", "Rule", "The list says", "Version"), rows) + "\n"


def _table(columns: Sequence[str], rows: Sequence[Any]) -> str:
    """A table as the generated pages of the reference have it; its module wants Django's rooms to be loaded."""
    from desistance.commands.docs.markdown import table

    return table(tuple(columns), rows)


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
