"""What is recorded that Checkpoint's criteria ask about, from the rooms below, each with who says so and when."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_seen
from desistance.access.terms import LegalGround
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.history.rules.offence_codes import find_code
from desistance.partners.rules.postcode_districts import Finding, find
from desistance.people.models import Address, BirthDate, Choice
from desistance.people.terms import AddressKind
from desistance.schemes.models import SchemeCase
from desistance.schemes.rules.checkpoint.facts import Answers, Arrested, Born, CheckpointFacts, Lives, OnOrder
from desistance.schemes.terms.checkpoint import CHECKPOINT, CHECKPOINT_RULES
from desistance.sentences.models import Order
from desistance.sentences.queries import orders_standing

LIVING = (AddressKind.MAIN, AddressKind.NO_FIXED)


@question
def arrest_of(*, person: int, arrest: int, by: Pass) -> Arrest:
    """One standing arrest that the reader may see. Raises :class:`NotFound` for another's as for one that is not there."""
    by.demand_person(person, DataClass.OFFENDING)
    seen = Arrest.objects.standing().filter(entries_seen(by, "history.Arrest"), pk=arrest).select_related("agency")
    found: Arrest | None = seen.first()
    if found is None:
        raise NotFound()
    return found


@question
def checkpoint_facts(*, arrest: Arrest, answers: Answers, by: Pass, on: date) -> CheckpointFacts:
    """All that is recorded for the criteria and that the reader may see, with the officer's answers: six statements."""
    by.demand_person(arrest.person_id, DataClass.OFFENDING)
    chosen = chosen_facts(arrest.person_id)
    work = Involvement.objects.filter(entries_seen(by, "access.Involvement"), kind__in=["supervision", CHECKPOINT])
    rows = list(_with_contract(work, arrest).select_related("agency").order_by("from_at", "pk"))
    return CheckpointFacts(
        on=on,
        arrest=arrested(arrest),
        born=births_of(by, chosen),
        lives=_lives(by, chosen, on),
        orders=(
            *(on_order(order) for order in orders_standing(arrest.person_id, on=on, by=by)),
            *(_order(row) for row in rows if row.kind == "supervision" and row.state == "open"),
        ),
        contracts_here=sum(1 for row in rows if row.kind == CHECKPOINT and row.is_contract),
        answers=answers,
    )


def _with_contract(work: QuerySet[Involvement], arrest: Arrest) -> QuerySet[Any]:
    """Work with whether it was a contract: one that a case of another arrest signed, or work from before cases were kept."""
    case = SchemeCase.objects.filter(involvement=OuterRef("pk"))
    signed = case.filter(runs_from__isnull=False).exclude(arrest=arrest)
    return work.annotate(is_contract=Exists(signed) | ~Exists(case))


def chosen_facts(person: int) -> frozenset[int]:
    """The facts that somebody chose to show, newest choice of each kind."""
    rows = Choice.objects.filter(person_id=person, kind__in=["birth_date", "address"]).order_by("at", "pk")
    return frozenset({row.kind: row.fact_id for row in rows}.values())


def arrested(arrest: Arrest) -> Arrested:
    """An arrest as the criteria take it: what the force recorded, and what its code means."""
    known = find_code(arrest.offence_code) if arrest.offence_code else None
    record = "Custody record" if arrest.source == "import" else "Entered"
    return Arrested(
        on=local_date(arrest.at),
        source=f"{record}, {arrest.agency.short_name}",
        said_on=local_date(arrest.at if arrest.source == "import" else arrest.recorded_at),
        offence_words=arrest.offence_words,
        offence_code=arrest.offence_code,
        code_title=known.title if known else "",
        offence_on=arrest.offence_on,
    )


def births_of(by: Pass, chosen: frozenset[int]) -> tuple[Born, ...]:
    """The date that was chosen; without a choice every agency's, newest word first."""
    seen = BirthDate.objects.standing().filter(entries_seen(by, "people.BirthDate")).select_related("agency")
    rows = list(seen.order_by("-said_at", "-pk"))
    rows = [row for row in rows if row.pk in chosen] or rows
    return tuple(Born(row.born_on, row.precision, row.agency.short_name, local_date(row.said_at)) for row in rows)


def _lives(by: Pass, chosen: frozenset[int], on: date) -> Lives | None:
    """The address that was chosen, else the newest word on it; an address that must not be shown is not taken."""
    seen = Address.objects.standing().filter(entries_seen(by, "people.Address"), kind__in=LIVING)
    seen = seen.filter(data_class=DataClass.CONTACT_DETAILS).select_related("agency").order_by("-said_at", "-pk")
    rows = [
        row
        for row in seen
        if (row.from_on is None or row.from_on <= on) and (row.until_on is None or row.until_on >= on)
    ]
    row = next((row for row in rows if row.pk in chosen), rows[0] if rows else None)
    if row is None:
        return None
    said = "import" if row.source == "import" else "entered"
    return Lives(
        words=", ".join(row.lines.splitlines()) or "No fixed address",
        source=f"{row.agency.short_name}, {said}",
        said_on=local_date(row.said_at),
        is_no_fixed=row.kind == AddressKind.NO_FIXED,
        inside=_is_inside(row.postcode),
    )


def _is_inside(postcode: str) -> bool | None:
    """Whether a postcode's district lies wholly in the force area, wholly outside it, or does not tell."""
    inside = set(dict(CHECKPOINT_RULES[-1].criteria)["residence"]["areas"])
    found = find(postcode)
    if found.finding is Finding.NOT_A_POSTCODE:
        return None
    if not inside & set(found.areas):
        return False
    return None if found.has_part_outside or set(found.areas) - inside else True


def on_order(order: Order) -> OnOrder:
    """An order or licence by its own record, which says more than the work that goes with it."""
    return OnOrder(
        order.get_kind_display(), f"{order.agency.short_name}, {order.get_source_display()}", order.starts_on
    )


def _order(row: Involvement) -> OnOrder:
    by_order = row.legal_ground == LegalGround.COURT_ORDER
    words = "Supervised under an order or licence" if by_order else "Supervised"
    return OnOrder(words, row.agency.short_name, local_date(row.from_at), by_order)
