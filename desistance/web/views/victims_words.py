"""The victims' side as the parts of a page take it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desistance.restorative.queries.victims import Asked, TellingShown, VictimOpened
from desistance.restorative.terms import EnhancedGround, Restorative, VictimKind, WantsTold, Way
from desistance.web.templatetags.desistance import clock, day_date, full_date, short_moment

NO_WAY = "No safe way is known"


def safe_contact(victim: Any) -> list[dict[str, str]]:
    """How somebody is reached safely, as small facts."""
    told = [
        ("Safe ways", ", ".join(Way(way).label for way in victim.ways) or NO_WAY),
        ("Telephone", victim.telephone),
        ("Email", victim.email),
        ("Address", victim.address),
        ("Safe times", victim.times),
        ("Never", victim.not_to),
        ("Language", victim.language),
        ("Speaks for them", victim.speaks_for),
    ]
    return [{"label": label, "value": value} for label, value in told if value]


def _due(shown: TellingShown) -> str:
    due = shown.row.due_at
    return f"{day_date(due)}, {clock(due)}"


def tell_rows(rows: Sequence[TellingShown], at: datetime) -> list[dict[str, Any]]:
    """Each thing to tell, with the way, times and language that they asked for."""
    return [
        {
            "what": one.what,
            "url": f"/victims/tell/{one.row.pk}/",
            "name": one.victim.name,
            "victim_url": f"/victims/{one.victim.pk}/",
            "reference": one.reference,
            "state": "Late" if one.is_late else "To tell",
            "tone": "red" if one.is_late else "amber",
            "by": _due(one),
            "is_enhanced": bool(one.victim.enhanced) or one.victim.kind == VictimKind.CHILD,
            "preference": ". ".join(
                part
                for part in (
                    ", ".join(Way(way).label for way in one.victim.ways),
                    one.victim.times,
                    one.victim.not_to,
                    one.victim.language,
                )
                if part
            ),
        }
        for one in rows
    ]


def asked_rows(rows: Sequence[Asked]) -> list[dict[str, Any]]:
    """Each view that was asked for and of which nobody is on record."""
    return [
        {
            "reference": one.reference,
            "offence": one.offence,
            "url": f"/victims/asked/{one.view.pk}/",
            "state": "Late" if one.is_late else "Asked for",
            "tone": "red" if one.is_late else "amber",
            "by": day_date(one.due_at),
            "decisions": one.decisions,
        }
        for one in rows
    ]


def done_rows(rows: Sequence[TellingShown]) -> list[dict[str, Any]]:
    """What was told, or why it was not: how, what they said, who told them."""
    return [
        {
            "what": one.what,
            "name": one.victim.name,
            "victim_url": f"/victims/{one.victim.pk}/",
            "state": one.state.wording,
            "tone": one.state.tone,
            "said": one.row.said,
            "provenance": [_how(one), one.who],
        }
        for one in rows
    ]


def _how(one: TellingShown) -> str:
    when = one.row.told_at or one.row.settled_at
    how = Way(one.row.how).label if one.row.how else ""
    return ", ".join(part for part in (how, short_moment(when) if when else "") if part)


def victim_page(opened: VictimOpened, at: datetime) -> dict[str, Any]:
    """Everything that the page of one person who was harmed shows."""
    row = opened.victim
    wishes = [
        {"label": "Who they are", "value": VictimKind(row.kind).label},
        {"label": "Enhanced rights", "value": _rights(opened)},
        {"label": "Restorative approach", "value": Restorative(row.restorative).label},
        {"label": "To be told of decisions", "value": WantsTold(row.wants_told).label},
    ]
    return {
        "victim": row,
        "reference": row.person.reference,
        "matter": f"{opened.offence}, {full_date(opened.arrested_at)}",
        "contact": safe_contact(row),
        "wishes": wishes,
        "due": tell_rows([one for one in opened.tellings if one.is_due], at),
        "done": done_rows([one for one in opened.tellings if not one.is_due]),
        "said": [
            {
                "words": one.words,
                "wish": Restorative(one.restorative).label,
                "provenance": [short_moment(one.at)],
            }
            for one in opened.said
        ],
        "change_url": f"/victims/{row.pk}/change/",
    }


def _rights(opened: VictimOpened) -> str:
    if not opened.is_enhanced:
        return EnhancedGround.NONE.label
    ground = EnhancedGround(opened.victim.enhanced)
    return "A child has them" if ground is EnhancedGround.NONE else ground.label
