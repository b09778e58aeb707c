"""A case of Checkpoint as the parts of a page take it."""

from datetime import datetime
from typing import Any

from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.restorative.queries.crossing import ExplainedShown, wish_words
from desistance.schemes.queries.cases import CaseOpened, ConsequenceShown, StepShown
from desistance.schemes.queries.contracts import ConditionShown, ContractShown, title_of
from desistance.schemes.queries.needs import CaseNeeds
from desistance.schemes.rules.checkpoint.needs import NeedTold
from desistance.schemes.terms.contracts import (
    ACCEPTED,
    CHECKED,
    OFFERED,
    OPEN,
    RUNNING,
    UNDERSTOOD,
    ConditionKind,
    ConditionUnit,
    HowAgreed,
)
from desistance.web.templatetags.desistance import clock, counted, day_date, full_date, moment, short_date, short_moment
from desistance.web.views.ratings_words import rating_of

Action = dict[str, Any]


def case_page_of(opened: CaseOpened, needs: CaseNeeds, here: str, by: Pass | None, at: datetime) -> dict[str, Any]:
    """Everything that the page of a case shows; ``by`` is None for a reader who may only look."""
    return {
        "opened": opened,
        "needs": needs_of_case(opened, needs, by),
        "state": opened.state,
        "arrests": [f"New arrest {full_date(one.at)}: {one.offence_words}" for one in opened.arrests],
        "steps_next": steps_next(opened, needs, here, by) if by else [],
        "facts": _facts(opened, at),
        "progress": _time_gone(opened),
        "conditions": [_condition(one, opened, here, by) for one in _conditions(opened)],
        "drafted": conditions_drafted(opened.contract) if opened.contract and not opened.contract.is_signed else [],
        "rating": _rating(opened, here, by),
        "after": [
            *(_explained(one) for one in opened.explained),
            *(_after(one, here, by) for one in opened.consequences),
        ],
        "steps": [_step(one) for one in opened.steps],
        "undo_url": f"{here}undo/" if by and opened.undoable and by.holds("checkpoint.offer") else "",
        "copy_url": f"{here}copy/" if opened.contract else "",
    }


def needs_of_case(opened: CaseOpened, needs: CaseNeeds, by: Pass | None) -> dict[str, Any] | None:
    """Needs beside a case from the answer to its end; None before and after, when nobody plans by them."""
    if opened.case.state not in (ACCEPTED, *RUNNING):
        return None
    asks = by is not None and by.holds("needs.assess") and DataClass.PLAN in by.writes
    return {
        "asked": f"Asked on {full_date(needs.asked_on)}" if needs.asked_on else "",
        "rows": [need_line(one, needs) for one in needs.suggested],
        "others": ", ".join(one.pathway.label for one in needs.told if one not in needs.suggested),
        "url": assess_url(opened, by) if asks and by else "",
    }


def need_line(one: NeedTold, needs: CaseNeeds) -> dict[str, str]:
    """One need as a line: what would answer it in a contract, how deep it is, whose word of which day, and whom to ring."""
    said = f"{one.said_by}, {short_date(one.made_on)}."
    ring = "; ".join(service.words for service in needs.helping(one))
    small = f"{said} To ring: {ring}." if ring else f"{said} No agency of a kind that answers it works here."
    return {"strong": one.answers, "words": one.words, "small": small}


def assess_url(opened: CaseOpened, by: Pass) -> str:
    """Where needs are asked, so that saving them leads back to the case."""
    return f"/people/{by.reference}/plan/needs/new/?case={opened.case.pk}"


