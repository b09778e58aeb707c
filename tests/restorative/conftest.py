"""Somebody harmed by Leanne, as victim contact of the police recorded them, in words that stand nowhere else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from desistance.history.models import Arrest
from desistance.people.models import Person
from desistance.restorative.actions.asking import ask_for_view, hand_decision_over
from desistance.restorative.actions.telling import record_said, record_victim, settle_telling
from desistance.restorative.models import DecisionToExplain, Telling, Victim, VictimView
from desistance.restorative.rules import SaidFacts, VictimFacts
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
HARMED = VictimFacts(
    name="Zenobia Quillfeather", kind="person", ways=("telephone", "letter"), telephone="07700 900998",
    email="zenobia@quillfeather.example", address="9 Larkspur Mews, Stanhope", times="after the school run",
    not_to="leave a voicemail with Mortimer", language="Kalaallisut", speaks_for="Ottoline Quillfeather",
    enhanced="persistent",
)  # fmt: skip
SAID = "He frightened the tortoiseshell cat"
TOLD = "Ottoline wept with relief"
CANARIES = (
    "Zenobia", "Quillfeather", "900998", "Larkspur", "school run", "Mortimer", "Kalaallisut", "Ottoline", "tortoiseshell",
    "wept with relief", "Persistently targeted",
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_build_needed(plain_static_files: None) -> None:
    """Pages are drawn without built static files."""


@dataclass
class Matter:
    """Leanne's arrest, and what stands on both sides of the wall."""

    cast: Cast
    leanne: Person
    arrest: Arrest
    view: VictimView
    victim: Victim
    decision: DecisionToExplain

    def telling(self, kind: str) -> Telling:
        """What the victim is to be told, of a kind."""
        return Telling.objects.get(victim=self.victim, kind=kind)


@pytest.fixture
def police(cast: Cast, looking: None) -> Cast:
    """The cast with a supervisor of Checkpoint, Vic in a team that works with victims, and Vera who does so for probation."""
    cast.teams["checkpoint"] = make.team(cast.agencies["police"], name="Checkpoint")
    cast.hire("sal", "police", "team_manager", "checkpoint")
    for who, agency in (("vic", "police"), ("vera", "probation")):
        cast.teams[who] = make.team(cast.agencies[agency], name=f"Victim team of {agency}")
        cast.hire(who, agency, "victim_contact", who)
    return cast


@pytest.fixture
def leanne(police: Cast) -> Person:
    """Leanne, with whom police and probation work."""
    person = make.person(police.agencies["police"], "Leanne", "Purvis", date(1997, 10, 9))
    make.involvement(person, police.agencies["police"], kind="checkpoint", team=police.teams["checkpoint"])
    make.involvement(person, police.agencies["probation"], team=police.teams["east"], lead=police.staff["priya"])
    return person


@pytest.fixture
def matter(police: Cast, leanne: Person) -> Matter:
    """Asked for by Carl, recorded by Vic, and a decision handed over by Nadia."""
    arrest = make.arrest(leanne, police.agencies["police"], at=NOW)
    view = ask_for_view(arrest=arrest, by=police.opening("carl", leanne), at=NOW)
    by: dict[str, Any] = {"by": police.opening("vic", leanne), "at": NOW}
    victim = record_victim(view=view, facts=HARMED, **by)
    record_said(victim=victim, facts=SaidFacts("no", "yes", SAID, NOW, NOW), **by)
    row = Telling.objects.get(victim=victim, kind="support")
    settle_telling(telling=row, state="told", how="telephone", words=TOLD, **by)
    decision = hand_decision_over(view=view, what="started", by=police.opening("nadia", leanne), at=NOW)
    assert decision is not None
    view.refresh_from_db()
    victim.refresh_from_db()
    return Matter(police, leanne, arrest, view, victim, decision)
