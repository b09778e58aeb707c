"""Loading the demonstration partnership through the rooms' own actions, each at the moment it would have happened."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction

from desistance.access.actions.consents import give_consent
from desistance.access.actions.involvements import open_involvement
from desistance.access.actions.restrictions import exclude_worker, restrict
from desistance.access.queries.passes import system_pass
from desistance.demo import files
from desistance.demo.casework import record_casework
from desistance.demo.checkpoint import record_checkpoint
from desistance.demo.delivery import record_delivery
from desistance.demo.iom import record_iom
from desistance.demo.justice import record_justice
from desistance.demo.meetings import record_meetings
from desistance.demo.needs import record_needs_and_plans
from desistance.demo.partnership import (
    AGENCIES,
    AGREEMENT,
    ARRESTS,
    CONSENTS,
    DIFFERENT_PEOPLE,
    EQUALITY,
    EXCLUDED,
    PARTIES,
    PASSWORD,
    PEOPLE,
    RESTRICTED,
    SHARED_CLASSES,
    STAFF,
    YOUTH_AGREEMENT,
    YOUTH_CLASSES,
    YOUTH_PARTIES,
    PersonData,
)
from desistance.demo.scores import record_scores
from desistance.demo.supervision import record_supervision
from desistance.demo.whole_system import record_whole_system
from desistance.demo.youth import record_youth
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.history.actions import record_arrest
from desistance.history.rules.arrests import ArrestFacts
from desistance.partners.actions.agencies import add_agency, add_team
from desistance.partners.actions.agreements import record_agreement
from desistance.partners.actions.staff import invite_staff
from desistance.partners.queries import SETUP_AGENCY
from desistance.people.actions import identity
from desistance.people.actions.pairs import mark_different

FOUNDED = datetime(2025, 2, 3, 9, tzinfo=UTC)
TODAY = datetime(2026, 3, 13, 9, tzinfo=UTC)


class Partnership:
    """What has been made so far, by the names that the data use."""

    def __init__(self) -> None:
        self.agencies: dict[str, Any] = {}
        self.teams: dict[tuple[str, str], Any] = {}
        self.staff: dict[str, Any] = {}
        self.people: dict[str, Any] = {}

    def acting(self, agency: str, at: datetime) -> Pass:
        """The loader's pass for an agency."""
        return system_pass(name="demonstration", agency=self.agencies[agency], at=at)


def is_loaded() -> bool:
    """Whether the partnership is there already: its last step is."""
    with marked("demo.is_loaded"), unseen("nightly check"):
        return bool(apps.get_model("people.Person").objects.filter(reference=PEOPLE[-1].reference).exists())


def load(say: Callable[[str], None]) -> None:
    """Make the whole partnership in one transaction: it is there or it is not."""
    with transaction.atomic():
        made = Partnership()
        _make_agencies(made)
        say(f"{len(made.agencies)} agencies and {len(made.staff)} members of staff.")
        for person in PEOPLE:
            _make_person(made, person)
        _record_arrests(made)
        record_justice(made.people, made.acting)
        record_supervision(made.people, made.staff)
        record_casework(made.people, made.staff, made.agencies)
        record_scores(made.people, made.staff)
        record_checkpoint(made.staff, made.teams, made.acting)
        record_needs_and_plans(made.people, made.staff, made.agencies)
        record_iom(made.people, made.staff, made.agencies)
        record_youth(made.people, made.staff, made.agencies)
        record_meetings(made.people, made.staff, made.agencies)
        record_whole_system(made.people, made.staff)
        record_delivery(made.staff)
        _narrow_access(made)
        say(f"{len(made.people)} people of the story.")


def _make_agencies(made: Partnership) -> None:
    by = system_pass(name="demonstration", agency=SETUP_AGENCY, at=FOUNDED)
    for agency in AGENCIES:
        made.agencies[agency.slug] = add_agency(
            name=agency.name,
            short_name=agency.short_name,
            kind=agency.kind,
            telephone=agency.telephone,
            out_of_hours=agency.out_of_hours,
            areas=agency.areas,
            from_on=date(2020, 4, 1),
            by=by,
            at=FOUNDED,
        )
        for team in agency.teams:
            made.teams[agency.slug, team] = add_team(agency=made.agencies[agency.slug], name=team, by=by, at=FOUNDED)
    _make_staff(made)
    _record_agreement(made, AGREEMENT, PARTIES, SHARED_CLASSES)
    _record_agreement(made, YOUTH_AGREEMENT, YOUTH_PARTIES, YOUTH_CLASSES)


