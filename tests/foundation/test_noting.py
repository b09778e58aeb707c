"""Every row about a person notes itself as it becomes an object, wherever it is read."""

from desistance.foundation.reading import marked, noting, unseen
from desistance.people.models import Name
from tests.cast import Cast


def test_a_row_read_is_a_look_noted(cast: Cast) -> None:
    with noting() as notes, marked("test"):
        list(Name.objects.filter(person=cast.kyle))
    assert (notes.subjects, notes.classes) == ({cast.kyle.pk}, {"identity"})


def test_a_row_read_for_the_machine_alone_is_not(cast: Cast) -> None:
    with noting() as notes, marked("test"), unseen("match candidates"):
        list(Name.objects.filter(person=cast.kyle))
    assert notes.subjects == set()
