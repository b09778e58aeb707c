"""Joining two records of one person: the preview is what happens, the strictest wins, and parting restores every row."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from desistance.access.models import AccessRestriction, Consent, Involvement, ListedWorker, Tie
from desistance.access.queries.passes import open_record
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, OnlyKnown, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.people.actions import identity
from desistance.people.actions.merge import MergeEffect, merge, preview_merge, unmerge
from desistance.people.actions.pairs import keep_apart, mark_different, withdraw_pair
from desistance.people.models import Address, Identifier, Merge, MergeMove, Name, Pair, Person
from desistance.people.rules.names import sort_key
from tests import factories as make
from tests.cast import Cast

LATER = make.NOW + timedelta(minutes=5)
JOURNAL = ("people.Merge", "people.MergeMove")
pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture
def kile(cast: Cast) -> Person:
    """A second record of Kyle: known to police and the treatment provider, with a fact of every kind."""
    police, health, probation = (cast.agencies[kind] for kind in ("police", "health", "probation"))
    person = make.person(police, "Kile", "Ashcroft", date(1998, 6, 24))
    make.involvement(person, police, kind="police_management", lead=cast.staff["rob"])
    treatment = make.involvement(person, health, kind="treatment", team=cast.teams["treatment"], data_class="health")
    make.named_worker(treatment, cast.staff["nia"])
    for one in (cast.kyle, person):
        make.identifier(one, police, "pnc", "2004/0000712J")
        make.address(one, housing := cast.agencies["housing"], "3 Chapel Row" if one is person else "14 Bede Street")
        make.contact_detail(one, police)
    alias = make.name(person, police, "Ky", "Reid")
    make.equality(person, police)
    make.choice(person, alias)
    make.pair(person, make.person(probation, "Jodie", "Robson"), probation, "apart")
    make.pair(make.person(probation, "Jade", "Robson"), person, probation, "different")
    make.consent(person, health, housing)
    make.exclusion(person, police, cast.staff["carl"])
    make.access_request(person, probation, cast.staff["olu"], cast.staff["tom"], police)
    make.emergency_access(person, probation, cast.staff["olu"])
    make.hidden_entry(person, alias, probation, agency=police)
    make.revision(person)
    return person


def passes(cast: Cast, *people: Person, who: str = "grace") -> list[Pass]:
    return [open_record(reference=person.reference, by=cast.entering(who))[1] for person in people]


def joined(cast: Cast, kept: Person, lost: Person, both: list[Pass] | None = None, **more: Any) -> Merge:
    by, beside = both or passes(cast, kept, lost)
    return merge(kept=kept, lost=lost, by=by, beside=beside, at=LATER, **{"reason": "Same PNC and address", **more})


def previewed(cast: Cast, kept: Person, lost: Person) -> MergeEffect:
    by, beside = passes(cast, kept, lost)
    return preview_merge(kept=kept, lost=lost, by=by, beside=beside, at=LATER)


def everything() -> Iterator[tuple[Any, ...]]:
    """Every row about people, but for the journal and the versions that any change of a record counts."""
    counted = {"version", "changed_at", "changed_by"}
    for label, holding in HOUSE.holdings.items():
        if label not in JOURNAL:
            names = [f.attname for f in holding.model_class()._meta.concrete_fields]
            names = [name for name in names if label != "people.Person" or name not in counted]
            rows = holding.model_class()._default_manager.order_by("pk")
            if label == "foundation.Revision":
                rows = rows.exclude(kind__in=["merge", "undo"])
            yield from ((label, *map(str, row)) for row in rows.values_list(*names))


def rows_of(person: Person) -> dict[str, int]:
    """How many rows each holding has of a person."""
    found = {}
    for label, holding in HOUSE.holdings.items():
        if label not in (*JOURNAL, "people.Person"):
            count = holding.model_class()._default_manager.filter(**{holding.person: person.pk}).count()
            if count:
                found[label] = count
    return found


def test_every_row_comes_to_the_person_kept_and_the_old_reference_leads_on(cast: Cast, kile: Person) -> None:
    before, theirs = rows_of(cast.kyle), rows_of(kile)
    journal = joined(cast, cast.kyle, kile)
    assert rows_of(kile) == {"people.Identifier": 1, "people.Address": 1, "foundation.Revision": 1}
    after = rows_of(cast.kyle)
    left = {"people.Identifier": 1, "people.Address": 1}
    assert after == {
        label: before.get(label, 0) + theirs.get(label, 0) - left.get(label, 0) for label in {*before, *theirs}
    }
    person, _ = open_record(reference=kile.reference, by=cast.entering("priya"))
    assert person == cast.kyle
    event = AuditEvent.objects.filter(what="people.merge").get()
    assert (event.category, event.subjects) == ("combination", sorted([cast.kyle.pk, kile.pk]))
    assert journal.effect["stays"] == {"Identity numbers": 1, "Addresses and times of no fixed address": 1}


def test_the_preview_counts_what_then_happens_and_changes_nothing(cast: Cast, kile: Person) -> None:
    before = list(everything())
    effect = previewed(cast, cast.kyle, kile)
    assert list(everything()) == before
    assert not Merge.objects.exists()
    assert AuditEvent.objects.latest("id").what == "people.preview_merge"
    done = joined(cast, cast.kyle, kile)
    assert (dict(effect.moved), dict(effect.stays)) == (done.effect["moved"], done.effect["stays"])
    assert effect.moved["Work with the person"] == 2
    assert effect.conflicts == ()
    assert sum(effect.moved.values()) == MergeMove.objects.filter(merge=done).count()


@pytest.mark.parametrize("which_is_restricted", ["neither", "kept", "lost", "both"])
def test_parting_restores_every_row_of_every_table(cast: Cast, kile: Person, which_is_restricted: str) -> None:
    both = passes(cast, cast.kyle, kile)
    restricted = {"kept": [cast.kyle], "lost": [kile], "both": [cast.kyle, kile]}.get(which_is_restricted, [])
    for person in restricted:
        restriction = make.restriction(person, cast.agencies["police"], cast.staff["rob"])
        for who in ("grace", "rob"):
            make.listed_worker(restriction, cast.staff[who])
    if which_is_restricted == "both":
        make.listed_worker(restriction, cast.staff["tom"])
    make.consent(cast.kyle, cast.agencies["health"], cast.agencies["council"])
    before = list(everything())
    done = joined(cast, cast.kyle, kile, both)
    assert list(everything()) != before
    assert Person.objects.get(pk=cast.kyle.pk).restricted is bool(restricted)
    unmerge(merge=done, by=both[0], at=LATER)
    assert list(everything()) == before
    event = AuditEvent.objects.filter(what="people.unmerge").get()
    assert cast.kyle.pk in event.subjects


def test_rows_made_since_stay_with_the_person_kept(cast: Cast, kile: Person) -> None:
    done = joined(cast, cast.kyle, kile)
    fresh = make.identifier(cast.kyle, cast.agencies["probation"])
    (by,) = passes(cast, cast.kyle)
    unmerge(merge=done, by=by, at=LATER)
    assert Identifier.objects.get(pk=fresh.pk).person_id == cast.kyle.pk
    with pytest.raises(Refused, match="parted already"):
        unmerge(merge=done, by=by, at=LATER)


def test_the_order_key_follows_the_shown_name_both_ways(cast: Cast, kile: Person) -> None:
    identity.state_name(
        person=kile,
        kind="current",
        given="Kile",
        family="Zed",
        by=cast.opening("rob", kile),
        at=LATER,
        is_correction=True,
    )
    done = joined(cast, cast.kyle, kile)
    assert Person.objects.get(pk=cast.kyle.pk).sort_key == sort_key("Zed", "Kile")
    unmerge(merge=done, by=passes(cast, cast.kyle)[0], at=LATER)
    assert Person.objects.get(pk=cast.kyle.pk).sort_key == sort_key("Ashcroft", "Kyle")


def test_a_restriction_of_either_stays_and_lists_and_exclusions_are_joined(cast: Cast, kile: Person) -> None:
    lists, both = {}, passes(cast, cast.kyle, kile)
    for person, listed in ((cast.kyle, ("grace", "priya")), (kile, ("grace", "rob"))):
        lists[person.pk] = make.restriction(person, cast.agencies["police"], cast.staff["tom"])
        for who in listed:
            make.listed_worker(lists[person.pk], cast.staff[who])
    joined(cast, cast.kyle, kile, both)
    (open_one,) = AccessRestriction.objects.filter(person=cast.kyle, until_at__isnull=True)
    assert open_one == lists[cast.kyle.pk]
    listed = ListedWorker.objects.filter(person=cast.kyle, restriction=open_one).values_list("staff__name", flat=True)
    assert sorted(listed) == ["Grace", "Priya", "Rob"]
    for who in ("tom", "carl"):
        with pytest.raises((NotFound, OnlyKnown)):
            open_record(reference=cast.kyle.reference, by=cast.entering(who))


def test_consents_count_afterwards_only_where_they_stood_on_both(cast: Cast, kile: Person) -> None:
    """Health stays hidden: what the treatment provider wrote on one record was never freed for whom the other one names."""
    health, police, housing, council = (cast.agencies[kind] for kind in ("health", "police", "housing", "council"))
    make.involvement(cast.kyle, health, kind="treatment", team=cast.teams["treatment"], data_class="health")
    make.consent(cast.kyle, health, police)
    make.consent(cast.kyle, health, housing)
    harmless = make.consent(cast.kyle, council, police)
    # The treatment on both records would itself be open twice: the provider ends one first.
    Involvement.objects.filter(person=kile, kind="treatment").update(
        state="ended", until_at=make.NOW, end_reason="Twice"
    )
    done = joined(cast, cast.kyle, kile)
    stands = Consent.objects.filter(person=cast.kyle, withdrawn_at__isnull=True).values_list("agency", "to_agency")
    assert set(stands) == {(health.pk, housing.pk), (harmless.agency_id, police.pk)}
    assert done.effect["set_aside"] == {"Consents": 1}


def test_what_only_one_record_may_have_open_is_a_sentence_to_resolve_first(cast: Cast, kile: Person) -> None:
    make.involvement(kile, cast.agencies["probation"])
    before = list(everything())
    effect = previewed(cast, cast.kyle, kile)
    words = (
        "Durham probation has probation supervision open on both records, and only one can be. End one of them first."
    )
    assert effect.conflicts == (words,)
    with pytest.raises(Refused, match="open on both records"):
        joined(cast, cast.kyle, kile)
    assert list(everything()) == before


def test_people_told_apart_or_kept_apart_are_not_joined_until_that_is_withdrawn(cast: Cast, kile: Person) -> None:
    by, beside = passes(cast, cast.kyle, kile)
    said = [
        mark_different(one=cast.kyle, other=kile, reason="Twins", by=by, at=LATER),
        keep_apart(one=kile, other=cast.kyle, reason="Threats", by=beside, at=LATER),
    ]
    with pytest.raises(Refused, match=r"different people.*kept apart"):
        joined(cast, cast.kyle, kile)
    with pytest.raises(Refused, match="on record already"):
        mark_different(one=kile, other=cast.kyle, reason="Twins", by=beside, at=LATER)
    for pair in said:
        withdraw_pair(pair=pair, by=by, at=LATER)
    assert joined(cast, cast.kyle, kile).pk


@pytest.mark.parametrize(("reason", "match"), [("", "Enter how you know"), ("  ", "Enter how you know")])
def test_joining_needs_a_reason(cast: Cast, kile: Person, reason: str, match: str) -> None:
    with pytest.raises(Refused, match=match) as refusal:
        joined(cast, cast.kyle, kile, reason=reason)
    assert refusal.value.field == "reason"


def test_a_record_is_not_joined_with_itself_or_twice(cast: Cast, kile: Person) -> None:
    with pytest.raises(Refused, match="this is one"):
        joined(cast, cast.kyle, cast.kyle)
    third = make.person(cast.agencies["police"], "Ky", "Ashcroft")
    by, beside = passes(cast, third, kile)
    joined(cast, cast.kyle, kile)
    with pytest.raises(Refused, match="joined with another"):
        merge(kept=third, lost=kile, reason="Again", by=by, beside=beside, at=LATER)


def test_joins_are_undone_in_turn_and_old_references_lead_all_the_way(cast: Cast, kile: Person) -> None:
    third = make.person(cast.agencies["police"], "Ky", "Ashcroft")
    before = list(everything())
    first = joined(cast, kile, third)
    second = joined(cast, cast.kyle, kile)
    assert open_record(reference=third.reference, by=cast.entering("grace"))[0] == cast.kyle
    (by,) = passes(cast, cast.kyle)
    with pytest.raises(NotFound):
        unmerge(merge=first, by=by, at=LATER)
    unmerge(merge=second, by=by, at=LATER)
    unmerge(merge=first, by=passes(cast, kile)[0], at=LATER)
    assert list(everything()) == before


def test_only_governance_joins_and_only_records_of_which_it_sees_both(cast: Cast, kile: Person) -> None:
    theirs = cast.opening("priya")
    with pytest.raises(NotPermitted):
        joined(cast, cast.kyle, kile, [theirs, theirs])
    ours = passes(cast, cast.kyle)[0]
    with pytest.raises(NotFound):
        joined(cast, cast.kyle, kile, [ours, ours])
    make.restriction(kile, cast.agencies["police"], cast.staff["rob"])
    with pytest.raises(NotFound):
        passes(cast, cast.kyle, kile)


def test_ties_follow_so_that_each_records_workers_open_the_joined_one(cast: Cast, kile: Person) -> None:
    with pytest.raises(OnlyKnown):
        open_record(reference=cast.kyle.reference, by=cast.entering("rob"))
    joined(cast, cast.kyle, kile)
    assert open_record(reference=cast.kyle.reference, by=cast.entering("rob"))[0] == cast.kyle
    assert not Tie.objects.filter(person=kile).exists()
    assert {name.given for name in Name.objects.filter(person=cast.kyle)} == {"Kyle", "Kile", "Ky"}
    assert Address.objects.filter(person=kile, lines="3 Chapel Row").exists()
    assert Pair.objects.filter(one=cast.kyle).exists()
    assert Pair.objects.filter(other=cast.kyle).exists()


def test_parting_leaves_a_restriction_that_was_placed_since(cast: Cast, kile: Person) -> None:
    probation, tom = cast.agencies["probation"], cast.staff["tom"]
    first = make.restriction(kile, probation, tom)
    make.listed_worker(first, cast.staff["grace"])
    kile.refresh_from_db()
    made = joined(cast, cast.kyle, kile)
    AccessRestriction.objects.filter(pk=first.pk).update(until_at=LATER, ended_by=1)
    make.listed_worker(make.restriction(cast.kyle, probation, tom, from_at=LATER), cast.staff["grace"])
    [by] = passes(cast, cast.kyle)
    unmerge(merge=made, by=by, at=LATER)
    assert Person.objects.get(pk=cast.kyle.pk).restricted
