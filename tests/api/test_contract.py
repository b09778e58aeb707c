"""The description of the API is kept beside the tests, so that no change of it happens by accident."""

import json
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

from django.test import Client
from ninja import Schema

from desistance.api.operation import OPERATIONS
from desistance.commands import describe_api
from tests.cast import Cast


def test_the_description_is_what_was_agreed() -> None:
    assert describe_api.run(Namespace(check=True, file=describe_api.PLACE)) == 0


def test_a_change_that_nobody_meant_is_found(tmp_path: Path) -> None:
    kept = json.loads(describe_api.text())
    kept["paths"]["/api/v1/whoami"]["get"]["x-scope"] = "other"
    changed = tmp_path / "openapi.json"
    changed.write_text(json.dumps(kept))
    assert describe_api.run(Namespace(check=True, file=changed)) == 1
    assert describe_api.run(Namespace(check=True, file=tmp_path / "nowhere")) == 1


def test_the_description_is_served_and_is_openapi_3_1(cast: Cast) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert told["openapi"].startswith("3.1")
    assert json.loads(describe_api.text())["paths"].keys() == told["paths"].keys()


def test_the_page_names_every_operation_and_loads_nothing(cast: Cast) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert page.count("<dt><code>") == len(OPERATIONS)
    assert not any(word in page for word in ("<script", "<link", "<img", "http:", "https:"))


def test_every_refusal_has_the_one_schema() -> None:
    told = json.loads(describe_api.text())
    for methods in told["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert answer["content"] == {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    }


def test_nothing_typed_stands_in_an_address() -> None:
    """Typed names and numbers are posted (service design 2.3): no question takes free text in its query."""
    told = json.loads(describe_api.text())
    taken = {
        parameter["name"]
        for methods in told["paths"].values()
        for operation in methods.values()
        for parameter in operation["parameters"]
        if parameter["in"] == "query"
    }
    assert taken <= {
        "size", "before", "after", "older_than", "newer_than", "kind", "agency", "from_on", "until_on", "as_of", "role", "whose",
        "age", "sex", "risk", "area", "quiet", "part", "colour", "stage",
    }  # fmt: skip


def kinds_named(modules: Iterable[ModuleType]) -> dict[str, set[type]]:
    """Every enumeration and schema in sight of the operations, by the name it has in the description."""
    named: dict[str, set[type]] = defaultdict(set)
    for module in modules:
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Enum | Schema):
                named[kind.__name__].add(kind)
    return named


def test_no_two_kinds_of_the_api_have_one_name() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("desistance.api.operations.")]
    assert len(modules) > 20
    told = json.loads(describe_api.text())["components"]["schemas"]
    assert {name for name, kinds in kinds_named(modules).items() if len(kinds) > 1} & set(told) == set()


def test_two_kinds_of_one_name_are_found() -> None:
    one, other = ModuleType("one"), ModuleType("other")
    vars(one)["Twice"], vars(other)["Twice"] = Enum("Twice", ["a"]), Enum("Twice", ["b"])
    assert len(kinds_named([one, other])["Twice"]) == 2
