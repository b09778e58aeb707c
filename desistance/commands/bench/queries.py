"""The database's share of lists and search, for a team's reach and for an agency of 70,000."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection

from desistance.access.queries.passes import enter
from desistance.access.queries.search import SearchResults, search
from desistance.desk.queries.caselist import CaseList, case_list
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen

LIST_TARGET_MS, SEARCH_TARGET_MS = 30.0, 150.0
DEEP = 40
Figures = list[tuple[str, list[float], float]]


@dataclass(frozen=True)
class Reader:
    """Whose questions are timed: words for the rows, the pass, and how many people it reaches."""

    words: str
    by: Pass
    post: Any
    people: int
    whose: str

    def page(self, after: str = "") -> CaseList:
        """One page of the people that the role reaches."""
        return case_list(by=self.by, at=self.by.at, whose=self.whose, after=after)

    def search(self, text: str) -> SearchResults:
        """What the search box finds."""
        return search(by=self.by, text=text, at=self.by.at)


class Spent:
    """Milliseconds that statements took since it was made, and how many there were."""

    def __init__(self) -> None:
        self.ms, self.statements = 0.0, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Time one statement, its rows fetched."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.ms += (time.perf_counter() - began) * 1000
            self.statements += 1


@contextmanager
def spending() -> Iterator[Spent]:
    """Time every statement inside."""
    spent = Spent()
    with connection.execute_wrapper(spent):
        yield spent


def people_on_record() -> int:
    """How many people the database holds."""
    with marked("bench"), unseen("nightly check"):
        return int(apps.get_model("people.Person").objects.count())


def readers(at: datetime) -> list[Reader]:
    """A worker with team reach, and one with agency reach in the largest agency."""
    ties, posts = (
        apps.get_model("access.Tie").objects,
        apps.get_model("partners.Post").objects.select_related("agency", "team", "staff"),
    )
    with marked("bench"), unseen("nightly check"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id FROM access_tie WHERE until_at > now() GROUP BY 1 ORDER BY count(DISTINCT person_id) DESC LIMIT 1"
        )
        largest = cursor.fetchone()[0]
        team_post = posts.filter(role="practitioner", staff__name__startswith="Synthetic").order_by("id")[3]
        agency_post = posts.filter(role="iom_officer", agency_id=largest).order_by("id")[0]
        found = []
        for words, post, mine in (
            ("team", team_post, {"team_id": team_post.team_id}),
            ("agency", agency_post, {"agency_id": largest}),
        ):
            people = ties.filter(until_at__gt=at, **mine).values("person_id").distinct().count()
            found.append(Reader(f"{words} reach, {people:,} people", enter(post=post, at=at), post, people, words))
    return found


def measure(reader: Reader, rounds: int) -> Figures:
    """Times of the list's first and deep page and of search, in milliseconds of the database."""
    first = [_timed(reader.page) for _ in range(rounds)]
    deep_key = _deep(reader)
    deep = [_timed(partial(reader.page, deep_key)) for _ in range(rounds)]
    typed = [_timed(partial(reader.search, text)) for text in _texts(reader, rounds)]
    return [
        (f"people list, first page ({reader.words})", first, LIST_TARGET_MS),
        (f"people list, deep page ({reader.words})", deep, LIST_TARGET_MS),
        (f"search, misspelt names, dates and numbers ({reader.words})", typed, SEARCH_TARGET_MS),
    ]


def _timed(ask: Callable[[], Any]) -> float:
    with spending() as spent:
        ask()
    return spent.ms


def _deep(reader: Reader) -> str:
    """A page far down the list: forty on, or the last."""
    after = ""
    for _ in range(DEEP):
        older = reader.page(after).older
        if not older:
            break
        after = older
    return after


def _texts(reader: Reader, rounds: int) -> list[str]:
    """What people type, made from names and numbers on record: whole, misspelt, swapped, with a year, an ending of a number."""
    chance = Random(5)  # noqa: S311 - a benchmark's choice of names
    with marked("bench"), unseen("nightly check"):
        names = list(apps.get_model("people.Name").objects.filter(kind="current").order_by("id")[: rounds * 50 : 50])
        numbers = list(
            apps.get_model("people.Identifier").objects.order_by("id")[:rounds].values_list("value", flat=True)
        )
    texts = []
    for name, number in zip(names, numbers, strict=False):
        place = chance.randrange(1, max(2, len(name.family) - 1))
        misspelt = name.family[:place] + name.family[place + 1 :]
        texts += [
            f"{name.given} {misspelt}",
            f"{name.family}, {name.given}",
            f"{name.given} {name.family} 1985",
            number,
        ]
    return texts[:rounds]
