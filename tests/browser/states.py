"""A day's work on the demonstration, so that every page has something to show; run as a program on a clone of it.

Each step goes through the rooms' own actions as the worker who would do it. Names of 60 letters and of one letter are among them.
"""

import argparse
from datetime import date, datetime
from typing import Any

import django

from desistance.demo.partnership import STAFF

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"  # 60 letters without a place to break


def main() -> None:
    """Do the day's work, one step after another, or one step only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="STEP")
    only = parser.parse_args().only
    django.setup()
    from desistance.foundation.reading import marked, unseen

    for step in (
        ask_and_answer,
        open_in_emergency,
        work_with_people,
        join_and_resemble,
        administer,
        evaluate,
        send_a_file,
    ):
        if only not in ("", step.__name__):
            continue
        if step is send_a_file:
            step()
            continue
        with marked("test"), unseen("nightly check"):
            step()


def entering(name: str) -> Any:
    """A worker's pass before any record is open."""
    from desistance.access.queries.passes import enter
    from desistance.foundation import clock
    from desistance.partners.queries import live_posts, staff_with_address

    email = next(worker.email for worker in STAFF if worker.name == name)
    staff = staff_with_address(email=email)
    assert staff is not None
    return enter(post=live_posts(staff=staff.pk, at=clock.now())[0], at=clock.now())


def opening(name: str, reference: str) -> tuple[Any, Any]:
    """A person and a worker's pass for their record."""
    from desistance.access.queries.passes import open_record

    return open_record(reference=reference, by=entering(name))


def ask_and_answer() -> None:
    """Nadia's request waits; Rob's was answered and is open."""
    from desistance.access.actions.requests import answer_request, request_access
    from desistance.access.queries.known import may_only_know

    for name, reason in (
        ("Nadia Rahman", "His deferred charge is reviewed next week"),
        ("Rob Teasdale", "The cohort meets on Monday and asks about him"),
    ):
        by = entering(name)
        paul = may_only_know(reference="P-5XLP-T2", by=by).person
        made = request_access(person=paul, reason=reason, days=7, by=by, at=by.at)
        if name == "Rob Teasdale":
            helen = entering("Helen Marsh")
            answer_request(request=made, answer="given", words="Until the meeting", by=helen, at=helen.at)


def open_in_emergency() -> None:
    """Carl's emergency access runs; Lorna's, to someone else, was ended and asks for more words."""
    from desistance.access.actions.emergencies import end_emergency, review_emergency, start_emergency
    from desistance.access.queries.known import may_only_know

    for name, reference in (("Carl Weatherill", "P-5XLP-T2"), ("Lorna Beck", "P-3JQR-M7")):
        by = entering(name)
        person = may_only_know(reference=reference, by=by).person
        words = "He is in the cells and says that he will hurt himself"
        made = start_emergency(
            person=person, kind="risk_to_life", reason=words, understands=True, is_confirmed=True, by=by, at=by.at
        )
        if name == "Lorna Beck":
            end_emergency(emergency=made, by=by, at=by.at)
            grace = entering("Grace Amadi")
            made.refresh_from_db()
            review_emergency(
                emergency=made, verdict="more_needed", note="Whom did you ring first?", by=grace, at=grace.at
            )


def work_with_people() -> None:
    """Consents, an exclusion, an entry hidden, a person with names of 60 letters and one with names of a letter."""
    from desistance.access.actions.consents import give_consent
    from desistance.access.actions.involvements import open_involvement
    from desistance.access.actions.restrictions import exclude_worker
    from desistance.desk.actions.drafts import save_draft
    from desistance.partners.queries import agencies, staff_with_address
    from desistance.people.actions import identity

    kyle, alison = opening("Alison Nixon", "P-7K3M-Q2")
    at = alison.at
    housing = next(one for one in agencies(on=date(2026, 3, 13)) if one.name == "Bede Homes")
    give_consent(
        person=kyle, to_agency=housing, data_class="health", how_given="spoken", proof="At the office",
        by=alison, at=at,
    )  # fmt: skip
    save_draft(
        form="consent", subject=kyle.reference, path=f"/people/{kyle.reference}/sharing/consents/new/",
        values={"proof": ["He said so"]}, by=alison, at=at, person=kyle,
    )  # fmt: skip
    kyle, tom = opening("Tom Fairley", "P-7K3M-Q2")
    joe = staff_with_address(email="joe.brannigan@probation.example")
    assert joe is not None
    exclude_worker(person=kyle, staff=joe, reason="They are neighbours", by=tom, at=at)
    for given, family in ((LONG, LONG), ("Y", "O")):
        by = entering("Alison Nixon")
        person = identity.add_person(given=given, family=family, born_on=date(1991, 2, 3), by=by, at=at)
        open_involvement(
            person=person, kind="supervision", legal_ground="court_order",
            lead=staff_with_address(email="alison.nixon@probation.example"), by=by, at=at,
        )  # fmt: skip


