"""Changes: no edit is lost, no call counts twice, and each leaves its event (security goals X1, X3, A1)."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from desistance.access.models import Involvement
from desistance.api.models import Call
from desistance.audit.models import AuditEvent
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.people.models import ContactDetail, Person
from tests import factories as make
from tests.api.conftest import Caller
from tests.api.test_door import assert_problem
from tests.api.world import OPERATIONS, path_of
from tests.cast import Cast, assemble
from tests.ingest.files import CASELOAD_COLUMNS, as_csv, caseload_row

PHONE = {"kind": "mobile", "text": "07700 900321", "safe": "safe"}
NEW = {"given": "Mia", "family": "Stone", "born_on": "2001-02-03", "kind": "supervision", "legal_ground": "court_order"}


def involvement_of(cast: Cast) -> str:
    with marked("test"), unseen("nightly check"):
        pk = Involvement.objects.get(person=cast.kyle).pk
    return f"/people/{cast.kyle.reference}/involvements/{pk}"


def test_two_change_one_record_and_nothing_is_lost(cast: Cast, calling: Any) -> None:
    priya, tom, path = calling("priya"), calling("tom"), involvement_of(cast)
    [read] = priya.get(path.rpartition("/")[0]).json()["open"]
    stale = f'"{read["version"]}"'
    first = tom.post(f"{path}/allocate", {"team": cast.teams["east"].pk, "lead": cast.staff["tom"].pk}, If_Match=stale)
    assert first.status_code == 200, first.content
    assert first["ETag"] == '"2"'
    second = priya.post(f"{path}/end", {"reason": "Order ended"}, If_Match=stale)
    versions = assert_problem(second, 412, "stale-version")["versions"]
    assert versions["version"] == 2
    assert versions["mine"]["state"] == "ended"
    assert versions["theirs"]["lead_id"] == cast.staff["tom"].pk
    assert versions["base"]["lead_id"] == cast.staff["priya"].pk
    third = priya.post(f"{path}/end", {"reason": "Order ended"}, If_Match=first["ETag"])
    assert third.status_code == 200


@pytest.mark.parametrize(
    ("sent", "status", "kind"),
    [
        ("", 428, "version-missing"),
        ("*", 428, "version-missing"),
        ("1", 400, "not-readable"),
        ('W/"1"', 400, "not-readable"),
        ('"1", "2"', 400, "not-readable"),
        ('"99"', 412, "stale-version"),
    ],
)
def test_a_change_needs_the_version_that_was_read(cast: Cast, calling: Any, sent: str, status: int, kind: str) -> None:
    path = involvement_of(cast)
    assert_problem(calling("priya").post(f"{path}/end", {"reason": "Order ended"}, If_Match=sent), status, kind)
    with marked("test"), unseen("nightly check"):
        assert Involvement.objects.get(person=cast.kyle).state == "open"


def holder_of(permission: str, cast: Cast) -> str:
    """Somebody of the cast whose role holds a permission, hired for it where nobody is."""
    roles = HOUSE.permissions[permission].roles if permission else {"practitioner"}
    found = next((who for who, post in cast.posts.items() if post.role in roles), "")
    if not found:
        found = f"holder{len(cast.posts)}"
        cast.hire(found, "police", min(roles))
    return found


def test_every_versioned_operation_asks_for_the_version(cast: Cast, calling: Any) -> None:
    versioned = [told for told in OPERATIONS.values() if told.needs_version]
    assert len(versioned) >= 15
    for told in versioned:
        answer = calling(holder_of(told.permission, cast)).call(told.method, path_of(told.name), {}, If_Match="")
        assert_problem(answer, 428, "version-missing")


def test_a_call_that_is_sent_again_makes_nothing_new(cast: Cast, calling: Any, looking: None) -> None:
    caller, path = calling("priya"), f"/people/{cast.kyle.reference}/contact-details"
    first = caller.post(path, PHONE, Idempotency_Key="one")
    again = caller.post(path, PHONE, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Idempotent-Replayed"] == "true"
    assert ContactDetail.objects.count() == 1


def test_the_first_answer_is_not_told_again_of_someone_hidden_since(cast: Cast, calling: Any, looking: None) -> None:
    caller, path = calling("priya"), f"/people/{cast.kyle.reference}/contact-details"
    assert caller.post(path, PHONE, Idempotency_Key="one").status_code == 201
    make.exclusion(cast.kyle, cast.agencies["probation"], cast.staff["priya"])
    assert_problem(caller.post(path, PHONE, Idempotency_Key="one"), 404, "not-found")


def test_a_renewal_is_not_told_again_once_its_person_is_hidden(cast: Cast, calling: Any, looking: None) -> None:
    police, rob = cast.agencies["police"], cast.staff["rob"]
    emergency = make.emergency_access(cast.kyle, police, rob)
    caller = calling("rob")
    path = f"/emergencies/{emergency.pk}/renew"
    body = {"kind": "safeguarding", "reason": "x", "understands": True, "code": "1"}
    sent = json.dumps(body).encode()
    digest = hashlib.sha256(f"POST /api/v1{path}\n".encode() + sent).hexdigest()
    kept = {"record": "emergency access", "record_id": "1", "version": 1, "at": make.NOW}
    Call.objects.create(token=caller.token.pk, key="one", digest=digest, **kept)
    assert caller.post(path, body, Idempotency_Key="one").status_code == 201
    make.exclusion(cast.kyle, cast.agencies["probation"], rob)
    assert_problem(caller.post(path, body, Idempotency_Key="one"), 404, "not-found")


def test_a_key_is_for_one_call_only(cast: Cast, calling: Any, looking: None) -> None:
    caller, path = calling("priya"), f"/people/{cast.kyle.reference}/contact-details"
    caller.post(path, PHONE, Idempotency_Key="one")
    other = {**PHONE, "text": "07700 900322"}
    assert_problem(caller.post(path, other, Idempotency_Key="one"), 409, "key-used")
    assert_problem(caller.post(path.replace("contact-details", "names"), PHONE, Idempotency_Key="one"), 422, "refused")
    assert ContactDetail.objects.count() == 1


def test_the_same_key_of_another_token_is_another_call(cast: Cast, calling: Any) -> None:
    path = f"/people/{cast.kyle.reference}/contact-details"
    calling("priya").post(path, PHONE, Idempotency_Key="one")
    answer = calling("tom").post(path, {**PHONE, "text": "07700 900322"}, Idempotency_Key="one")
    assert answer.status_code == 201


def test_a_refused_call_leaves_its_key_free(cast: Cast, calling: Any) -> None:
    caller, path = calling("priya"), f"/people/{cast.kyle.reference}/contact-details"
    assert_problem(caller.post(path, {**PHONE, "text": "12"}, Idempotency_Key="one"), 422, "refused")
    assert caller.post(path, PHONE, Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 101, "a b", "é"])
def test_a_call_that_makes_something_needs_a_key(cast: Cast, calling: Any, key: str) -> None:
    answer = calling("priya").post(f"/people/{cast.kyle.reference}/contact-details", PHONE, Idempotency_Key=key)
    assert_problem(answer, 400, "key-missing")


def test_a_key_is_forgotten_after_a_day(cast: Cast, calling: Any) -> None:
    from datetime import timedelta

    caller, path = calling("priya"), f"/people/{cast.kyle.reference}/contact-details"
    caller.post(path, PHONE, Idempotency_Key="one")
    [kept] = Call.objects.all()
    Call.objects.update(at=kept.at - timedelta(hours=25))
    assert caller.post(path, {**PHONE, "text": "07700 900322"}, Idempotency_Key="one").status_code == 201


def test_what_is_kept_of_a_call_holds_no_content(cast: Cast, calling: Any) -> None:
    calling("priya").post("/people", NEW, Idempotency_Key="one")
    [kept] = Call.objects.all()
    assert kept.record == "person"
    assert not {"Mia", "Stone", "2001"} & {str(value) for value in vars(kept).values()}


@pytest.mark.slow
def test_five_at_once_make_one_record(own_database: str) -> None:
    with marked("test"), unseen("nightly check"):
        cast = assemble()
        before = Person.objects.count()
    caller = Caller(cast, "priya")

    def send(number: int) -> tuple[int, bytes]:
        try:
            headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": f"trial-{number // 5}"}
            body = json.dumps({**NEW, "family": f"Stone{'abcdefghij'[number // 5]}"})
            answer = Client().generic("POST", "/api/v1/people", body, "application/json", headers=headers)
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, range(50)))
    assert {status for status, _ in answers} == {201}
    assert len({content for _, content in answers}) == 10
    with marked("test"), unseen("nightly check"):
        assert Person.objects.count() == before + 10


@pytest.mark.slow
def test_of_eight_changes_at_once_one_is_kept_and_seven_are_told(own_database: str) -> None:
    with marked("test"), unseen("nightly check"):
        cast = assemble()
        workers = [cast.hire(f"worker{number}", "probation", "practitioner", "east") for number in range(8)]
    path, caller = involvement_of(cast), Caller(cast, "tom")

    def send(lead: int) -> int:
        try:
            headers = {"Authorization": f"Bearer {caller.text}", "If-Match": '"1"'}
            body = json.dumps({"team": cast.teams["east"].pk, "lead": lead})
            answer = Client().generic("POST", f"/api/v1{path}/allocate", body, "application/json", headers=headers)
            return int(answer.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(send, [worker.pk for worker in workers]))
    assert statuses == [200, *[412] * 7]
    with marked("test"), unseen("nightly check"):
        assert Involvement.objects.get(person=cast.kyle).version == 2


def test_a_worker_in_an_emergency_opens_the_record_with_their_own_code(cast: Cast, calling: Any) -> None:
    from tests.api.world import build

    world = build(cast)
    rob, path = calling("rob"), f"/people/{cast.kyle.reference}"
    assert_problem(rob.get(path), 403, "only-known")
    wrong = {**world.body("begin_emergency"), "code": "000000"}
    answer = rob.post(f"{path}/emergencies", wrong)
    assert [error["field"] for error in assert_problem(answer, 422, "refused")["errors"]] == ["code"]
    assert rob.post(f"{path}/emergencies", world.body("begin_emergency")).status_code == 201
    told = rob.get(path).json()
    assert (told["name"], bool(told["emergency_until"])) == ("Kyle Ashcroft", True)


def test_codes_cannot_be_tried_one_by_one(cast: Cast, calling: Any) -> None:
    from tests.api.world import build

    wrong = {**build(cast).body("begin_emergency"), "code": "000000"}
    rob, path = calling("rob"), f"/people/{cast.kyle.reference}/emergencies"
    assert [rob.post(path, wrong).status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_file_that_is_sent_twice_is_one_import(cast: Cast, calling: Any, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    grace = calling("grace")
    content = as_csv([caseload_row(1)], CASELOAD_COLUMNS).encode()

    def send(key: str) -> Any:
        file = SimpleUploadedFile("caseload.csv", content)
        headers = {"Authorization": f"Bearer {grace.text}", "Idempotency-Key": key}
        return grace.client.post("/api/v1/imports", {"feed": "probation-caseload", "file": file}, headers=headers)

    first, again, other = send("one"), send("one"), send("two")
    assert (first.status_code, again.content) == (201, first.content)
    assert_problem(other, 422, "refused")
    [told] = grace.get("/imports").json()
    assert (told["state"], told["file_name"], told["id"]) == ("received", "caseload.csv", int(first.json()["id"]))


def test_adding_someone_starts_the_agencys_work_with_them(cast: Cast, calling: Any) -> None:
    caller = calling("priya")
    made = caller.post("/people", {**NEW, "team": cast.teams["east"].pk})
    assert made.status_code == 201, made.content
    told = caller.get(f"/people/{made.json()['id']}").json()
    assert (told["name"], told["born_on"]) == ("Mia Stone", "2001-02-03")


def test_reading_a_person_leaves_one_consultation(cast: Cast, calling: Any) -> None:
    caller = calling("priya")
    caller.get("/whoami")
    paths = ["", "/involvements", "/sharing", "/timeline", "/looks", "/known"]
    for path in paths:
        before = AuditEvent.objects.count()
        assert caller.get(f"/people/{cast.kyle.reference}{path}").status_code == 200, path
        [event] = AuditEvent.objects.order_by("id")[before:]
        assert (event.category, event.subjects) == ("consultation", [cast.kyle.pk]), path
        assert json.loads(event.entry)["session"] == f"token {caller.token.pk}"


def test_a_refused_look_leaves_a_denial_and_no_consultation(cast: Cast, calling: Any) -> None:
    caller = calling("rob")
    caller.get("/whoami")
    before = AuditEvent.objects.count()
    caller.get(f"/people/{cast.kyle.reference}")
    [event] = AuditEvent.objects.order_by("id")[before:]
    assert (event.category, event.subjects) == ("denial", [cast.kyle.pk])
