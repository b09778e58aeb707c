"""The two wrappers that every room's actions and questions wear.

A deed declares its permission where it is written, demands a pass and a moment, runs in one transaction with its audit
event, and may touch protected tables. A gathering deed (a batch of an import) counts the deeds done inside it in its own
event, instead of one each. A question demands a pass, may touch protected tables and hands out answers, never
unfinished queries.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.foundation.passes import Pass
from desistance.foundation.reading import current_notes, marked, unseen
from desistance.foundation.rows import AboutPerson

P = ParamSpec("P")
R = TypeVar("R")
DEEDS: dict[str, Callable[..., Any]] = {}
QUESTIONS: dict[str, Callable[..., Any]] = {}
_gathered: ContextVar[set[int] | None] = ContextVar("gathered", default=None)


def name_of(function: Callable[..., Any]) -> str:
    """``room.verb``: how a deed or question is called in the audit trail, the docs and the permissions."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def _check_signature(function: Callable[..., Any], needed: Iterable[str]) -> None:
    parameters = inspect.signature(function).parameters
    for name in needed:
        if name not in parameters or parameters[name].kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"{name_of(function)} must take {name} as a keyword-only parameter")


def _subjects(arguments: Mapping[str, Any], result: Any) -> set[int]:
    things = [*arguments.values(), *(result if isinstance(result, list | tuple) else [result])]
    found = {getattr(thing, type(thing).about) for thing in things if isinstance(thing, AboutPerson)}
    return {person for person in found if person is not None}


def deed(
    permission: str,
    category: Category = Category.ALTERATION,
    *,
    justified_by: str = "",
    about: Callable[[Mapping[str, Any], Any], Iterable[int]] | None = None,
    gathers: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare an action: its permission, its category of event, and (rarely) which argument is its justification.

    Subjects of the event are the people that the arguments and the result are about; ``about`` says otherwise. With
    ``gathers`` the deeds done inside write no event of their own; their subjects are this event's, unless ``about`` says. They
    make no savepoint either, so whoever catches a refusal of one opens ``transaction.atomic()`` around it. Raises
    :class:`NotPermitted` before anything is read or written when the pass lacks the permission.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        _check_signature(function, ("by", "at"))
        name = name_of(function)

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{name} takes keyword arguments only")
            by, at = kwargs["by"], kwargs["at"]
            if not isinstance(by, Pass) or not isinstance(at, datetime):
                raise TypeError(f"{name} demands a pass and a moment")
            by.demand(permission)
            outer = _gathered.get()
            token = _gathered.set(set() if gathers else outer)
            try:
                with transaction.atomic(savepoint=outer is None), marked(name), unseen("own deed"):
                    result = function(*args, **kwargs)
                    subjects = set(about(kwargs, result)) if about else _subjects(kwargs, result)
                    if outer is not None:
                        outer |= subjects
                        return result
                    if gathers and about is None:
                        subjects |= _gathered.get() or set()
                    more: dict[str, Any] = {"justification": kwargs[justified_by]} if justified_by else {}
                    record = result.pk if isinstance(result, Model) else None
                    write(category, name, by=by, subjects=subjects, permission=permission, record=record, **more)
            finally:
                _gathered.reset(token)
            return result

        perform.permission = permission  # type: ignore[attr-defined]  # read by the contract tests and the docs
        perform.category = category  # type: ignore[attr-defined]
        DEEDS[name] = perform
        return perform

    return declare


def question(function: Callable[P, R]) -> Callable[P, R]:
    """Declare a question about people: takes ``by`` and answers with finished values; the look is noted under its name."""
    _check_signature(function, ("by",))
    name = name_of(function)

    @functools.wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs["by"]
        if not isinstance(by, Pass):
            raise TypeError(f"{name} demands a pass")
        notes = current_notes()
        if notes is not None:
            notes.whats.append(name)
            notes.by = by if notes.by is None or by.person else notes.by
        with marked(name):
            result = function(*args, **kwargs)
        if isinstance(result, QuerySet):
            raise TypeError(f"{name} handed out an unfinished query: answer with a list or a value")
        return result

    QUESTIONS[name] = ask
    return ask
