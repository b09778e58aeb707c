"""What happens to an order by hand: a breach, a recall and the release after it, its end, and taking back a mistake."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.sentences.actions.enforcement import record_breach, record_recall, release_again
from desistance.sentences.actions.orders import end_order, exempt_from_reset, take_orders_back
from desistance.sentences.queries import own_order
from desistance.web.views.access_forms import ReasonForm
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, at_of
from desistance.web.views.orders import GET_OR_POST, form_page
from desistance.web.views.orders_forms import AgainForm, BreachForm, EndForm, ExemptForm, RecallForm


@require_http_methods(GET_OR_POST)
@about_person
def breach(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Record a breach that was taken to court."""
    by.demand("order.enforce")
    order, form = own_order(order_id, by=by), BreachForm(typed(request))

    def save() -> None:
        said = form.cleaned_data
        record_breach(order=order, happened_on=said["happened_on"], words=said["words"], by=by, at=at_of(request))

    return _taken(request, person, form, save, "Breach recorded.", title="Record a breach", button="Save breach")


@require_http_methods(GET_OR_POST)
@about_person
def recall(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Record a recall to prison."""
    by.demand("order.enforce")
    order = own_order(order_id, by=by)
    form = RecallForm(typed(request), initial={"version": order.version})

    def save() -> None:
        said = form.cleaned_data
        names = ("recalled_on", "fixed_days", "words", "version")
        record_recall(order=order, **{name: said[name] for name in names}, by=by, at=at_of(request))

    return _taken(request, person, form, save, "Recall recorded.", title="Record a recall", button="Save recall")


@require_http_methods(GET_OR_POST)
@about_person
def release(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Say that someone who was recalled is on licence again."""
    by.demand("order.enforce")
    order = own_order(order_id, by=by)
    form = AgainForm(typed(request), initial={"version": order.version})

    def save() -> None:
        release_again(order=order, version=form.cleaned_data["version"], by=by, at=at_of(request))

    effects = ["The licence is active again. The recall stays on record."]
    title = "Record a release after recall"
    return _taken(request, person, form, save, "Release recorded.", title=title, button="Save release", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def end(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Say that an order ended or was revoked."""
    by.demand("order.change")
    order = own_order(order_id, by=by)
    form = EndForm(typed(request), initial={"ended_on": order.ends_on, "how": "ended", "version": order.version})

    def save() -> None:
        said = form.cleaned_data
        names = ("ended_on", "reason", "version")
        facts = {name: said[name] for name in names}
        end_order(order=order, **facts, is_revoked=said["how"] == "revoked", by=by, at=at_of(request))

    effects = ["Nothing more can be recorded under an order that ended. It stays on record."]
    return _taken(
        request, person, form, save, "Order ended.", title="End an order", button="End order", effects=effects
    )


@require_http_methods(GET_OR_POST)
@about_person
def exempt(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Say why active contact goes on after two thirds, or that it does not."""
    by.demand("order.change")
    order = own_order(order_id, by=by)
    form = ExemptForm(typed(request), initial={"because": order.reset_exempt_because, "version": order.version})

    def save() -> None:
        said = form.cleaned_data
        exempt_from_reset(order=order, because=said["because"], version=said["version"], by=by, at=at_of(request))

    return _taken(request, person, form, save, "Saved.", title="Contact under Probation Reset", button="Save")


@require_http_methods(GET_OR_POST)
@about_person
def take_back(request: HttpRequest, person: Person, by: Pass, order_id: int) -> HttpResponse:
    """Take back an order that was recorded by mistake."""
    by.demand("order.change")
    order = own_order(order_id, by=by)
    form = ReasonForm(typed(request), label="Why was it a mistake?", missing="Enter why it was a mistake")

    def save() -> None:
        take_orders_back(rows=[order.pk], reason=form.cleaned_data["reason"], by=by, at=at_of(request))

    effects = ["The order and its requirements no longer stand. They stay readable to those who check the record."]
    more = {"title": "Take back an order", "button": "Take back", "effects": effects, "is_danger": True}
    return _taken(request, person, form, save, "Taken back.", **more)


def _taken(
    request: HttpRequest, person: Person, form: SentOnce, save: Callable[[], None], told: str, **page: Any
) -> HttpResponse:
    """Take the step if the form is right and go back to the orders; else draw the form."""
    if request.method == "POST" and form.send(request, save):
        messages.success(request, told)
        return redirect("person-orders", reference=person.reference)
    return form_page(request, person, form, **page)
