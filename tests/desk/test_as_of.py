"""The record as it stood: against a plain replay of what was done, for every reader; never more than today's gate shows."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from desistance.casework.models import Contact
from desistance.desk.queries.timeline import newest_as_of, timeline_page
from desistance.desk.rules.timeline import Filters
from desistance.foundation.actions import change
from desistance.foundation.terms import DataClass
from tests import factories as make
from tests.cast import Cast

ALL = 1000
STEP = timedelta(hours=30)
CLASSES = ("casework", "risk", "health")
Stood = dict[tuple[str, int], tuple[str, str, str]]
"""Holding and id of what stands: its title, its class and its owner."""


class History:
    """Random deeds on one record: documents said, replaced and withdrawn; contacts arranged and edited, also into another class."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance = cast, random.Random(seed)
        self.agencies = [cast.agencies[kind] for kind in ("probation", "police", "health", "charity")]
        self.stood: Stood = {}
        self.replay: list[tuple[datetime, Stood]] = []
        self.contacts: dict[int, Any] = {}
        at = make.NOW - 40 * STEP
        for _ in range(39):
            at += STEP
            self.chance.choice([self.say, self.say, self.replace, self.withdraw, self.arrange, self.edit])(at)
            self.replay.append((at, dict(self.stood)))

    def said(self, at: datetime, **more: Any) -> dict[str, Any]:
        return {"at": at, "said_at": at, "recorded_at": at, **more}

    def say(self, at: datetime, **more: Any) -> None:
        agency, kind = self.chance.choice(self.agencies), self.chance.choice(CLASSES)
        told = {"agency": agency, **self.said(at), "data_class": kind, "title": f"Paper of {at:%j %H}", **more}
        row = make.document(self.cast.kyle, told.pop("agency"), **told)
        self.stood["casework.Document", row.pk] = (row.title, row.data_class, row.agency.short_name)

    def _any(self, label: str) -> int | None:
        found = [key[1] for key in self.stood if key[0] == label]
        return self.chance.choice(found) if found else None

    def replace(self, at: datetime) -> None:
        number = self._any("casework.Document")
        if number is not None:
            old = make.Document.objects.get(pk=number)
            self.say(at, corrects=old, agency=old.agency)
            del self.stood["casework.Document", number]

    def withdraw(self, at: datetime) -> None:
        number = self._any("casework.Document")
        if number is not None and not make.Document.objects.filter(pk=number, corrects__isnull=False).exists():
            gone = {"withdrawn_at": at, "withdrawn_by": 1, "reason": "Wrong"}
            make.Document.objects.filter(pk=number).update(**gone)
            del self.stood["casework.Document", number]

    def arrange(self, at: datetime) -> None:
        agency, kind = self.chance.choice(self.agencies), self.chance.choice(CLASSES)
        row = make.contact(
            self.cast.kyle, agency, at, recorded_at=at, created_at=at, changed_at=at, data_class=kind, purpose="First"
        )
        self.contacts[row.pk] = row
        self.stood["casework.Contact", row.pk] = ("First", kind, agency.short_name)

    def edit(self, at: datetime) -> None:
        number = self._any("casework.Contact")
        if number is not None:
            row, kind = self.contacts[number], self.chance.choice(CLASSES)
            change(row, version=None, by=self.cast.entering("priya"), at=at, purpose="Edited", data_class=kind)
            self.stood["casework.Contact", number] = ("Edited", kind, row.agency.short_name)

    def at(self, moment: datetime) -> Stood:
        then = [stood for at, stood in self.replay if at <= moment]
        return then[-1] if then else {}


def test_words_are_looked_for_in_what_an_entry_said_then(cast: Cast, looking: None) -> None:
    row = make.contact(cast.kyle, cast.agencies["probation"], recorded_at=make.LONG_AGO, notes="Lives with Mia")
    before = make.NOW - STEP
    change(row, version=None, by=cast.entering("priya"), at=make.NOW, notes="Lives with Jo")

    def found(words: str, as_of: datetime | None) -> list[int]:
        filters = Filters(words=words)
        entries = timeline_page(by=cast.opening("priya"), size=ALL, filters=filters, as_of=as_of).entries
        return [one.id for one in entries if one.holding == "casework.Contact"]

    assert (found("mia lives", before), found("mia", None)) == ([row.pk], [])
    assert (found("jo", before), found("jo lives", None)) == ([], [row.pk])


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.full), pytest.param(3, marks=pytest.mark.full)])
def test_as_of_equals_a_replay_of_what_was_done_within_what_is_seen_today(cast: Cast, looking: None, seed: int) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    make.involvement(cast.kyle, cast.agencies["health"], kind="treatment", team=cast.teams["treatment"])
    history = History(cast, seed)
    owner = {agency.short_name: agency.pk for agency in history.agencies}
    now = history.at(make.NOW)
    for who in ("priya", "rob", "nia"):
        by = cast.opening(who)
        for moment in [make.NOW, *(make.NOW - STEP * days for days in (1, 7, 13, 21, 39, 60))]:
            seen = {
                key: told
                for key, told in history.at(moment).items()
                if by.may_see(DataClass(told[1]), owner[told[2]])
                and (key not in now or by.may_see(DataClass(now[key][1]), owner[now[key][2]]))
            }
            page = timeline_page(by=by, size=ALL, as_of=moment).entries
            shown = {
                (one.holding, one.id): (
                    one.title if one.kind == "Document" else one.summary,
                    one.data_class,
                    one.agency,
                )
                for one in page
                if "casework" in one.holding
            }
            assert shown == seen, (who, moment)
            newest = newest_as_of(by=by, as_of=moment, each=3)
            for kind, entries in newest.items():
                assert list(entries) == [one for one in page if one.kind == kind][:3]
        of_now = timeline_page(by=by, size=ALL, as_of=make.NOW).entries
        assert {one.place for one in of_now} == {one.place for one in timeline_page(by=by, size=ALL).entries}
    assert Contact.objects.exists()
