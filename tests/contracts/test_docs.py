"""The written side: generated pages are not stale, links lead somewhere, files named are there, words are explained."""

import re
import tomllib
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from desistance.__main__ import main
from desistance.commands import docs
from desistance.commands.docs import markdown, pages
from desistance.foundation.register import HOUSE
from desistance.partners.terms import ROLES
from desistance.people.rules.query import read_query
from tests.contracts.source import PACKAGE, ROOT, files, place

REFERENCE = ROOT / "docs" / "reference"
WRITTEN = sorted(
    path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if not path.is_relative_to(REFERENCE)
)
GLOSSARY = ROOT / "GLOSSARY.md"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
NOT_OF_THE_FIELD = frozenset(
    (
        "AA",
        "API",
        "CSS",
        "CSV",
        "DOCTYPE",
        "GET",
        "GOV",
        "HTML",
        "HTTP",
        "HTTPS",
        "ID",
        "JSON",
        "PDF",
        "POST",
        "UK",
        "URL",
        "UTC",
    )
)


def written(folder: Path) -> Namespace:
    """The options of a run that writes into a folder, having written."""
    chosen = Namespace(check=False, folder=folder)
    assert docs.run(chosen) == 0
    chosen.check = True
    return chosen


def test_pages_just_written_are_not_stale(tmp_path: Path) -> None:
    chosen = written(tmp_path / "reference")
    assert docs.run(chosen) == 0
    assert {path.name for path in chosen.folder.iterdir()} == {name for name in pages.PAGES if "/" not in name}
    assert all((chosen.folder / name).exists() for name in pages.PAGES)


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_a_stale_page_is_named_and_fails_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    chosen = written(tmp_path)
    stale = tmp_path / name
    stale.write_text(stale.read_text() + "\nA rule that no code keeps.\n")
    assert docs.run(chosen) == 1
    said = capsys.readouterr().err
    assert str(stale) in said
    assert "python3 run.py docs" in said
    assert [other for other in pages.PAGES if str(tmp_path / other) in said] == [name]


def test_a_missing_page_and_a_page_that_nothing_writes_fail_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = written(tmp_path)
    (tmp_path / "feeds.md").unlink()
    (tmp_path / "left_over.md").write_text("# Left over\n")
    assert docs.run(chosen) == 1
    said = capsys.readouterr().err
    assert "feeds.md" in said
    assert "left_over.md" in said


def test_the_command_line_gives_the_exit_code_of_the_check(tmp_path: Path) -> None:
    assert main(["docs", "--folder", str(tmp_path)]) == 0
    assert main(["docs", "--check", "--folder", str(tmp_path)]) == 0
    (tmp_path / "policy.md").write_text("# Who may see what\n\nEverybody, everything.\n")
    assert main(["docs", "--check", "--folder", str(tmp_path)]) == 1


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    chosen = Namespace(check=True, folder=tmp_path / "nowhere")
    assert docs.run(chosen) == 1
    assert not chosen.folder.exists()


def test_pages_say_everything_that_the_register_holds() -> None:
    told = {name: build() for name, build in pages.PAGES.items()}
    assert [name for name in HOUSE.permissions if f"`{name}`" not in told["permissions.md"]] == []
    assert [name for name in HOUSE.holdings if f"`{name}`" not in told["processing.md"]] == []
    assert [name for name in HOUSE.duties if f"`{name}`" not in told["duties.md"]] == []
    assert [name for name in HOUSE.feeds if f"`{name}`" not in told["feeds.md"]] == []
    assert [role.title for role in ROLES.values() if role.title not in told["permissions.md"]] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("| confidential address | see, write | nothing | nothing | nothing | nothing | nothing |", "never shared"),
        ("| victim information | nothing | nothing | nothing | nothing | nothing | nothing |", "walled off"),
        ("| health | see, write | nothing | know | see | nothing | nothing |", "known by agreement, seen by consent"),
    ],
)
def test_the_policy_page_works_out_the_answers_for_a_practitioner(line: str, why: str) -> None:
    practitioner = pages.policy_page().partition("### Probation practitioner")[2].partition("###")[0]
    assert line in practitioner, why


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert markdown.table(("A",), [("one | two\nthree",)]) == "| A |\n|---|\n| one \\| two three |"


def test_an_empty_table_says_so() -> None:
    assert markdown.table(("A",), []) == "None yet."


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("", "when asked"),
        ("* * * * *", "every minute"),
        ("17 3 * * *", "every day at 3:17 UTC"),
        ("5 0 * * *", "every day at 0:05 UTC"),
        ("0 6 * * 1", "`0 6 * * 1`"),
    ],
)
def test_a_timetable_is_put_in_words_or_shown_as_it_is(cron: str, words: str) -> None:
    assert pages.when(cron) == words


