"""State tables and dated rule sets: no faults, and a planted fault is found."""

import importlib
import re
from dataclasses import replace
from datetime import date

from desistance.foundation.rulesets import LOCAL_DEFAULT, RuleSet
from desistance.foundation.rulesets import problems as problems_of_rules
from desistance.foundation.states import State, StateTable
from tests.contracts.source import PACKAGE, files


def everything(kind: type) -> list[object]:
    """Every constant of a kind in the rooms' terms and rules."""
    found: list[object] = []
    for path in files():
        if "terms" in (path.stem, path.parent.name) or "rules" in (path.stem, path.parent.name):
            module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
            for value in vars(module).values():
                values = value if isinstance(value, tuple) else (value,)
                found += [one for one in values if isinstance(one, kind) and not any(one is other for other in found)]
    return found


def test_state_tables_have_an_owner_wording_and_an_exit_for_every_state() -> None:
    tables = everything(StateTable)
    assert len(tables) >= 3
    assert [problem for table in tables for problem in table.problems()] == []


def test_a_state_without_exit_owner_or_way_in_is_found() -> None:
    table = everything(StateTable)[0]
    broken = replace(table, states=(*table.states, State("limbo", "Limbo", "")))
    assert {"must have an exit", "needs wording and an owner", "nothing leads to limbo"} <= {
        words
        for problem in broken.problems()
        for words in ("must have an exit", "needs wording and an owner", "nothing leads to limbo")
        if words in problem
    }


def test_rule_sets_have_a_source_and_no_gap() -> None:
    by_name: dict[str, list[RuleSet]] = {}
    for rule_set in everything(RuleSet):
        by_name.setdefault(rule_set.name, []).append(rule_set)
    assert by_name
    unsound = [
        fault for versions in by_name.values() for fault in problems_of_rules(versions) if "no criterion" not in fault
    ]
    assert unsound == []


def unsaid(rule_sets: list[object]) -> list[str]:
    """Rules that speak of a default or of confirming it, and not in the words by which a partnership finds them."""
    rest = [(one.name, LOCAL_DEFAULT.sub("", one.source).casefold()) for one in rule_sets if isinstance(one, RuleSet)]
    return [name for name, words in rest if re.search("default|to be confirmed|confirm locally", words)]


def test_a_default_of_ours_says_so_in_the_words_that_the_reference_sorts_by() -> None:
    rule_sets = everything(RuleSet)
    assert unsaid(rule_sets) == []
    assert sum(1 for one in rule_sets if isinstance(one, RuleSet) and LOCAL_DEFAULT.search(one.source)) > 20


def test_a_default_in_other_words_is_found() -> None:
    assert unsaid(
        [RuleSet("clock", 1, date(2020, 1, 1), None, "Partnership default, to be confirmed locally", {})]
    ) == ["clock"]


def test_a_gap_between_versions_is_found() -> None:
    first = RuleSet("clock", 1, date(2020, 1, 1), date(2021, 1, 1), "a source", {})
    second = RuleSet("clock", 2, date(2021, 2, 1), None, "", {})
    assert len(problems_of_rules([first, second])) == 2
