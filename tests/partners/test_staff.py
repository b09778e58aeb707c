"""Accounts and posts: invited, given, confirmed, ended, disabled; each written to the trail."""

from datetime import date, timedelta

import pytest

from desistance.access.queries.passes import system_pass
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.partners.actions.accounts import accept_use, end_other_sessions, reset_sign_in
from desistance.partners.actions.agencies import add_agency, add_team
from desistance.partners.actions.staff import (
    disable_staff,
    enable_staff,
    end_post,
    give_post,
    invite_staff,
    recertify,
)
from desistance.partners.models import Area, Post, Staff
from desistance.partners.queries import (
    SETUP_AGENCY,
    area_now,
    areas,
    has_administrator,
    live_posts,
    post_of,
    posts_to_recertify,
    staff_list,
    staff_member,
    who_can_help,
)
from tests import factories as make
from tests.cast import Cast


def test_an_invited_worker_has_one_post_and_no_password(cast: Cast) -> None:
    adam = cast.entering("adam")
    new = invite_staff(
        name=" Sam Okafor ",
        email="Sam.Okafor@Example.org ",
        agency=cast.agencies["housing"],
        role="partner_worker",
        team=cast.teams["tenancy"],
        by=adam,
        at=make.NOW,
    )
    assert (new.name, new.email) == ("Sam Okafor", "sam.okafor@example.org")
    assert not new.has_usable_password()
    [post] = live_posts(staff=new.pk, at=make.NOW)
    assert (post.role, post.team, post.recertify_on) == ("partner_worker", cast.teams["tenancy"], date(2026, 9, 13))
    event = AuditEvent.objects.latest("id")
    assert (event.what, event.category, event.staff) == ("partners.invite_staff", "administration", adam.staff)


def test_an_address_that_is_known_in_another_case_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="already has an account") as refused:
        invite_staff(
            name="P",
            email="PRIYA@example.org",
            agency=cast.agencies["police"],
            role="navigator",
            by=cast.entering("adam"),
            at=make.NOW,
        )
    assert refused.value.field == "email"


@pytest.mark.parametrize("who", ["priya", "tom", "grace", "ana"])
def test_only_administrators_invite(cast: Cast, who: str) -> None:
    before = Staff.objects.count()
    with pytest.raises(NotPermitted):
        invite_staff(
            name="X",
            email="x@example.org",
            agency=cast.agencies["police"],
            role="navigator",
            by=cast.entering(who),
            at=make.NOW,
        )
    assert Staff.objects.count() == before