def join_and_resemble() -> None:
    """A pair of records that may be one person, and another pair that was joined."""
    from desistance.access.queries.passes import open_record
    from desistance.people.actions.merge import merge

    records = [
        _another_record("Imran", "Aziz", date(2000, 11, 30)),
        _another_record("Marek", "Dudek", date(1986, 5, 5)),
    ]
    by = entering("Grace Amadi")
    kept, ours = open_record(reference="P-6DWF-K9", by=by)
    lost, beside = open_record(reference=records[1], by=by)
    merge(kept=kept, lost=lost, reason="The same name, birth date and address", by=ours, beside=beside, at=by.at)


def _another_record(given: str, family: str, born_on: date) -> str:
    from desistance.access.actions.involvements import open_involvement
    from desistance.people.actions import identity

    by = entering("Alison Nixon")
    person = identity.add_person(given=given, family=family, born_on=born_on, by=by, at=by.at)
    identity.state_contact_detail(person=person, kind="mobile", text="07700 900777", by=by, at=by.at)
    open_involvement(person=person, kind="resettlement", legal_ground="court_order", by=by, at=by.at)
    return str(person.reference)


def administer() -> None:
    """A second post for Nia, and a token for another system."""
    from desistance.partners.actions.staff import give_post
    from desistance.partners.actions.tokens import make_token
    from desistance.partners.queries import agencies, live_posts, staff_with_address

    adam = entering("Adam Sykes")
    ring = {one.name: one for one in agencies(on=date(2026, 3, 13))}
    nia = staff_with_address(email="nia.bowen@treatment.example")
    assert nia is not None
    at: datetime = adam.at
    give_post(staff=nia, agency=ring["Durham Probation"], role="facilitator", by=adam, at=at)
    alison = live_posts(staff=entering("Alison Nixon").staff, at=at)[0]
    make_token(
        post=alison, name="Case transfer", scopes=["person.search"], days=90, text="desistance_browser_tests", by=adam,
        at=at,
    )  # fmt: skip


def evaluate() -> None:
    """What the worker will have found of the evaluations and of the schemes that the demonstration asks for."""
    from desistance.measurement.actions.evaluations import record_people
    from desistance.measurement.actions.results import record_result
    from desistance.measurement.models import BoardCount, Evaluation, Tracking
    from tests import factories as make

    ana = entering("Ana Petrova")
    people = {"attrition": make.found()["attrition"], "balance": make.found()["balance"], "reasons": []}
    for asked in Evaluation.objects.order_by("pk"):
        record_people(evaluation=asked, sha256="3" * 64, people=people, by=ana, at=ana.at)
        record_result(asked=asked, result=make.found(), by=ana, at=ana.at)
    record_result(asked=Tracking.objects.get(), result=make.tracked(), by=ana, at=ana.at)
    for quarter, share in zip(BoardCount.objects.order_by("-first_on"), (0.78, 0.62, 0.6), strict=True):
        record_result(asked=quarter, result=make.board_figures(share), by=ana, at=ana.at)


def send_a_file() -> None:
    """The custody file of the story, as far as its checks: 201 rows ready, 8 held, 5 to compare."""
    from desistance.access.queries.passes import enter
    from desistance.demo import files
    from desistance.foundation import clock
    from desistance.ingest.actions.receiving import receive_file
    from desistance.jobs.running import run_now
    from desistance.partners.queries import live_posts, staff_with_address

    dev = staff_with_address(email="dev.lall@police.example")
    assert dev is not None
    at = clock.now()
    by = enter(post=live_posts(staff=dev.pk, at=at)[0], at=at)
    text = files.custody_to_try().encode()
    record = receive_file(
        feed="police-custody", name="custody-2026-03-13.csv", content=[text], by=by, at=at, run_later=False
    )
    run_now("ingest.check", imported=record.pk, at=at)


if __name__ == "__main__":
    main()