def steps_next(opened: CaseOpened, needs: CaseNeeds, here: str, by: Pass) -> list[Action]:
    """What the reader may do with a case as it stands; the first is the main one."""
    state, has_draft = opened.case.state, opened.contract is not None
    is_asked = needs.asked_on is not None or has_draft
    arrest = f"/people/{by.reference}/checkpoint/{opened.case.arrest_id}/decide/"
    offers = [
        (state == CHECKED, "Decide", arrest, "checkpoint.decide"),
        (state == OFFERED, "Record the answer", f"{here}answer/", "checkpoint.offer"),
        (state == ACCEPTED and not is_asked, "Ask about needs, with them", assess_url(opened, by), "needs.assess"),
        (state == ACCEPTED and has_draft, "Sign the contract", f"{here}sign/", "checkpoint.navigate"),
        (state == ACCEPTED, _draft_words(has_draft=has_draft), f"{here}contract/", "checkpoint.navigate"),
        (state == ACCEPTED, "End before the contract", f"{here}answer/", "checkpoint.offer"),
        (state in RUNNING, "Decide on the contract", f"{here}decision/", "checkpoint.supervise"),
        (state in RUNNING, "Record a contact", f"/people/{by.reference}/contacts/happened/", "contact.record"),
    ]
    found = [(words, url) for is_now, words, url, holds in offers if is_now and by.holds(holds)]
    if state == "on_contract" and by.holds("checkpoint.navigate") and not by.holds("checkpoint.supervise"):
        found.append(("Ask for a decision", f"{here}decision/"))
    return [
        {"label": words, "url": url, "kind": "main" if place == 0 else ""} for place, (words, url) in enumerate(found)
    ]


def _draft_words(*, has_draft: bool) -> str:
    return "Change the draft" if has_draft else "Draft the contract"


def _facts(opened: CaseOpened, at: datetime) -> list[dict[str, str]]:
    case = opened.case
    told: list[tuple[str, str]] = [("Navigator", opened.navigator)]
    if case.state == ACCEPTED and opened.contact_due:
        due = opened.contact_due
        late = ", late" if due < at else ""
        told.append(("First contact by", f"{day_date(due)}, {clock(due)}{late}"))
    if opened.contract:
        told += [("Starts", full_date(opened.contract.starts_on)), ("Ends", full_date(opened.contract.ends_on))]
    if case.state in RUNNING and opened.contract:
        left = opened.days_left
        told.append(
            ("Left", f"{counted(left, 'day,days')}" if left >= 0 else f"Overdue by {counted(-left, 'day,days')}")
        )
    if opened.contract and opened.contract.is_signed:
        signed = opened.contract.contract
        told.append(("Signed", f"{moment(signed.signed_at)}. {HowAgreed(signed.how).label}"))
    if case.interpreter:
        told.append(("Interpreter", case.interpreter))
    told.append(("Victim", wish_words(opened.view)))
    if opened.limit:
        told.append(("Time limit", opened.limit.words))
    return [{"label": label, "value": value} for label, value in told]


def _time_gone(opened: CaseOpened) -> dict[str, Any] | None:
    if opened.contract is None or opened.case.state not in RUNNING:
        return None
    gone, whole = opened.days
    return {
        "strong": f"Day {gone} of {whole}",
        "words": f"decision due {day_date(opened.contract.ends_on)}",
        "percent": opened.contract.pace,
    }


def _conditions(opened: CaseOpened) -> tuple[ConditionShown, ...]:
    return opened.contract.conditions if opened.contract else ()


def _condition(one: ConditionShown, opened: CaseOpened, here: str, by: Pass | None) -> dict[str, Any]:
    row = one.condition
    may = by is not None and by.holds("checkpoint.navigate") and opened.case.state in RUNNING
    if row.kind == ConditionKind.OFFENDING:
        found = counted(len(opened.arrests), "new arrest,new arrests") if opened.arrests else "No new arrest on record"
        return {
            "number": row.number,
            "title": one.words,
            "words": row.words,
            "done_when": f"{found} to now",
            "state": "",
        }
    pace = opened.contract.pace if opened.contract else 0
    bar = {"strong": one.count_words, "percent": one.percent, "pace": pace} if one.count_words else None
    late = one.is_behind and row.state == OPEN and opened.case.state in RUNNING
    word = "On track" if row.state == OPEN and one.count_words else one.state.wording
    is_left = row.state == OPEN and opened.case.state not in RUNNING
    return {
        "number": row.number,
        "title": one.words,
        "words": row.words,
        "done_when": f"Done when: {row.done_when}",
        "state": "" if is_left else "At risk" if late else word,
        "tone": "amber" if late else "green" if word == "On track" else one.state.tone,
        "settled": row.settled_words,
        "bar": bar,
        "is_diary": one.is_counted_by_ledger,
        "said": [_said(said, one, here, may=may) for said in one.progress[:5]],
        "action": {
            "label": "Record progress",
            "url": f"{here}conditions/{row.pk}/",
            "about": f"on condition {row.number}",
        }
        if may
        else None,
    }


