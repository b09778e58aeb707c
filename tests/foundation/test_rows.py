"""Records change under their version and keep what they were; nothing that is used is undone."""

import pytest
from django.db import IntegrityError, transaction

from desistance.access.models import Consent
from desistance.foundation.actions import change
from desistance.foundation.decisions import Conflict
from desistance.foundation.models import Revision
from desistance.foundation.rows import used_by
from desistance.people.models import Name, Person
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture
def consent(cast: Cast) -> Consent:
    return make.consent(cast.kyle, cast.agencies["health"], cast.agencies["probation"])


def test_an_edit_keeps_the_old_row(cast: Cast, consent: Consent) -> None:
    by = cast.opening("priya")
    change(consent, version=1, by=by, at=make.NOW, reason="Signed copy came", proof="Form 12")
    kept = Revision.objects.get(holding="access.Consent", record_id=consent.pk)
    assert (kept.version, kept.values["proof"], kept.person_id, kept.data_class) == (1, "", cast.kyle.pk, "sharing")
    consent.refresh_from_db()
    assert (consent.version, consent.proof, consent.changed_by) == (2, "Form 12", by.staff)


def test_a_stale_edit_writes_nothing_and_shows_both_versions(cast: Cast, consent: Consent) -> None:
    by = cast.opening("priya")
    stale = Consent.objects.get(pk=consent.pk)
    change(consent, version=1, by=by, at=make.NOW, proof="Hers")
    with pytest.raises(Conflict) as conflict:
        change(stale, version=1, by=by, at=make.NOW, proof="Mine")
    versions = conflict.value.versions
    assert (versions.base["proof"], versions.theirs["proof"], versions.mine["proof"]) == ("", "Hers", "Mine")
    assert Consent.objects.get(pk=consent.pk).proof == "Hers"
    assert Revision.objects.count() == 1


def test_a_version_that_the_form_did_not_carry_is_stale_too(cast: Cast, consent: Consent) -> None:
    with pytest.raises(Conflict):
        change(consent, version=7, by=cast.opening("priya"), at=make.NOW, proof="From the future")


def test_used_by_names_what_points_here_even_by_hidden_relations(cast: Cast) -> None:
    found = used_by(cast.kyle)
    assert found["name"] == 1
    assert found["involvement"] == 1
    assert used_by(make.choice(cast.kyle, Name.objects.get(person=cast.kyle))) == {}


def test_a_row_read_without_its_person_is_a_fault(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="without person_id"):
        list(Name.objects.only("given"))


def test_standing_is_what_was_on_record_at_a_moment(cast: Cast) -> None:
    name = make.name(cast.kyle, cast.agencies["police"], given="Kile")
    Name.objects.filter(pk=name.pk).update(withdrawn_at=make.NOW, withdrawn_by=1)
    assert name not in Name.objects.standing()
    assert name in Name.objects.standing(as_of=make.LONG_AGO)
    assert name not in Name.objects.standing(as_of=make.NOW)


def test_the_database_refuses_a_withdrawal_by_nobody(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Name.objects.filter(person=cast.kyle).update(withdrawn_at=make.NOW)
    assert Person.objects.filter(pk=cast.kyle.pk).exists()
