"""Write the guide to offence groups from its cases: `python -m tests.rules.history.manual`."""

from pathlib import Path

from desistance.history.rules.offence_groups import classify
from desistance.history.terms import OFFENCE_GROUPS, OffenceGroup
from tests.rules.history.cases import SECTIONS, Case

PAGE = Path(__file__).resolve().parents[3] / "docs" / "practitioners" / "how-offences-are-grouped.md"
MARKS = {"": "", "racial": "aggravated", "alcohol": "alcohol", "breach": "breach"}
HEAD = """# How offences are grouped

Written from the code by `python -m tests.rules.history.manual`. Every line of the tables is a test.

The service puts each offence in one of six groups, by its offence code and by nothing else. It reads two kinds of code: those of the criminal justice system
(TH68010) and those of the Home Office (046/00). A code may be an attempt (ending in A), aiding (B) or a conspiracy (C).

- **The group is worked out each time**, and is not kept with the offence. When the partnership changes the mapping, it gets a new version with a date.
- **Aggravated** says that the offence is racially or religiously aggravated in law. It stands beside the group. It does not say why somebody did it.
- **Alcohol** marks drink driving and drunkenness.
- **Breach** marks breaking an order or a licence, which is never counted as a proven reoffence.
- **Recordable** says whether the offence is kept on the Police National Computer. Only recordable offences count as proven reoffences. Of Home Office codes it is not known.
- **A code that no list has** is kept as it came, counted under Other, and warned of on the person's page.
"""


def page() -> str:
    """The page as Markdown."""
    rules = OFFENCE_GROUPS[-1]
    until = f" until {rules.valid_until}" if rules.valid_until else ""
    groups = ", ".join(label for _, label in OffenceGroup.choices)
    lines = [
        HEAD,
        f"This is version {rules.version} of the mapping, in force from {rules.valid_from}{until}. The groups: {groups}.",
        "",
    ]
    for section, cases in SECTIONS.items():
        lines += [
            f"## {section}",
            "",
            "| Code | Offence | Group | Marks | Recordable | Note |",
            "|---|---|---|---|---|---|",
        ]
        lines += [*(_line(case) for case in cases), ""]
    return "\n".join(lines)


def _line(case: Case) -> str:
    found = classify(case.code)
    recordable = {True: "yes", False: "no", None: "not known"}[found.is_recordable]
    cells = (
        case.code or "none",
        found.title or "not listed",
        found.group.label,
        MARKS[case.flags],
    )
    return "| " + " | ".join((*cells, recordable, case.why)) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
