"""Notes in the database: shared by policy, corrected with the original kept, taken back within minutes, in the timeline."""

from datetime import timedelta

import pytest

from desistance.casework.actions.notes import correct_note, take_note_back, write_note
from desistance.casework.models import Note
from desistance.casework.queries.notes import notes_of, own_note, who_reads
from desistance.casework.rules.notes import NoteFacts
from desistance.desk.queries.timeline import timeline_page
from desistance.desk.rules.timeline import Filters, Place
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from tests import factories as make
from tests.cast import Cast

FACTS = NoteFacts("case", "He has found work", make.NOW - timedelta(hours=1))


@pytest.fixture
def written(cast: Cast, looking: None) -> Note:
    """Priya's note on Kyle, whom police and health work with too."""
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    return write_note(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)


def test_a_note_is_read_by_those_whom_the_policy_names_and_they_are_told_beforehand(cast: Cast, written: Note) -> None:
    assert who_reads(cast.kyle.pk, by=cast.opening("priya")) == ["Durham housing", "Durham police"]
    (shown,) = notes_of(cast.kyle.pk, by=cast.opening("rob")).notes
    assert (shown.note.text, shown.author, shown.is_ours) == ("He has found work", "Priya", False)
    assert notes_of(cast.kyle.pk, by=cast.opening("dan")).notes == ()  # a service worker reads what they need to serve
    with pytest.raises(NotFound):
        notes_of(cast.kyle.pk, by=cast.entering("priya"))
    with pytest.raises(NotPermitted):
        write_note(person=cast.kyle, facts=FACTS, by=cast.opening("grace"), at=make.NOW)


def test_a_note_is_found_by_its_words_and_one_that_is_sensitive_on_its_own_page_alone(
    cast: Cast, written: Note
) -> None:
    by = cast.opening("priya")
    far = make.note(cast.kyle, cast.agencies["probation"], text=f"{'Seen. ' * 60}His sister Mia took him in.")
    hidden = make.note(cast.kyle, cast.agencies["probation"], text="Mia is afraid of him.", is_sensitive=True)
    health = make.note(cast.kyle, cast.agencies["health"], text="Mia rang the clinic.", data_class="health")

    def found(who: str, words: str) -> set[int]:
        return {one.id for one in notes_of(cast.kyle.pk, by=cast.opening(who), words=words).notes}

    assert found("priya", "mia sister") == {far.pk}
    assert found("priya", "MIA") == found("rob", "mia") == {far.pk, hidden.pk}
    assert found("priya", "100%") == found("dan", "mia") == set()
    assert found("priya", "case work priya") == {written.pk}
    in_timeline = timeline_page(by=by, size=50, filters=Filters(words="mia")).entries
    assert [one.id for one in in_timeline if one.holding == "casework.Note"] == [far.pk]
    assert health.pk not in {one.id for one in in_timeline}


def test_a_correction_stands_in_place_and_a_second_one_loses_nothing(cast: Cast, written: Note) -> None:
    by = cast.opening("priya")
    told = {"note": written, "by": by, "at": make.NOW}
    better = NoteFacts("call", "He starts on Monday", FACTS.happened_at)
    with pytest.raises(Refused, match="Enter the reason"):
        correct_note(**told, facts=better, reason=" ")
    corrected = correct_note(**told, facts=better, reason="The day was wrong")
    kept = Note.objects.get(pk=written.pk)
    assert (kept.text, kept.withdrawn_by) == ("He has found work", by.staff)
    assert [one.id for one in notes_of(cast.kyle.pk, by=by).notes] == [corrected.pk]
    with pytest.raises(Conflict) as conflict:
        correct_note(**told, facts=NoteFacts("case", "He starts soon", FACTS.happened_at), reason="Unsure")
    versions = conflict.value.versions
    assert (versions.theirs["text"], versions.mine["text"]) == ("He starts on Monday", "He starts soon")
    assert versions.version == corrected.pk
    with pytest.raises(NotFound):
        own_note(written.pk, by=cast.opening("rob"))


def test_a_note_is_taken_back_by_its_author_within_minutes(cast: Cast, written: Note) -> None:
    with pytest.raises(Refused, match="for 10 minutes"):
        take_note_back(note=written, by=cast.opening("tom"), at=make.NOW)
    take_note_back(note=written, by=cast.opening("priya"), at=make.NOW + timedelta(minutes=9))
    assert notes_of(cast.kyle.pk, by=cast.opening("priya")).notes == ()


def test_the_timeline_has_a_note_and_never_the_words_of_a_sensitive_one(cast: Cast, written: Note) -> None:
    by = cast.opening("priya")
    secret = NoteFacts("information", "A neighbour rang", FACTS.happened_at, is_sensitive=True)
    write_note(person=cast.kyle, facts=secret, by=by, at=make.NOW)
    found = [(one.title, one.summary) for one in timeline_page(by=by, size=20).entries if one.kind == "Note"]
    assert sorted(found) == [("Case note", "He has found work"), ("Information received", "Sensitive")]


def test_what_is_written_towards_health_work_is_health(cast: Cast, written: Note) -> None:
    work = make.involvement(
        cast.kyle, cast.agencies["health"], kind="treatment", data_class="health", lead=cast.staff["nia"]
    )
    note = write_note(person=cast.kyle, facts=FACTS, involvement=work, by=cast.opening("nia"), at=make.NOW)
    assert note.data_class == "health"
    assert note.pk not in [one.id for one in notes_of(cast.kyle.pk, by=cast.opening("priya")).notes]
    with pytest.raises(NotFound):
        write_note(person=cast.kyle, facts=FACTS, involvement=work, by=cast.opening("priya"), at=make.NOW)


def test_older_notes_follow_without_a_gap(cast: Cast, looking: None) -> None:
    made = [make.note(cast.kyle, cast.agencies["probation"], f"Note {number}").pk for number in range(5)]
    found, place = [], None
    while True:
        page = notes_of(cast.kyle.pk, by=cast.opening("priya"), older_than=place, size=2)
        found += [one.id for one in page.notes]
        if not page.has_older:
            break
        last = page.notes[-1].note
        place = Place(last.at, "casework.Note", last.pk)
    assert found == list(reversed(made))
