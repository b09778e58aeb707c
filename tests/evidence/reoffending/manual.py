"""Write the manual's page of awkward cases: `python -m tests.evidence.reoffending.manual`."""

from pathlib import Path

from evidence.reoffending import PROVEN
from tests.evidence.reoffending.cases import SECTIONS, Case

PAGE = Path(__file__).resolve().parents[3] / "docs" / "evidence" / "reoffending.md"
COLUMNS = ("sanction_id", "sanction_type", "offence_date", "sanction_date", "release_date", "recordable", "breach")


def page() -> str:
    """The page as Markdown."""
    lines = [
        "# Proven reoffending: the conventions and the awkward cases",
        "",
        "Written from the code by `python -m tests.evidence.reoffending.manual`. Every case below is a test.",
        "",
        f"## The definition `{PROVEN.name}`",
        "",
        "| convention | choice | in words |",
        "|---|---|---|",
        *(f"| {one.name} | `{one.choice}` | {one.words} |" for one in PROVEN.conventions),
    ]
    for section, cases in SECTIONS.items():
        lines += ["", f"## {section}"]
        for case in cases:
            lines += ["", *_case(case)]
    return "\n".join(lines) + "\n"


def _case(case: Case) -> list[str]:
    rows = ["| " + " | ".join(_cell(row[name]) for name in COLUMNS) + " |" for row in case.rows]
    answer = [f"- Follow-up from {start}: {_reoffences(number)}." for start, number in case.answer]
    why = [f"- {case.rows[-1]['sanction_id']} does not count: {case.reason}."] if case.reason else []
    head = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    period = f"Cohorts from {case.period[0]} to {case.period[1]}."
    return [f"### {case.name}", "", period, "", *head, *rows, "", *(answer or ["- No index event."]), *why]


def _reoffences(number: int) -> str:
    return {0: "no reoffence", 1: "1 reoffence"}.get(number, f"{number} reoffences")


def _cell(value: object) -> str:
    return {True: "yes", False: "no", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
