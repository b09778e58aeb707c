"""The author's pass narrowed to what a recipient may be told: the only way by which a report is put together."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from desistance.access.models import Consent, HiddenEntry, Involvement, ListedWorker, Tie
from desistance.access.queries.passes import by_holding, effects_of
from desistance.access.queries.scope import entries_seen, live
from desistance.access.rules.policy import Standing
from desistance.access.rules.recipients import TOLD_OUTSIDE, both, may_receive, reads_as
from desistance.access.terms import Relation, TieKind
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.foundation.terms import DataClass, Effect
from desistance.partners.models import Agency, Post
from desistance.partners.queries import agreed_with
from desistance.people.models import Person


@question
def recipients_of(*, by: Pass) -> list[tuple[int, str]]:
    """The agencies that work with the person whose record is open, as far as the reader sees: their own first, then by name."""
    rows = Involvement.objects.filter(entries_seen(by, "access.Involvement"), state="open")
    found = dict(rows.values_list("agency_id", "agency__short_name"))
    found[by.agency] = by.agency_name
    return sorted(found.items(), key=lambda one: (one[0] != by.agency, one[1]))


@question
def as_recipient(*, agency_id: int, by: Pass) -> Pass:
    """The author's pass with no more than workers of an agency who are tied to the person would see; it writes nothing.

    Raises :class:`Refused` (field ``recipient``) where the policy does not let them open the record.
    """
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None or not by.person:
        raise NotFound()
    with unseen("access facts"):
        standing, theirs, consented, hidden = _facts(agency, by)
    seen = {
        kind: effects_of(standing, kind, by.everyone, consented, theirs).get(Effect.SEE, frozenset())
        for kind in DataClass
    }
    may_receive(name=agency.short_name, opens=bool(seen[DataClass.IDENTITY])).demand("recipient")
    return _narrowed(by, both(by.sees, seen), hidden)


def _facts(agency: Agency, by: Pass) -> tuple[Standing, Pass, frozenset[tuple[int, str]], Mapping[str, frozenset[int]]]:
    """How the agency's workers stand to the person, and what the person or other agencies opened to it or hide from it."""
    posts = Post.objects.filter(agency=agency, staff_id=OuterRef("staff_id"), staff__is_active=True)
    now = Q(from_at__lte=by.at) & (Q(until_at__isnull=True) | Q(until_at__gt=by.at))
    listed = ListedWorker.objects.filter(now, Exists(posts.filter(now)), person_id=by.person)
    ties = Tie.objects.filter(live(by.at), person_id=by.person, agency=agency, kind=TieKind.INVOLVEMENT)
    person = Person.objects.filter(pk=by.person).annotate(is_listed=Exists(listed), is_tied=Exists(ties)).get()
    standing = Standing(
        role=reads_as(agency.kind),
        relations=frozenset({Relation.TIED}) if person.is_tied else frozenset(),
        is_restricted=person.restricted,
        is_listed=person.is_listed,
    )
    consents = Consent.objects.filter(
        person_id=by.person, to_agency=agency, given_at__lte=by.at, withdrawn_at__isnull=True
    )
    away = HiddenEntry.objects.filter(person_id=by.person, from_agency=agency, ended_at__isnull=True)
    pairs = [f"{holding}:{record}" for holding, record in away.values_list("holding", "record_id")]
    agreed: dict[DataClass, set[int]] = {}
    for other, shows, _ in agreed_with(agency=agency.pk, on=local_date(by.at)):
        for kind in shows:
            agreed.setdefault(DataClass(kind), set()).add(other)
    theirs = replace(by, agency=agency.pk, agreed={kind: frozenset(owners) for kind, owners in agreed.items()})
    return standing, theirs, frozenset(consents.values_list(F("agency_id"), "data_class")), by_holding(pairs)


def outside(*, to: str, by: Pass) -> Pass:
    """The author's pass with what their own agency holds of the classes that a court, or the person, is told."""
    told = TOLD_OUTSIDE[to]
    own = frozenset({by.agency})
    sees: Any = {kind: agencies & own if kind in told else frozenset() for kind, agencies in by.sees.items()}
    return _narrowed(by, sees, {})


def _narrowed(by: Pass, sees: Mapping[DataClass, frozenset[int]], hidden: Mapping[str, frozenset[int]]) -> Pass:
    labels = {*by.hidden, *hidden}
    either = {label: by.hidden.get(label, frozenset()) | hidden.get(label, frozenset()) for label in labels}
    return replace(
        by,
        sees=MappingProxyType(dict(sees)),
        knows=MappingProxyType({}),
        writes=frozenset(),
        hidden=MappingProxyType(either),
    )
