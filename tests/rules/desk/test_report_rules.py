"""Reports by their rules: what is said, what is left out, when risk is too old; and the PDF: tagged, and text stays text."""

import io
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pypdf
import pytest

from desistance.access.rules.recipients import both, may_receive, reads_as
from desistance.api.operations.reports import TemplateName
from desistance.desk.rules.reports import (
    Heading,
    ReportFacts,
    content_of,
    digest_of,
    drawn_from,
    kept_lines,
    left_out,
    may_send,
    stale_words,
    troubles_of_report,
)
from desistance.desk.terms import TEMPLATES
from desistance.foundation import typesetting
from desistance.foundation.decisions import Refused
from desistance.foundation.register import Line, Section
from desistance.foundation.rulesets import RuleSet
from desistance.foundation.terms import DataClass
from desistance.web.reports_words import TEMPLATE_FILE, printable

RULE = (RuleSet("risk in a report", 1, date(2013, 1, 1), None, "a test", {"days": 91}),)
STALE = "Risk was last reviewed {days} days ago. Review it or say why it is still right."
RISK = Section("a.risk", "Risk", 10, lambda *_: (), "No risk recorded.", stale=RULE, stale_words=STALE)
VISITS = Section("a.visits", "Contacts", 20, lambda *_: (), "No contact recorded.", plain_title="Your appointments")
BRIEF, COURT, COPY = TEMPLATES["conference-brief"], TEMPLATES["court-review"], TEMPLATES["copy-for-person"]
HEADING = Heading(
    "Kyle Ashcroft", "24 June 1998", "P-7K3M-Q2", "Durham Police", "Alison Nixon", "Probation", "13 March 2026"
)
KNOWN = ("a.risk", "a.visits")


def line(words: str, on: date | None = None, record: int = 1, **more: Any) -> Line:
    return Line(words, more.pop("data_class", DataClass.CASEWORK), "a.Row", record, on=on, **more)


@pytest.mark.parametrize(
    ("template", "facts", "fields"),
    [
        (BRIEF, ReportFacts(KNOWN, recipient=1), []),
        (BRIEF, ReportFacts(KNOWN), ["recipient"]),
        (BRIEF, ReportFacts((), recipient=1), ["sections"]),
        (BRIEF, ReportFacts(("a.secret",), recipient=1), ["sections"]),
        (BRIEF, ReportFacts(KNOWN, {"why": "x" * 2001}, recipient=1), ["why"]),
        (BRIEF, ReportFacts(KNOWN, recipient=1, right="x" * 301), ["right"]),
        (COURT, ReportFacts(KNOWN, court=" "), ["court"]),
        (COURT, ReportFacts(KNOWN, court="x" * 121), ["court"]),
        (COURT, ReportFacts(KNOWN, court="Durham Crown Court"), []),
        (COPY, ReportFacts(KNOWN), []),
    ],
)
def test_what_a_report_needs(template: Any, facts: ReportFacts, fields: list[str]) -> None:
    assert [field for field, _ in troubles_of_report(template, facts, KNOWN)] == fields


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        (date(2025, 12, 1), ["Risk was last reviewed 102 days ago. Review it or say why it is still right."]),
        (date(2025, 12, 12), []),
        (date(2025, 12, 11), ["Risk was last reviewed 92 days ago. Review it or say why it is still right."]),
        (None, []),
    ],
)
def test_risk_that_is_too_old_must_be_confirmed(reviewed: date | None, said: list[str]) -> None:
    lines = {"a.risk": [line("High", reviewed), line("Why", date(2025, 1, 1))] if reviewed else []}
    found = stale_words([RISK, VISITS], lines, date(2026, 3, 13))
    assert found == said
    assert (may_send(stale=found, right="") is None) is (not said)
    assert may_send(stale=found, right="Nothing has changed") is None


def test_a_recipient_is_told_what_both_see_and_the_rest_is_named() -> None:
    health = line("Treatment on Friday", record=2, data_class=DataClass.HEALTH)
    assert left_out([line("Office visit"), health], [line("Office visit")]) == [health]
    assert left_out([line("Drug test: positive")], [line("Drug test")]) == [line("Drug test: positive")]
    mine = {DataClass.HEALTH: frozenset({1, 2}), DataClass.RISK: frozenset({1})}
    assert both(mine, {DataClass.HEALTH: frozenset({2, 3})}) == {DataClass.HEALTH: {2}, DataClass.RISK: frozenset()}
    assert [reads_as(kind) for kind in ("police", "probation", "charity", "no-such-kind")] == [
        "iom_officer",
        "practitioner",
        "partner_worker",
        "partner_worker",
    ]
    assert not may_receive(name="Police", opens=False)