def test_docstring_marks_are_taken_out() -> None:
    assert (
        markdown.plain("Raises :class:`Refused` when ``kind`` is unknown.") == "Raises Refused when `kind` is unknown."
    )


def links(text: str) -> list[str]:
    """Links to files of the project, without the part of the page."""
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link.partition("#")[0] for link in found if "://" not in link and not link.startswith(("#", "mailto:"))]


def broken_links(path: Path, text: str) -> list[str]:
    return [link for link in links(text) if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", WRITTEN, ids=place)
def test_links_lead_to_a_file(path: Path) -> None:
    assert broken_links(path, path.read_text()) == []


def test_a_link_to_nowhere_is_found() -> None:
    assert broken_links(ROOT / "README.md", "[map](docs/map.md) [gone](docs/gone.md)") == ["docs/gone.md"]


HOME = (ROOT, PACKAGE, ROOT / "tests", ROOT / "docs")
A_FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)(?:::(\w+))?`")


def missing_files(text: str) -> list[str]:
    """Files, folders and tests named in backticks that are nowhere in the project. ``ROOM`` and ``SUBJECT`` stand for any."""
    missing = []
    for name, test in A_FILE.findall(text):
        if any(part.isupper() for part in re.split(r"[/._]", name)) or name.startswith(("var/", ".venv/")):
            continue
        there = [home / name for home in HOME if (home / name).exists()]
        if not there or (test and f"def {test}(" not in there[0].read_text()):
            missing.append(f"{name}::{test}" if test else name)
    return missing


EXPLAINED = [path for path in WRITTEN if "developers" not in path.parts and path.name != "README.md"]


@pytest.mark.parametrize("path", EXPLAINED, ids=place)
def test_files_and_tests_that_a_page_names_are_there(path: Path) -> None:
    assert missing_files(path.read_text()) == []


def test_a_file_or_test_that_is_not_there_is_found() -> None:
    named = "`access/policy.csv` `access/gone.py` `tests/contracts/test_docs.py::test_gone` `web/views/SUBJECT.py`"
    assert missing_files(named) == ["access/gone.py", "tests/contracts/test_docs.py::test_gone"]


def floors() -> list[list[str]]:
    """The floors of the house as import contract 1 holds them, top first."""
    house = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return [re.findall(r"\w+", layer) for layer in house["layers"] if "__main__" not in layer]


def test_the_map_draws_the_floors_that_are_guarded() -> None:
    table = (ROOT / "docs/map.md").read_text().partition("## The floors")[2].partition("`ground/`")[0]
    drawn = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines() if line.startswith("| `")]
    assert drawn == floors()


PARTS_OF_A_DECISION = ("Context", "Decision", "Consequence", "What was measured", "What would change our mind")


@pytest.mark.parametrize("path", sorted((ROOT / "docs/adr").glob("0*.md")), ids=place)
def test_a_decision_has_its_parts_a_status_and_fits_a_page(path: Path) -> None:
    text = path.read_text()
    assert [part for part in PARTS_OF_A_DECISION if f"\n## {part}" not in text] == []
    assert "\nStatus: " in text
    assert len(text.split()) < 800


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs/README.md").read_text() + (ROOT / "docs/practitioners/README.md").read_text()
    unlinked = [place(path) for path in (ROOT / "docs").rglob("*.md") if path.name not in index]
    assert unlinked == []


NAMED_IN_CODE = re.compile(r"(?<![\w/])(?:docs|tests)/[\w/.-]*\w\.(?:md|py)\b")


def not_there(text: str) -> list[str]:
    """Pages and tests named in code, in docstrings or in messages, that are nowhere."""
    return [name for name in NAMED_IN_CODE.findall(text) if not (ROOT / name).exists()]


def test_pages_and_tests_that_code_names_are_there() -> None:
    paths = [*files(), *(ROOT / "ground").glob("*.py")]
    assert {place(path): missing for path in paths if (missing := not_there(path.read_text()))} == {}


def test_a_page_that_code_names_and_nobody_wrote_is_found() -> None:
    assert not_there('"""See docs/map.md and docs/adr/9999-gone.md."""') == ["docs/adr/9999-gone.md"]


