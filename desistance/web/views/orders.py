"""Orders and licences of one person: what each requires, what the law on its dates says, and recording them by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.sentences.actions.orders import amend_order, record_order
from desistance.sentences.queries import OrderShown, orders_not_shared, orders_of, own_order
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.orders_forms import AmendForm, OrderForm, as_typed, required_in_words
from desistance.web.views.orders_words import steps_of

GET_OR_POST = ["GET", "HEAD", "POST"]
MOST_SHOWN = 200
NOT_ALL_SEEN = (
    "This order has a requirement that is not shared with you. Ask a colleague who sees it to amend the order."
)


@require_safe
@about_person
def orders_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The orders that the reader may see, newest first, and how many they may only know of."""
    here = f"/people/{person.reference}/orders/"
    orders = [
        {"shown": shown, "steps": steps_of(shown, here, by)} for shown in orders_of(person.pk, by=by, limit=MOST_SHOWN)
    ]
    may_add = DataClass.OFFENDING in by.writes and by.holds("order.record")
    return person_page(
        request,
        person,
        "orders/orders.html",
        tab="orders",
        title="Orders and licences",
        heading="Orders and licences",
        orders=orders,
        not_shared=orders_not_shared(person.pk, by=by),
        link={"label": "Add an order or licence", "url": f"{here}new/"} if may_add else None,
    )


@require_http_methods(GET_OR_POST)
@about_person
def add_order(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record an order or licence with its requirements by hand."""
    by.demand("order.record")
    form = OrderForm(typed(request))

    def save() -> None:
        record_order(person=person, facts=form.facts(), by=by, at=at_of(request))
        messages.success(request, "Order recorded. Agencies that may see offences see it.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-orders", reference=person.reference)
    return form_page(request, person, form, title="Add an order or licence", button="Save")


@require_http_methods(GET_OR_POST)
@about_person
def amend(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Amend an order of the reader's agency, under the version that was read."""
    by.demand("order.change")
    shown = _own(person, by, order_id)
    if shown.hidden:
        raise Refused(NOT_ALL_SEEN)
    form = AmendForm(typed(request), initial=as_typed(shown), standing=shown.facts)

    def save() -> None:
        said = form.cleaned_data
        amend_order(
            order=own_order(order_id, by=by),
            facts=form.facts(),
            reason=said["reason"],
            version=said["version"],
            by=by,
            at=at_of(request),
        )
        messages.success(request, "Order amended. What it required before stays on record.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-orders", reference=person.reference)
    effects = ["The dates and requirements below take the place of those on record, which stay readable."]
    return form_page(request, person, form, title="Amend an order", button="Save", about=shown, effects=effects)


def _own(person: Person, by: Pass, order_id: int) -> OrderShown:
    """An order of the reader's own agency as they see it. Raises :class:`NotFound`."""
    for shown in orders_of(person.pk, by=by, limit=MOST_SHOWN):
        if shown.id == order_id and shown.is_ours:
            return shown
    raise NotFound()


def form_page(request: HttpRequest, person: Person, form: Any, *, title: str, button: str, **more: Any) -> HttpResponse:
    """A form of this tab; one that failed is drawn again with what is wrong, and with both versions where two met."""
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/orders/"}
    if form.conflict and isinstance(form, AmendForm):
        form.conflict["rows"].append(required_in_words(form))
    context = {"form": form, "button": button, "cancel": cancel, **more}
    status = form.status if form.errors else 200
    return person_page(
        request, person, "orders/form.html", tab="orders", title=title, heading=title, status=status, **context
    )
