"""The IOM cohort as the parts of a page take it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import Answer, Finding
from desistance.schemes.queries.iom.board import BoardRow, Waiting
from desistance.schemes.queries.iom.cases import IomOpened, NominationShown
from desistance.schemes.queries.iom.cohort import Register, SpellShown
from desistance.schemes.rules.iom.scoring import Score
from desistance.schemes.terms.cases import CONSEQUENCE_STATES, Colour, ConsequenceKind
from desistance.schemes.terms.iom import ASK_STATES, ASKED, AskKind, EndReason, Intensity, ManagerPart, Part
from desistance.web.templatetags.desistance import ago, day_date, full_date, short_date, short_moment

ANSWERED = {Answer.MET: "Met", Answer.NOT_MET: "Not met", Answer.CANNOT_TELL: "Cannot tell"}
RESULTS = {Answer.MET: "met", Answer.NOT_MET: "not-met", Answer.CANNOT_TELL: "cannot-tell"}


def board_row(row: BoardRow, at: datetime, *, is_shared: bool) -> dict[str, Any]:
    """One person on the board; on a shared screen without reference and link."""
    on = local_date(at)
    risk, seen = row.risk, row.seen
    return {
        "name": row.person.listed,
        "url": "" if is_shared else f"/people/{row.reference}/iom/{row.case}/",
        "reference": "" if is_shared else row.reference,
        "part": row.part,
        "is_new": row.is_new,
        "state": row.state,
        "colour": row.colour,
        "where": row.where,
        "arrests": row.arrests,
        "risk": risk,
        "seen": f"{short_date(seen.at)}, {ago(seen.at, on)}" if seen and seen.at else "",
        "seen_by": f"{seen.words}, {seen.note}" if seen and seen.words != seen.note else seen.note if seen else "",
        "conference": f"{short_date(row.conference_at)}" if row.conference_at else "",
        "review": short_date(row.review_on) if row.review_on else "",
        "lead": row.lead,
    }


def waiting_row(row: Waiting, *, is_shared: bool) -> dict[str, Any]:
    """One case that waits for the panel."""
    told = {"words": f"{row.words}, since {short_date(row.since)}", "small": row.said_by}
    if is_shared:
        return {"strong": row.person.listed, **told}
    return {"name": row.person.listed, "url": f"/people/{row.reference}/iom/{row.case}/", **told}


def spell_row(one: SpellShown) -> list[dict[str, Any]]:
    """One spell of the register as cells."""
    row = one.row
    url = f"/people/{one.reference}/iom/{row.case_id}/" if row.case_id else f"/people/{one.reference}/"
    return [
        {"words": one.person.listed, "url": url, "note": one.reference},
        {"words": Part(row.part).label, "note": Intensity(row.intensity).label},
        {"words": full_date(row.began_on)},
        {"words": full_date(row.ended_on), "note": EndReason(row.end_reason).label}
        if row.ended_on
        else {"words": "Now"},
        {"words": row.why, "note": row.source_words or row.agency.short_name},
    ]


def measured_rows(found: Register) -> list[list[dict[str, Any]]]:
    """Before, during and after as rows of a table, every rate with what it is of."""
    names = {"before": "12 months before", "during": "In the cohort", "after": "12 months after"}
    return [
        [
            {"words": words, "note": f"{one.people} people"},
            {"words": f"{one.person_years:.1f}", "note": f"{one.custody_days:,} days in custody taken out"},
            {"words": str(one.arrests), "note": one.rate(one.arrests)},
            {"words": str(one.offences), "note": one.rate(one.offences)},
            {"words": found.costs[name].words},
        ]
        for name, words in names.items()
        for one in (found.measured[name],)
    ]


def finding_row(one: Finding) -> dict[str, Any]:
    """A criterion as the list of criteria takes it."""
    dated = full_date(one.dated) if one.dated else ""
    return {
        "result": RESULTS[one.answer],
        "rule": one.wording,
        "evidence": one.evidence,
        "provenance": [part for part in (one.source, dated) if part],
    }


def score_rows(score: Score) -> list[list[dict[str, Any]]]:
    """Each item of the matrix with its points and why."""
    return [
        [
            {"words": one.words},
            {"words": str(one.points) if one.low == one.high else f"{one.points or 0} ({one.low} to {one.high})"}
            if one.points is not None
            else {"missing": f"Not known ({one.low} to {one.high})"},
            {"words": one.why, "note": _from(one.source, one.dated) if one.points is not None else one.settle},
        ]
        for one in score.items
    ]


def _from(source: str, dated: Any) -> str:
    return ", ".join(part for part in (source, full_date(dated) if dated else "") if part)


def evidence_rows(evidence: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Offences and arrests that a nomination rests on."""
    return [
        {
            "strong": one["words"],
            "words": "Neighbourhood crime" if one["counts"] else "",
            "small": f"{_day(one['on'])}. {one['source']}",
        }
        for one in evidence
    ]