def test_a_refused_role_leaves_no_account_behind(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        invite_staff(
            name="X",
            email="x@example.org",
            agency=cast.agencies["police"],
            role="navigator",
            team=cast.teams["east"],
            by=cast.entering("adam"),
            at=make.NOW,
        )
    assert refused.value.field == "team"
    assert not Staff.objects.filter(email="x@example.org").exists()


def test_an_administrator_cannot_give_themselves_a_role(cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot give yourself"):
        give_post(
            staff=cast.staff["adam"],
            agency=cast.agencies["probation"],
            role="practitioner",
            by=cast.entering("adam"),
            at=make.NOW,
        )


def test_the_same_role_twice_is_refused_and_the_other_agency_is_not(cast: Cast) -> None:
    adam, priya = cast.entering("adam"), cast.staff["priya"]
    same = {"staff": priya, "role": "practitioner", "by": adam, "at": make.NOW}
    with pytest.raises(Refused, match="already hold"):
        give_post(agency=cast.agencies["probation"], team=cast.teams["east"], **same)
    give_post(agency=cast.agencies["council"], **same)
    assert {post.agency.kind for post in live_posts(staff=priya.pk, at=make.NOW)} == {"probation", "council"}


def test_a_post_that_was_ended_may_be_given_again(cast: Cast) -> None:
    adam = cast.entering("adam")
    end_post(post=cast.posts["rob"], reason="Moved", by=adam, at=make.NOW)
    assert not live_posts(staff=cast.staff["rob"].pk, at=make.NOW)
    give_post(
        staff=cast.staff["rob"],
        agency=cast.agencies["police"],
        role="iom_officer",
        by=adam,
        at=make.NOW + timedelta(days=1),
    )
    assert len(live_posts(staff=cast.staff["rob"].pk, at=make.NOW + timedelta(days=2))) == 1


def test_ending_under_an_old_version_is_a_conflict_and_changes_nothing(cast: Cast) -> None:
    adam, post = cast.entering("adam"), cast.posts["rob"]
    recertify(post=Post.objects.get(pk=post.pk), by=adam, at=make.NOW)
    with pytest.raises(Conflict) as conflict:
        end_post(post=Post.objects.get(pk=post.pk), reason="Moved", version=1, by=adam, at=make.NOW)
    assert conflict.value.versions.version == 2
    assert live_posts(staff=cast.staff["rob"].pk, at=make.NOW)


def test_the_last_administrator_stays(cast: Cast) -> None:
    other = cast.hire("zoe", "police", "administrator")
    zoe = cast.entering("zoe")
    end_post(post=cast.posts["adam"], reason="Retired", by=zoe, at=make.NOW)
    with pytest.raises(Refused, match="last administrator"):
        end_post(post=cast.posts["zoe"], reason="Retired", by=zoe, at=make.NOW)
    assert has_administrator(at=make.NOW)
    assert [found.pk for found in who_can_help(at=make.NOW)] == [other.pk]


def test_disabling_ends_every_session_and_enabling_brings_none_back(cast: Cast) -> None:
    adam, priya = cast.entering("adam"), cast.staff["priya"]
    before = priya.get_session_auth_hash()
    disable_staff(staff=priya, reason="Left", by=adam, at=make.NOW)
    assert not live_posts(staff=priya.pk, at=make.NOW)
    enable_staff(staff=priya, reason="Came back", by=adam, at=make.NOW)
    fresh = staff_member(staff=priya.pk)
    assert fresh.is_active
    assert fresh.disabled_at is None
    assert fresh.get_session_auth_hash() != before
    assert live_posts(staff=priya.pk, at=make.NOW)


def test_disabling_twice_or_oneself_or_without_reason_is_refused(cast: Cast) -> None:
    adam, priya = cast.entering("adam"), cast.staff["priya"]
    with pytest.raises(Refused, match="your own"):
        disable_staff(staff=cast.staff["adam"], reason="x", by=adam, at=make.NOW)
    with pytest.raises(Refused, match="Enter why"):
        disable_staff(staff=priya, reason=" ", by=adam, at=make.NOW)
    disable_staff(staff=priya, reason="Left", by=adam, at=make.NOW)
    with pytest.raises(Refused, match="already disabled"):
        disable_staff(staff=priya, reason="Left", by=adam, at=make.NOW)


def test_confirming_moves_the_date_and_the_duty_goes(cast: Cast) -> None:
    late = cast.hire("late", "police", "navigator", recertify_on=date(2026, 3, 1))
    adam = cast.entering("adam")
    [duty] = posts_to_recertify(adam)
    assert (duty["record"], duty["person"], duty["said_by"]) == (cast.posts["late"].pk, None, "Durham police")
    assert duty["words"].startswith(late.name)
    recertify(post=Post.objects.get(pk=cast.posts["late"].pk), by=adam, at=make.NOW)
    assert not list(posts_to_recertify(adam))


def test_the_duty_to_confirm_is_for_administrators_and_never_for_their_own_post(cast: Cast) -> None:
    Post.objects.filter(pk=cast.posts["adam"].pk).update(recertify_on=date(2026, 3, 1))
    assert not list(posts_to_recertify(cast.entering("adam")))
    assert not list(posts_to_recertify(cast.entering("grace")))


def test_rules_of_use_are_accepted_once_by_oneself(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.staff["priya"].pk).update(accepted_use_at=None)
    priya = accept_use(staff=cast.staff["priya"], by=cast.entering("priya"), at=make.NOW)
    accept_use(staff=priya, by=cast.entering("priya"), at=make.NOW + timedelta(days=1))
    assert staff_member(staff=priya.pk).accepted_use_at == make.NOW
    with pytest.raises(NotPermitted):
        accept_use(staff=priya, by=cast.entering("tom"), at=make.NOW)


def test_sign_in_is_reset_by_someone_else_with_a_reason(cast: Cast) -> None:
    priya = cast.staff["priya"]
    priya.set_password("correct horse battery")
    priya.save()
    before = priya.get_session_auth_hash()
    reset_sign_in(staff=priya, reason="Rang from her desk", by=cast.entering("adam"), at=make.NOW)
    fresh = staff_member(staff=priya.pk)
    assert not fresh.has_usable_password()
    assert fresh.get_session_auth_hash() != before
    with pytest.raises(Refused, match="your own"):
        reset_sign_in(staff=cast.staff["adam"], reason="Lost it", by=cast.entering("adam"), at=make.NOW)


def test_ending_other_sessions_changes_what_sessions_must_carry(cast: Cast) -> None:
    priya = cast.staff["priya"]
    before = priya.get_session_auth_hash()
    assert end_other_sessions(staff=priya, by=cast.entering("priya"), at=make.NOW).get_session_auth_hash() != before


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "PRI"}, ["Priya"]),
        ({"words": "example rob"}, ["Rob"]),
        ({"role": "partner_worker"}, ["Dan", "Nia", "Uma"]),
        ({"role": "partner_worker", "words": "n"}, ["Dan", "Nia"]),
        ({"words": "nobody"}, []),
        ({"state": "disabled"}, []),
        ({"state": "no_role"}, ["Idle"]),
    ],
)
def test_accounts_are_found_by_name_address_role_and_state(cast: Cast, asked: dict[str, str], found: list[str]) -> None:
    make.staff("Idle", email="idle@agency.test")
    names = [line.staff.name for line in staff_list(at=make.NOW, **asked)]
    assert [name for name in names if name in {"Priya", "Rob", "Dan", "Nia", "Uma", "Idle"}] == found


