"""The how-to of a new scheme is true: its blocks are one file of at most 150 lines, and the service serves what they declare."""

import importlib
import multiprocessing
import re
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from desistance.access.models import Involvement
from desistance.desk.queries.duties import duties_of
from desistance.foundation import clock, register
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.people.models import Person
from desistance.schemes import declared
from desistance.schemes import register as told_to_the_house
from desistance.schemes.models import Consequence, SchemeCase
from desistance.schemes.queries.declared import weighed
from tests import factories as make
from tests.api.conftest import Caller
from tests.cast import Cast, assemble
from tests.conftest import ROOT

HOW_TO = ROOT / "docs" / "developers" / "add-a-scheme.md"
NAME = "peer_mentoring"
PLACE = f"desistance/schemes/declared/{NAME}.py"
MOST_LINES = 150


def scheme_of_the_how_to() -> str:
    """The blocks of the page, put together as the page says."""
    return "\n".join(re.findall(r"```python\n(.*?)```", HOW_TO.read_text(), re.DOTALL))


def test_the_blocks_are_one_short_file() -> None:
    assert PLACE in HOW_TO.read_text()
    assert len(scheme_of_the_how_to().splitlines()) <= MOST_LINES
    assert not (ROOT / PLACE).exists()


@pytest.mark.usefixtures("own_database", "plain_static_files")
def test_the_service_serves_the_scheme_of_the_how_to(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.py").write_text(scheme_of_the_how_to())  # the only line that is written anywhere
    seen = in_a_process_of_its_own(walk, tmp_path)
    assert seen["register"] == {
        "permissions": ["peer_mentoring.open", "peer_mentoring.run", "peer_mentoring.view"],
        "duties": ["schemes.peer_mentoring_asked", "schemes.peer_mentoring_follow", "schemes.peer_mentoring_matched"],
        "kind": "Peer mentoring",
    }
    assert seen["criteria"] == {"": "cannot_tell", "yes": "eligible", "not_now": "not_eligible"}
    assert seen["card"] == [True, True]
    assert seen["open"] == [422, 201, 302]  # by hand without a reason; by another system; there already
    assert seen["listed"] == [True, True]
    assert seen["my day"] == "Match with a mentor"
    assert seen["moves"] == {
        "skip": 422,
        "wordless": 422,
        "stale": 409,
        "not theirs": [403, 404],
        "matched": 302,
        "rated": [422, 302, 403, 422, "The rule proposes Green", "amber"],
        "finished": 302,
    }
    assert seen["after"] == {"my day": "Say goodbye together", "settled": 302, "work": "ended"}
    assert seen["api"] == {"state": "finished", "theirs": ["It got me out of the house"], "hidden": [404, 403]}
    assert seen["timeline"]
    assert NAME not in declared.DECLARED


def in_a_process_of_its_own(work: Callable[[Path], dict[str, Any]], folder: Path) -> dict[str, Any]:
    """What some work tells, done in a copy of this process: what it changes of the service is gone with it."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def do(told: Connection) -> None:
        try:
            told.send(work(folder))
        except BaseException:
            told.send({"failed": traceback.format_exc()})

    process = context.Process(target=do, args=(sending,))
    process.start()
    seen: dict[str, Any] = receiving.recv()
    process.join()
    assert "failed" not in seen, seen["failed"]
    return seen


def begin_with(folder: Path) -> None:
    """Read the declared schemes and fill the house as the service does when it starts, with one folder more."""
    declared.__path__.append(str(folder))
    for kept in (declared.DECLARED, declared.SCHEMES):
        kept.update(declared._declared())
    importlib.reload(told_to_the_house)
    register.fill(settings.ROOMS)
    clock.now = lambda: make.NOW


def walk(folder: Path) -> dict[str, Any]:
    """Open a case by the pages, move it as it may and may not be moved, settle what follows, and read it by the API."""
    begin_with(folder)
    with marked("test"), unseen("nightly check"):
        cast, person = world()
    return {
        "register": {
            "permissions": sorted(name for name in HOUSE.permissions if name.startswith(NAME)),
            "duties": sorted(name for name in HOUSE.duties if NAME in name),
            "kind": HOUSE.involvement_kinds[NAME].words,
        },
        "criteria": criteria(cast, person),
        **opening(cast, person),
        **going(cast, person),
    }


def world() -> tuple[Cast, Person]:
    """The cast, and a person whom Uma's charity and Priya's team both work with."""
    cast = assemble()
    person = make.person(cast.agencies["charity"], given="Sam", family="Reed")
    make.involvement(person, cast.agencies["charity"], kind="community_support", lead=cast.staff["uma"])
    make.involvement(person, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    return cast, person


def criteria(cast: Cast, person: Person) -> dict[str, str]:
    by = cast.opening("uma", person)
    given: dict[str, Any] = {"scheme": declared.DECLARED[NAME], "person": person.pk, "by": by, "at": make.NOW}
    return {one: weighed(answers={"wants": one}, **given).result.value for one in ("", "yes", "not_now")}


def visiting(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def says(client: Client, path: str, words: str) -> bool:
    return words in client.get(path).content.decode()


def on_the_day(cast: Cast, name: str) -> str:
    return next((one.words for one in duties_of(by=cast.entering("uma")) if one.duty == f"schemes.{NAME}_{name}"), "")


def case_of(person: Person) -> str:
    with marked("test"), unseen("nightly check"):
        return f"/people/{person.reference}/schemes/cases/{SchemeCase.objects.get(person=person).pk}"


def opening(cast: Cast, person: Person) -> dict[str, Any]:
    uma, here = visiting(cast, "uma"), f"/people/{person.reference}/"
    door = f"{here}schemes/{NAME}/open/"
    offered = says(uma, here, "Open a case: Peer mentoring")
    opened = [uma.post(door, {"wants": "not_known"}).status_code]
    by_another_system = Caller(cast, "uma").post(f"{here}schemes/{NAME}/cases", {"answers": {"wants": "yes"}})
    opened += [by_another_system.status_code, uma.post(door, {"wants": "yes"}).status_code]
    case, listed = case_of(person), f"/schemes/?scheme={NAME}"
    return {
        "open": opened,
        "card": [offered, says(uma, here, case)],
        "listed": [says(uma, listed, words) for words in (case, "Waiting for a mentor (1)")],
        "my day": on_the_day(cast, "asked"),
    }


def rated(cast: Cast, uma: Client, case: str) -> list[Any]:
    """How the case goes: another colour than proposed needs words, and who reads it alone may not say so."""
    amber = {"colour": "amber", "words": "Ged was away twice"}
    proposes = "The rule proposes Green"
    shown = proposes if says(uma, f"{case}/", proposes) else "nothing"
    wrong = uma.post(f"{case}/", {**amber, "words": ""})
    assert "govuk-error-summary" in wrong.content.decode()
    by_hand = [wrong.status_code, uma.post(f"{case}/", amber).status_code]
    calls = [Caller(cast, who) for who in ("priya", "uma")]
    version = {"If_Match": f'"{calls[1].get(case).json()["version"]}"'}
    told = [one.post(f"{case}/rating", {"colour": "red"}, **version).status_code for one in calls]
    return [*by_hand, *told, shown, calls[1].get(case).json()["colour"]]


def going(cast: Cast, person: Person) -> dict[str, Any]:
    uma, case = visiting(cast, "uma"), case_of(person)

    def to(state: str, words: str, who: Client = uma, **more: str) -> int:
        status: int = who.post(f"{case}/", {"to": state, "reason": words, **more}).status_code
        return status

    moves = {
        "skip": to("finished", "Done"),
        "wordless": to("matched", ""),
        "stale": to("matched", "Ged", version="9"),
        "not theirs": [to("matched", "Asked", visiting(cast, who)) for who in ("rob", "priya")],
        "matched": to("matched", "Ged, who knows the docks"),
        "rated": rated(cast, uma, case),
        "finished": to("finished", "It got me out of the house"),
    }
    day = on_the_day(cast, "follow")
    with marked("test"), unseen("nightly check"):
        following = Consequence.objects.get(person=person).pk
    done = uma.post(f"{case}/after/{following}/", {"state": "done", "words": "Tea together"}).status_code
    with marked("test"), unseen("nightly check"):
        work = Involvement.objects.get(person=person, kind=NAME).state
    told = Caller(cast, "uma").get(case).json()
    return {
        "moves": moves,
        "after": {"my day": day, "settled": done, "work": work},
        "api": {
            "state": told["state"],
            "theirs": [one["reason"] for one in told["steps"] if one["is_theirs"]],
            "hidden": [Caller(cast, who).get(case).status_code for who in ("priya", "rob")],
        },
        "timeline": says(uma, f"/people/{person.reference}/timeline/", "Peer mentoring: with a mentor"),
    }