def _day(on: str | None) -> str:
    return full_date(date.fromisoformat(on)) if on else "Day not known"


def finding_line(one: Finding) -> dict[str, str]:
    """A criterion as a short line, where there is no room for the list of criteria."""
    return {
        "strong": one.wording,
        "words": ANSWERED[one.answer],
        "small": ". ".join(part for part in (one.evidence, _from(one.source, one.dated)) if part),
    }


def nomination_of(shown: NominationShown) -> dict[str, Any]:
    """A nomination as its section shows it."""
    row = shown.row
    return {
        "score": shown.score,
        "rows": score_rows(shown.score),
        "part": Part(row.part).label,
        "suggested": Part(row.suggested).label,
        "because": row.because,
        "findings": [finding_row(one) for one in shown.findings],
        "evidence": evidence_rows(row.evidence),
        "reason": row.reason,
        "support": row.support,
        "comment": row.comment,
        "provenance": [shown.who, row.agency.short_name, short_moment(row.at)],
    }


def case_page_of(opened: IomOpened, here: str, by: Pass | None, at: datetime) -> dict[str, Any]:
    """Everything that the page of a case shows; ``by`` is None for a reader who may only look."""
    manages = by is not None and by.holds("iom.manage")
    return {
        "opened": opened,
        "facts": _facts(opened),
        "steps_next": _next(opened, here, by) if by else [],
        "nomination": nomination_of(opened.nomination) if opened.nomination else None,
        "rating": _rating(opened, here, may=manages),
        "review": [finding_row(one) for one in opened.review.findings] if opened.review else [],
        "review_rules": opened.review.rules if opened.review else None,
        "arrests": [
            {
                "words": f"New arrest {full_date(one.at)}: {one.offence_words}",
                "url": f"{here}arrests/{one.pk}/" if manages else "",
            }
            for one in opened.arrests
        ],
        "actions": [
            {"strong": one.what, "small": f"{one.owner}, by {full_date(one.due_on)}"} for one in opened.actions
        ],
        "managers": [_manager(one) for one in opened.managers],
        "spells": [_spell(one) for one in (*opened.spells, *opened.earlier)],
        "after": [_after(one, here, at, may=manages) for one in opened.after],
        "asks": [_ask(one) for one in opened.asks],
        "steps": [_step(one) for one in opened.steps],
    }


def _spell(one: Any) -> dict[str, str]:
    """Days in one part; those from before this service say where they are written."""
    ended = EndReason(one.end_reason).label if one.end_reason else ""
    said = f"Source: {one.source_words}" if one.source_words else ""
    closely = "" if one.source_words else f", {Intensity(one.intensity).label.lower()}"
    return {
        "strong": f"{Part(one.part).label}{closely}",
        "words": f"{full_date(one.began_on)} to {full_date(one.ended_on) if one.ended_on else 'now'}",
        "small": ". ".join(part for part in (one.why, ended, said) if part),
    }


def _manager(one: Any) -> dict[str, str]:
    until = f" to {full_date(one.until_at)}" if one.until_at else ""
    return {
        "strong": one.staff.name,
        "words": f"{ManagerPart(one.part).label}{', leads' if one.is_lead else ''}",
        "small": f"{one.agency.short_name}, from {full_date(one.from_at)}{until}",
    }


def _facts(opened: IomOpened) -> list[dict[str, str]]:
    case, spell = opened.case, opened.spell
    told = [("Where", ": ".join(part for part in (opened.where.words, opened.where.note) if part))]
    if spell:
        told += [("Part", Part(spell.part).label), ("Managed", Intensity(spell.intensity).label)]
        told.append(("In since", full_date(spell.began_on)))
    if opened.lead:
        told.append(("Lead", f"{opened.lead.staff.name}, {opened.lead.agency.short_name}"))
    if case.ends_on and opened.is_running:
        told.append(("Review by", full_date(case.ends_on)))
    return [{"label": label, "value": value} for label, value in told]