def _record_agreement(
    made: Partnership, told: Mapping[str, str], parties: Sequence[str], classes: Sequence[str]
) -> None:
    record_agreement(
        name=told["name"],
        reference=told["reference"],
        parties=[made.agencies[slug] for slug in parties],
        purpose=told["purpose"],
        legal_basis=told["legal_basis"],
        classes=classes,
        switches_on_finding=True,
        from_on=date.fromisoformat(AGREEMENT["from_on"]),
        review_on=date.fromisoformat(AGREEMENT["review_on"]),
        by=made.acting("probation", FOUNDED),
        at=FOUNDED,
    )


def _make_staff(made: Partnership) -> None:
    password = make_password(PASSWORD)
    for worker in STAFF:
        staff = invite_staff(
            name=worker.name,
            email=worker.email,
            agency=made.agencies[worker.agency],
            role=worker.role,
            team=made.teams.get((worker.agency, worker.team)),
            by=made.acting(worker.agency, FOUNDED),
            at=FOUNDED,
        )
        staff.password = password
        staff.save(update_fields=["password"])
        made.staff[worker.name] = staff


def _make_person(made: Partnership, data: PersonData) -> None:
    began = min(_moment(work[4]) for work in data.work)
    by = made.acting(data.agency, began)
    person = identity.add_person(
        given=data.given,
        family=data.family,
        born_on=date.fromisoformat(data.born),
        reference=data.reference,
        source="import",
        by=by,
        at=began,
    )
    made.people[data.reference] = person
    _open_work(made, data)
    _state_facts(made, data, by, began)


def _open_work(made: Partnership, data: PersonData) -> None:
    teams = {worker.name: made.teams.get((worker.agency, worker.team)) for worker in STAFF}
    for agency, kind, ground, lead, since in data.work:
        at = _moment(since)
        open_involvement(
            person=made.people[data.reference],
            kind=kind,
            legal_ground=ground,
            lead=made.staff.get(lead),
            team=teams.get(lead),
            by=made.acting(agency, at),
            at=at,
        )


def _state_facts(made: Partnership, data: PersonData, by: Pass, at: datetime) -> None:
    person = made.people[data.reference]
    said: dict[str, Any] = {"person": person, "source": "import", "at": at}
    for kind, text in data.numbers:
        identity.state_identifier(
            kind=kind, text=files.with_check_letter(text) if kind == "pnc" else text, by=by, **said
        )
    lines, postcode, since = data.address
    if since:
        kind = "main" if lines else "no_fixed"
        from_on = date.fromisoformat(since)
        when = max(at, _moment(since))
        said_at = _moment(data.address_said) if data.address_said else None
        place: dict[str, Any] = {
            "kind": kind,
            "lines": lines,
            "postcode": postcode,
            "from_on": from_on,
            "said_at": said_at,
        }
        identity.state_address(**place, by=by, **{**said, "at": when})
    if data.phone:
        identity.state_contact_detail(kind="mobile", text=data.phone, by=by, **said)
    if data.liked:
        identity.state_name(kind="liked", given=data.liked, family="", by=by, **said)
    for agency, given, family in data.aliases:
        theirs = made.acting(agency, at)
        identity.state_name(kind="alias", given=given, family=family, by=theirs, **said)


def _record_arrests(made: Partnership) -> None:
    for reference, force, number, moment, code, offence_on, suite in ARRESTS:
        at = datetime.fromisoformat(moment)
        facts = ArrestFacts(
            custody_number=number,
            arrested_at=at,
            offence_code=code,
            offence_on=date.fromisoformat(offence_on),
            force=made.agencies[force].name,
            custody_suite=suite,
        )
        by = made.acting(force, at)
        record_arrest(person=made.people[reference], facts=facts, source="import", by=by, at=at)


def _narrow_access(made: Partnership) -> None:
    for one, other, reason in DIFFERENT_PEOPLE:
        by = made.acting("probation", TODAY)
        mark_different(one=made.people[one], other=made.people[other], reason=reason, by=by, at=TODAY)
    for reference, agency, kind, value in EQUALITY:
        person = made.people[reference]
        by = made.acting(agency, TODAY)
        identity.state_equality(person=person, kind=kind, value=value, by=by, at=TODAY)
    for reference, owner, to, data_class, how, proof in CONSENTS:
        person = made.people[reference]
        by = made.acting(owner, TODAY)
        give_consent(
            person=person,
            to_agency=made.agencies[to],
            data_class=data_class,
            how_given=how,
            proof=proof,
            by=by,
            at=TODAY,
        )
    for reference, name, reason in EXCLUDED:
        person = made.people[reference]
        by = made.acting("probation", TODAY)
        exclude_worker(person=person, staff=made.staff[name], reason=reason, by=by, at=TODAY)
    for reference, reason, approver, review_on in RESTRICTED:
        person, staff = made.people[reference], made.staff[approver]
        by = made.acting("probation", TODAY)
        review = date.fromisoformat(review_on)
        restrict(person=person, reason=reason, review_on=review, approver=staff, listed=[staff], by=by, at=TODAY)


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00+00:00")
