"""Entries by their words: the one way in which what somebody typed is looked for within a record that is open."""

from collections.abc import Iterable

from django.db.models import Q, TextChoices


def with_words(words: str, columns: Iterable[str], choices: tuple[tuple[str, type[TextChoices]], ...] = ()) -> Q:
    """That each word stands somewhere: in a column, or in what a column's choice is called. Case and order do not matter."""
    found = Q()
    for word in words.split():
        somewhere = Q()
        for column in columns:
            somewhere |= Q(**{f"{column}__icontains": word})
        for column, kinds in choices:
            somewhere |= Q(**{f"{column}__in": [kind for kind in kinds if word.casefold() in kind.label.casefold()]})
        found &= somewhere
    return found
