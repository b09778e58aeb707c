"""The clocks of the Victims' Code, what crosses the wall, and safe contact: as tables, the awkward cases first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desistance.foundation.rulesets import NoRuleInForce, problems
from desistance.restorative.rules import (
    SaidFacts,
    TellingFacts,
    VictimFacts,
    crossing,
    due_by,
    has_enhanced_rights,
    latest_by,
    may_offer,
    troubles_of_saying,
    troubles_of_telling,
    troubles_of_victim,
    view_due,
)
from desistance.restorative.terms import (
    CODE_CLOCKS,
    EXPLAINED_STATES,
    SCRIPTS,
    SCRIPTS_OF_KIND,
    TELLING_STATES,
    VIEW_RULES,
    VIEW_STATES,
    Explained,
    TellingKind,
)

NOW = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "since", "enhanced", "due"),
    [
        # over Easter 2026: Good Friday 3 April and Easter Monday 6 April are no working days
        ("decision", "2026-04-02T10:00", True, "2026-04-07"),
        ("decision", "2026-04-02T10:00", False, "2026-04-13"),
        ("support", "2026-04-02T10:00", True, "2026-04-08"),
        # a Friday evening in March is a Friday; half past eleven at night in summer is the next day in England
        ("decision", "2026-03-13T22:00", True, "2026-03-16"),
        ("decision", "2026-06-11T23:30", True, "2026-06-15"),
        # on a Saturday: Monday is the first day
        ("decision", "2026-05-02T10:00", False, "2026-05-11"),
        ("restorative", "2026-03-13T15:40", False, "2026-03-20"),
        ("restorative", "2026-03-13T15:40", True, "2026-03-16"),
        ("support", "2026-03-13T15:40", False, "2026-03-17"),
        # the year's end: Christmas and New Year
        ("decision", "2026-12-24T10:00", False, "2027-01-05"),
    ],
)
def test_clocks_of_the_code_count_working_days(kind: str, since: str, enhanced: bool, due: str) -> None:
    found = due_by(kind, at(since), is_enhanced=enhanced)
    assert found.date().isoformat() == due
    assert found.hour == 17


def test_what_the_other_side_is_told_is_the_same_with_and_without_enhanced_rights() -> None:
    assert latest_by(NOW) == due_by("decision", NOW, is_enhanced=False)
    assert latest_by(NOW) > due_by("decision", NOW, is_enhanced=True)
    assert view_due(NOW).date() == date(2026, 3, 17)


def test_before_the_code_of_2021_no_clock_is_made_up() -> None:
    with pytest.raises(NoRuleInForce):
        due_by("decision", at("2021-03-31T10:00"), is_enhanced=False)


def test_rules_and_state_tables_are_whole_and_every_decision_has_a_script() -> None:
    assert problems(CODE_CLOCKS) + problems(VIEW_RULES) == []
    assert [fault for table in (VIEW_STATES, TELLING_STATES, EXPLAINED_STATES) for fault in table.problems()] == []
    assert set(SCRIPTS) == set(Explained.values)
    assert set(SCRIPTS_OF_KIND) | {"decision"} == set(TellingKind.values)


@pytest.mark.parametrize(
    ("answers", "crosses"),
    [
        ([], "not_known"),
        (["not_asked"], "not_known"),
        (["no", "not_asked"], "not_known"),
        (["yes", "not_asked"], "yes"),
        (["no", "yes", "later"], "yes"),
        (["no"], "no"),
        (["later"], "no"),
        (["no", "later"], "no"),
    ],
)
def test_a_no_and_a_not_now_cross_as_recorded_and_nothing_more(answers: list[str], crosses: str) -> None:
    assert crossing(answers) == crosses


@pytest.mark.parametrize(
    ("kind", "ground", "has"),
    [
        ("child", "", True),
        ("child", "serious", True),
        ("person", "", False),
        ("person", "vulnerable", True),
        ("family", "serious", True),
        ("business", "", False),
        ("business", "persistent", False),
    ],
)
def test_a_child_has_enhanced_rights_and_a_business_never(kind: str, ground: str, has: bool) -> None:
    assert has_enhanced_rights(kind, ground) is has


@pytest.mark.parametrize(
    ("has_victim", "is_asked", "may"), [(True, False, False), (True, True, True), (False, False, True)]
)
def test_the_view_is_asked_for_before_an_offer(has_victim: bool, is_asked: bool, may: bool) -> None:
    decision = may_offer(date(2026, 3, 13), has_victim=has_victim, is_asked=is_asked)
    assert bool(decision) is may
    assert may or "victims are engaged where possible" in decision.reasons[0].source


ELLWOOD = VictimFacts("Mrs R. Ellwood", "person", ("telephone",), telephone="01632 960 411")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, None, ""),
        ({"name": "  "}, "name", "how they wish to be called"),
        ({"kind": "dog"}, "kind", "Choose who they are"),
        ({"ways": ()}, "ways", "at least one safe way"),
        ({"ways": ("pigeon",)}, "ways", "from the list"),
        ({"ways": ("telephone", "email")}, "email", "Enter the email"),
        ({"ways": ("text",), "telephone": ""}, "telephone", "Enter the telephone"),
        ({"ways": ("letter",)}, "address", "Enter the address"),
        ({"ways": ("in_person",), "telephone": ""}, None, ""),
        ({"ways": ("through",)}, "speaks_for", "who speaks for them"),
        ({"kind": "child"}, "speaks_for", "who speaks for the child"),
        ({"kind": "child", "speaks_for": "Ann Ellwood, her mother"}, None, ""),
        ({"enhanced": "famous"}, "enhanced", "or that they have none"),
        ({"kind": "business", "enhanced": "persistent"}, "enhanced", "A business has no enhanced rights"),
        ({"enhanced": "persistent"}, None, ""),
    ],
)
def test_somebody_is_recorded_with_a_safe_way(changes: dict[str, Any], field: str | None, words: str) -> None:
    told = [(where, one.words) for where, one in troubles_of_victim(replace(ELLWOOD, **changes))]
    if field is None:
        assert told == []
    else:
        assert [(field, True)] == [(where, words in said) for where, said in told][:1]


SAID = SaidFacts("yes", "yes", "I would like to ask him why", NOW - timedelta(hours=1), NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"words": ""}, None),
        ({"restorative": "perhaps"}, "restorative"),
        ({"wants_told": ""}, "wants_told"),
        ({"words": "x" * 501}, "words"),
        ({"at": NOW + timedelta(minutes=1)}, "at"),
    ],
)
def test_what_somebody_says_is_one_of_the_answers_and_not_of_tomorrow(changes: dict[str, Any], field: str) -> None:
    assert [where for where, _ in troubles_of_saying(replace(SAID, **changes))] == ([field] if field else [])


TOLD = TellingFacts("told", "telephone", "", NOW, NOW, since=NOW - timedelta(days=1), safe=("telephone",))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, None, ""),
        ({"state": "undone"}, "state", "whether they were told"),
        ({"how": ""}, "how", "how they were told"),
        ({"how": "letter"}, "words", "not a way that they gave as safe"),
        ({"how": "letter", "words": "They asked for it in writing today"}, None, ""),
        ({"at": NOW + timedelta(minutes=1)}, "told_at", "in the future"),
        ({"at": NOW - timedelta(days=2)}, "told_at", "before the decision"),
        ({"at": NOW - timedelta(days=2), "since": None}, None, ""),
        ({"state": "declined", "how": ""}, "words", "Enter what they said"),
        ({"state": "not_reached", "how": ""}, "words", "when and how you tried"),
        ({"state": "not_reached", "how": "", "words": "Rang on 3 days, no answer"}, None, ""),
        ({"words": "x" * 501}, "words", "500 characters"),
    ],
)
def test_a_telling_is_settled_with_how_or_why_not(changes: dict[str, Any], field: str | None, words: str) -> None:
    told = [(where, one.words) for where, one in troubles_of_telling(replace(TOLD, **changes))]
    assert [(where, words in said) for where, said in told] == ([(field, True)] if field else [])
