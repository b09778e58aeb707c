"""What can be done with an order from its row: the steps of its state, for whoever may take them."""

from collections.abc import Iterator

from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.sentences.queries import OrderShown
from desistance.sentences.terms import ORDER_STATES, RECALLABLE
from desistance.web.templatetags.desistance import full_date

STEPS = {
    "amend": ("Amend", "order.change"),
    "breach": ("Record breach", "order.enforce"),
    "recall": ("Record recall", "order.enforce"),
    "release": ("Record release again", "order.enforce"),
    "exempt": ("Probation Reset", "order.change"),
    "end": ("End", "order.change"),
    "take-back": ("Recorded by mistake", "order.change"),
}


def steps_of(shown: OrderShown, here: str, by: Pass) -> list[dict[str, str]]:
    """The steps that the reader may take with an order of their own agency."""
    if not shown.is_ours or DataClass.OFFENDING not in by.writes:
        return []
    about = f"{shown.order.get_kind_display()} made {full_date(shown.order.made_on)}"
    return [
        {"label": STEPS[step][0], "url": f"{here}{shown.id}/{step}/", "about": about}
        for step in _possible(shown)
        if by.holds(STEPS[step][1])
    ]


def _possible(shown: OrderShown) -> Iterator[str]:
    if ORDER_STATES[shown.order.state].is_final:
        return
    if not shown.hidden:
        yield "amend"
    if shown.order.state == "recalled":
        yield "release"
    elif shown.order.kind in RECALLABLE:
        yield "recall"
    else:
        yield "breach"
    yield from ("exempt", "end", "take-back")