def test_the_copy_for_the_person_holds_plain_words_alone() -> None:
    lines = {"a.visits": [line("Office visit: missed"), line("Office visit", plain="Monday at 9:30am: office visit")]}
    content = content_of(COPY, ReportFacts(KNOWN, {"message": " Hello "}), HEADING, [RISK, VISITS], lines)
    assert content["texts"] == [{"label": "A message to them", "words": "Hello"}]
    assert [(one["title"], [told["words"] for told in one["lines"]]) for one in content["sections"]] == [
        ("Your appointments", ["Monday at 9:30am: office visit"])
    ]


def test_the_api_names_every_kind_of_report() -> None:
    assert get_args(TemplateName) == tuple(TEMPLATES)


def test_a_brief_keeps_to_its_length_and_the_same_content_has_the_same_mark() -> None:
    many = {"a.visits": [line(f"Visit {number}", record=number, agency=3) for number in range(40)]}
    content = content_of(BRIEF, ReportFacts(KNOWN, recipient=1), HEADING, [RISK, VISITS], many)
    assert [len(one["lines"]) for one in content["sections"]] == [0, BRIEF.most]
    assert content["sections"][0]["empty"] == "No risk recorded."
    assert digest_of(content) == digest_of(dict(reversed(content.items())))
    assert digest_of(content) != digest_of({**content, "to": "Somebody else"})
    assert drawn_from(kept_lines(many["a.visits"], BRIEF))[0] == ["a.Row", 0, "casework", 3]


HOSTILE = [
    '#eval("1+1") #read("/etc/passwd") #panic()',
    "$x^2$ *bold* _it_ `raw` = Heading",
    "<script>alert(1)</script> <label> @ref",
    "\\ \u0000 \u202e right to left // comment /* */",
    '#import "@preview/x:1.0": * ]) #pagebreak()',
    "Łukasz Wiśniewski-O'Brien, Żółw",
    "Ольга, Γιώργος",
]


def pdf(**more: Any) -> tuple[pypdf.PdfReader, str]:
    right = more.pop("right", "Nothing has changed")
    facts = ReportFacts(KNOWN, {"why": "\n".join(HOSTILE)}, recipient=1, right=right)
    lines = {"a.visits": [line(words, date(2026, 3, 2), source=words) for words in HOSTILE]}
    content = content_of(more.pop("template", BRIEF), facts, HEADING, [RISK, VISITS], lines)
    made = typesetting.pdf_of(TEMPLATE_FILE, printable(content, printed="Printed by A", version="Version 1", **more))
    read = pypdf.PdfReader(io.BytesIO(made))
    return read, " ".join("\n".join(page.extract_text() for page in read.pages).split())


def structure(node: Any, found: list[str]) -> list[str]:
    """The names of a PDF's structure elements, in reading order."""
    node = node.get_object()
    for one in [part.get_object() for part in (node if isinstance(node, list) else [node])]:
        if isinstance(one, dict):
            found += [str(one["/S"])] if "/S" in one else []
            if "/K" in one and not isinstance(one["/K"], int):
                structure(one["/K"], found)
    return found


def test_the_pdf_is_tagged_titled_in_english_and_every_text_stays_text() -> None:
    read, words = pdf(is_draft=False)
    root: Any = read.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en-GB")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF's own boolean
    assert read.metadata is not None
    assert read.metadata.title == "Conference brief, P-7K3M-Q2"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    names = structure(root["/StructTreeRoot"]["/K"], [])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= set(names)
    assert (names.count("/H1"), len(read.pages)) == (1, 1)
    for hostile in (
        '#eval("1+1") #read("/etc/passwd") #panic()',
        "$x^2$ *bold*",
        "<script>alert(1)</script>",
        "Łukasz Wiśniewski",
    ):
        assert hostile in words, words
    assert ("OFFICIAL - SENSITIVE" in words, "Page 1 of 1" in words, "DRAFT" in words) == (True, True, False)
    assert "No risk recorded." in words


def test_a_draft_says_so_across_the_page_and_the_copy_for_the_person_has_no_table() -> None:
    read, words = pdf(is_draft=True, template=COPY)
    assert "DRAFT" in words
    assert "/Table" not in structure(read.trailer["/Root"]["/StructTreeRoot"]["/K"], [])


def test_a_name_that_no_font_here_has_still_makes_a_tagged_pdf() -> None:
    read, _ = pdf(is_draft=False, right="𓀀 and \U00013000")
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean


def test_a_pdf_that_takes_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "endless.typ"
    endless.write_text('#let grow(text) = { grow(text + text) }\n#grow("x")')
    monkeypatch.setattr(typesetting, "MOST_SECONDS", 2)
    with pytest.raises(Refused, match="The PDF could not be made"):
        typesetting.pdf_of(endless, {})