def _said(said: Any, one: ConditionShown, here: str, *, may: bool) -> dict[str, Any]:
    unit = ConditionUnit(one.condition.unit).label if one.condition.unit else ""
    amount = f"{said.amount} {unit}" if said.amount else ""
    words = ". ".join(part for part in (amount, said.words) if part)
    undo = {"label": "Take back", "url": f"{here}progress/{said.pk}/undo/", "method": "post", "about": words}
    return {"on": short_date(said.at), "words": words, "action": undo if may else None}


def conditions_drafted(contract: ContractShown | None) -> list[dict[str, Any]]:
    """The conditions of a draft as they would be signed."""
    if contract is None:
        return []
    return [
        {
            "number": number,
            "title": title_of(one.kind, one.pathway),
            "words": one.words,
            "done_when": one.done_when,
            "count": f"{one.target} {ConditionUnit(one.unit).label}" if one.target else "",
        }
        for number, one in enumerate(contract.drafted, start=1)
    ]


def _rating(opened: CaseOpened, here: str, by: Pass | None) -> dict[str, Any] | None:
    may = by is not None and by.holds("checkpoint.navigate") and opened.case.state in RUNNING
    return rating_of(opened.ratings, opened.proposal, f"{here}rating/" if may else "")


def _after(one: ConsequenceShown, here: str, by: Pass | None) -> dict[str, Any]:
    may = by is not None and by.holds("checkpoint.after") and one.row.state == "due"
    due = f"Due {day_date(one.row.due_at)}" + (", late" if one.is_late else "")
    settled = f"{one.row.settled_words}. {one.who}" if one.who else ""
    return {
        "words": one.words,
        "what": one.row.what,
        "state": one.state.wording,
        "tone": "red" if one.is_late else one.state.tone,
        "line": settled or due,
        "action": {"label": "Say how it was done", "url": f"{here}after/{one.row.pk}/", "about": one.words}
        if may
        else None,
    }


def _explained(one: ExplainedShown) -> dict[str, Any]:
    """A decision that victim contact explains: by when at the latest, and no more than that they have dealt with it."""
    return {
        "words": "Victim to tell",
        "what": one.words,
        "state": one.state.wording,
        "tone": "red" if one.is_late else one.state.tone,
        "line": f"Victim contact does this, by {day_date(one.due_at)} at the latest"
        + (", late" if one.is_late else ""),
    }


def _step(shown: StepShown) -> dict[str, Any]:
    step = shown.step
    agreed = dict(UNDERSTOOD)
    items = [agreed[name] for name in step.told.get("understood", ()) if name in agreed]
    shares = step.told.get("shares_health_with") or []
    if shares:
        items.append(f"Consents to health information being seen by {', '.join(shares)}")
    return {
        "words": step.words,
        "reason": step.reason,
        "items": items,
        "provenance": [*filter(None, (shown.who, shown.rank)), short_moment(step.at)],
    }


def copy_of(opened: CaseOpened) -> dict[str, Any]:
    """The person's copy: conditions in plain words, the days, whom to ring."""
    contract = opened.contract
    work = opened.case.involvement
    phone = (work.team.telephone if work and work.team else "") or opened.case.agency.telephone
    signed = contract.contract if contract and contract.is_signed else None
    return {
        "conditions": conditions_drafted(contract),
        "days": contract,
        "navigator": opened.navigator,
        "phone": phone,
        "agency": opened.case.agency.name,
        "is_draft": signed is None,
        "interpreter": signed.interpreter if signed else "",
    }