def test_what_the_guide_says_to_type_into_the_search_box_is_understood() -> None:
    table = (ROOT / "docs/practitioners/finding-a-person.md").read_text().partition("## What a result")[0]
    examples = re.findall(r"`([^`]+)`", table)
    assert len(examples) > 6
    read = {text: read_query(text, on=date(2026, 3, 13)) for text in examples}
    assert [text for text, query in read.items() if query.problems or query.is_empty] == []
    assert [part.reference for part in read["P-7K3M-Q2"].parts] == ["P-7K3M-Q2"]


def terms() -> dict[str, str]:
    """The glossary: each term in bold with its sentence."""
    return dict(re.findall(r"^- \*\*([^*]+)\*\*: (.+)$", GLOSSARY.read_text(), re.MULTILINE))


def everything_but_the_glossary() -> str:
    suffixes = {".py", ".html", ".csv", ".md"}
    paths = [path for path in (*PACKAGE.rglob("*"), *WRITTEN) if path.suffix in suffixes and path != GLOSSARY]
    return "\n".join(path.read_text() for path in paths).lower()


def test_every_term_of_the_glossary_is_used_somewhere() -> None:
    text = everything_but_the_glossary()
    unused = [term for term in terms() if not re.search(rf"\b{re.escape(term.lower().split(' (')[0])}", text)]
    assert unused == []


def test_terms_stand_in_order_and_once() -> None:
    found = re.findall(r"^- \*\*([^*]+)\*\*: ", GLOSSARY.read_text(), re.MULTILINE)
    assert len(found) > 60
    assert found == sorted(set(found), key=str.lower)


def acronyms(text: str) -> set[str]:
    """Acronyms that a reader of a page may meet: text of a template without tags, comments and addresses."""
    shown = re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}|<[^>]*>|{% comment %}.*?{% endcomment %}", " ", text, flags=re.DOTALL)
    return set(re.findall(r"\b[A-Z]{2,6}\b", shown)) - NOT_OF_THE_FIELD


def unexplained(found: set[str]) -> list[str]:
    explained = " ".join(terms())
    return sorted(word for word in found if not re.search(rf"\b{word}\b", explained))


def test_acronyms_that_pages_show_are_explained() -> None:
    assert unexplained(set().union(*(acronyms(path.read_text()) for path in TEMPLATES))) == []


def test_acronyms_that_words_in_code_use_are_explained() -> None:
    used = " ".join(
        [
            *(role.title + " " + role.words for role in ROLES.values()),
            *(permission.words for permission in HOUSE.permissions.values()),
            *(kind.words for kind in HOUSE.involvement_kinds.values()),
            *(" ".join(feed.columns.values()) for feed in HOUSE.feeds.values()),
        ]
    )
    assert unexplained(acronyms(used)) == []


@pytest.mark.parametrize("word", ["PNC", "CRO", "ASN", "CRN", "IOM", "DRR", "ATR", "MHTR", "RAR", "PPO", "DYO"])
def test_acronyms_of_the_field_are_explained(word: str) -> None:
    assert unexplained({word}) == []


def test_an_acronym_that_nobody_explained_is_found() -> None:
    assert unexplained(acronyms('{% if XYZ %}<p class="ABCD">Ask the QQZ team{# BBC #}</p>{% endif %}')) == ["QQZ"]


OFFICIAL = (
    "integrated offender",
    "offender rehabilitation act",
    "offender management act",
    "rehabilitation of offenders",
)
OFFICIAL_TITLES = (
    *OFFICIAL,
    "priority offender",
    "young offender",
    "limited access offender",
    'not "offender"',
    "national offender",
    "offender group reconviction scale",
    "offender personality disorder",
)


def unkind(text: str) -> list[str]:
    """Sentences that call a person an offender, outside the official title of a scheme or an Act."""
    plain = text.lower()
    for title in OFFICIAL_TITLES:
        plain = plain.replace(title, "")
    return re.findall(r".{0,30}\b(?:ex-)?offenders?\b.{0,30}", plain)


@pytest.mark.parametrize("path", WRITTEN, ids=place)
def test_people_come_first_in_words(path: Path) -> None:
    assert unkind(path.read_text()) == []


def test_an_unkind_word_is_found_and_an_official_title_is_not() -> None:
    assert unkind("Integrated Offender Management") == []
    assert len(unkind("The offender missed it.")) == 1


def test_the_terminal_s_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    files_of = [path for path in (PACKAGE / "commands").iterdir() if not path.name.startswith("_")]
    assert len(files_of) > 10
    for path in files_of:
        assert f"    {path.stem.replace('_', '-')}" in said, path.stem