def test_the_list_goes_on_after_the_last_of_the_page(cast: Cast) -> None:
    first = staff_list(at=make.NOW, limit=5)
    assert len(first) == 6
    rest = staff_list(at=make.NOW, limit=50, after=first[4].staff.pk)
    assert [line.staff.pk for line in first[:5] + list(rest)] == [
        line.staff.pk for line in staff_list(at=make.NOW, limit=50)
    ]


def test_the_list_takes_the_same_statements_however_long(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        staff_list(at=make.NOW, limit=3)
    with django_assert_num_queries(2):  # type: ignore[operator]
        staff_list(at=make.NOW, limit=500)


def test_a_post_is_found_only_with_its_holder(cast: Cast) -> None:
    assert post_of(post=cast.posts["rob"].pk, staff=cast.staff["rob"].pk) == cast.posts["rob"]
    with pytest.raises(NotFound):
        post_of(post=cast.posts["rob"].pk, staff=cast.staff["priya"].pk)


def test_an_empty_installation_gets_its_agency_and_administrator(db: None) -> None:
    by = system_pass(name="first administrator", agency=SETUP_AGENCY, at=make.NOW)
    assert not has_administrator(at=make.NOW)
    agency = add_agency(name="Durham Police", kind="police", areas=["E23000008"], by=by, at=make.NOW)
    team = add_team(agency=agency, name="Checkpoint", by=by, at=make.NOW)
    invite_staff(name="A", email="a@example.org", agency=agency, team=team, role="administrator", by=by, at=make.NOW)
    assert has_administrator(at=make.NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "durham POLICE", "kind": "police"}, "name"),
        ({"name": "Other", "kind": "circus"}, "kind"),
        ({"name": "Other", "kind": "police", "areas": ["E99999999"]}, "areas"),
        ({"name": "...", "kind": "police"}, "name"),
    ],
)
def test_an_agency_is_refused_with_the_field_to_mend(cast: Cast, values: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_agency(by=cast.entering("adam"), at=make.NOW, **values)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_two_teams_of_one_agency_have_different_names(cast: Cast) -> None:
    add_team(agency=cast.agencies["probation"], name="East", by=cast.entering("adam"), at=make.NOW)
    with pytest.raises(Refused) as refused:
        add_team(agency=cast.agencies["probation"], name="EAST ", by=cast.entering("adam"), at=make.NOW)
    assert refused.value.field == "name"


def test_the_region_has_twelve_authorities_in_three_force_areas(db: None) -> None:
    today = date(2026, 3, 13)
    found = areas(on=today)
    assert len(found) == 12
    assert {area.within.name for area in found if area.within} == {"Northumbria", "Durham", "Cleveland"}
    assert len(areas(on=today, kind="force")) == 3
    assert all("licence" in area.source.lower() for area in Area.objects.all())


@pytest.mark.parametrize(
    ("code", "on", "now"),
    [
        ("E06000048", date(2026, 3, 13), "E06000057"),
        ("E08000020", date(2026, 3, 13), "E08000037"),
        ("E06000048", date(2012, 6, 1), "E06000048"),
        ("E06000057", date(2013, 3, 31), "E06000048"),
        ("E06000057", date(2013, 4, 1), "E06000057"),
        ("E06000047", date(2009, 3, 31), None),
        ("E06000099", date(2026, 3, 13), None),
    ],
)
def test_a_replaced_code_leads_to_the_one_in_use(db: None, code: str, on: date, now: str | None) -> None:
    area = area_now(code=code, on=on)
    assert (area.code if area else None) == now