DEEDS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("panel", "Act on the panel", "iom.decide", ("nominated", "ending_asked")),
    ("agenda", "Put it on an agenda", "panel.list", ("nominated", "ending_asked")),
    ("manager", "Name a manager", "iom.manage", ("selected",)),
    ("rating", "Rate", "iom.manage", ("selected", "in_cohort", "ending_asked")),
    ("spell", "Part or intensity", "iom.manage", ("selected", "in_cohort")),
    ("leaving", "Propose deselection", "iom.manage", ("selected", "in_cohort")),
    ("manager", "Change the manager", "iom.manage", ("in_cohort", "ending_asked")),
    ("transfer", "Ask another area", "iom.manage", ("selected", "in_cohort", "ending_asked")),
    ("disagree", "Escalate a disagreement", "iom.manage", ("selected", "in_cohort", "ending_asked")),
    ("again", "Nominate again", "iom.nominate", ("deferred",)),
    ("take-back", "Take the nomination back", "iom.nominate", ("nominated", "deferred")),
)
"""What may be done with a case: name in the address, button, permission, and the states in which it is offered."""


def _next(opened: IomOpened, here: str, by: Pass) -> list[dict[str, Any]]:
    found = []
    for name, words, holds, states in DEEDS:
        if opened.case.state in states and by.holds(holds):
            url = f"/people/{by.reference}/iom/nominate/" if name == "again" else f"{here}{name}/"
            found.append({"label": words, "url": url})
    if opened.case.closed_at and any(one.until_at is None and one.agency_id == by.agency for one in opened.managers):
        found.append({"label": "End your agency's part", "url": f"{here}leave/"})
    return [{**one, "kind": "main" if place == 0 else ""} for place, one in enumerate(found)]


def _rating(opened: IomOpened, here: str, *, may: bool) -> dict[str, Any] | None:
    if not opened.is_running:
        return None
    newest = opened.ratings[0] if opened.ratings else None
    proposal = opened.proposal
    return {
        "colour": Colour(newest.row.colour).label if newest else "",
        "words": newest.row.words if newest else "",
        "who": f"{newest.who}, {short_moment(newest.row.at)}" if newest else "",
        "proposed": Colour(proposal.colour).label,
        "because": proposal.reasons,
        "is_other": newest is None or newest.row.colour != proposal.colour,
        "url": f"{here}rating/" if may else "",
        "before": [
            f"{Colour(one.row.colour).label}, {short_moment(one.row.at)}, {one.who}. {one.row.words}"
            for one in opened.ratings[1:7]
        ],
    }


def _after(one: Any, here: str, at: datetime, *, may: bool) -> dict[str, Any]:
    state, is_late = CONSEQUENCE_STATES[one.state], one.state == "due" and one.due_at < at
    link = {"label": "Say how it was done", "url": f"{here}after/{one.pk}/", "about": one.what}
    return {
        "words": ConsequenceKind(one.kind).label,
        "what": one.what,
        "state": state.wording,
        "tone": "red" if is_late else state.tone,
        "line": one.settled_words or f"Due {day_date(one.due_at)}{', late' if is_late else ''}",
        "action": link if may and one.state == "due" else None,
    }


def _ask(one: Any) -> dict[str, Any]:
    whom = one.to_staff.name if one.to_staff else one.to_agency.short_name
    due = f", answer by {full_date(one.due_on)}" if one.state == ASKED else ""
    return {
        "strong": AskKind(one.kind).label,
        "words": f"{whom}: {one.answer or one.what}",
        "tag": ASK_STATES[one.state].wording,
        "small": f"{one.agency.short_name}, {short_moment(one.asked_at)}{due}",
    }


def _step(shown: Any) -> dict[str, Any]:
    step = shown.row
    lines = [f"{name}: {words}" for name, words in step.told.get("dissent", ())]
    if step.told.get("exit_plan"):
        lines.append(f"Exit plan: {step.told['exit_plan']}")
    if step.told.get("counts"):
        lines.append(f"Criteria then: {step.told['counts']}")
    forum = step.told.get("forum", "")
    return {
        "words": step.words,
        "reason": step.reason,
        "items": lines,
        "provenance": [part for part in (shown.who, step.agency.short_name, forum, short_moment(step.at)) if part],
    }
