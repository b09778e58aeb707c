"""What every page about one person shares: opening the record, the banner, the tabs (docs/developers/person-pages.md)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

from desistance.access.queries.passes import open_record
from desistance.desk.queries.frame import Frame, Person, frame_for
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotPermitted
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.queries.banner import AddressShown, BannerFacts, NumberShown
from desistance.people.terms import MASK_LABELS
from desistance.web.templatetags.desistance import age, full_date, masked, short_date

P = ParamSpec("P")
TABS = (
    ("overview", "Overview", "", DataClass.IDENTITY, ""),
    ("risk", "Risk", "risk/", DataClass.RISK, ""),
    ("plan", "Plan", "plan/", DataClass.PLAN, ""),
    ("involved", "Who is involved", "involved/", DataClass.INVOLVEMENT, ""),
    ("contacts", "Contacts", "contacts/", DataClass.CASEWORK, ""),
    ("compliance", "Compliance", "compliance/", DataClass.CASEWORK, ""),
    ("history", "History", "history/", DataClass.OFFENDING, ""),
    ("orders", "Orders", "orders/", DataClass.OFFENDING, ""),
    ("timeline", "Timeline", "timeline/", DataClass.IDENTITY, ""),
    ("documents", "Documents", "documents/", DataClass.IDENTITY, ""),
    ("summary", "Summary", "summary/", DataClass.IDENTITY, "report.read"),
    ("details", "Details", "details/", DataClass.IDENTITY, ""),
    ("sharing", "Sharing", "sharing/", DataClass.SHARING, ""),
    ("counted", "Counted in figures", "history/counted/", DataClass.OFFENDING, ""),
    ("joined", "Joined records", "joined/", DataClass.IDENTITY, "person.merge"),
    ("access-log", "Who has looked", "access-log/", DataClass.IDENTITY, "access.log"),
)
"""Tabs of a person in their order: name, label, path, and the class and permission without which it is not shown."""

ANYONE = "/people/P-0000-00/"
"""Stands for any person's address when asking which of their pages are served."""

ACTIONS = (
    ("Add your agency's work", "involved/new/", "involvement.open"),
    ("Correct details", "details/", "person.change"),
)


@cache
def is_served(path: str) -> bool:
    """Whether a page stands at an address: what has no page yet has no link."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def at_of(request: HttpRequest) -> datetime:
    """The moment of the request, by the one clock that the reception read."""
    moment: datetime = request.at  # type: ignore[attr-defined]  # set by the reception
    return moment


def acting(request: HttpRequest) -> Pass:
    """The pass of the reader. Raises :class:`NotPermitted` when they hold no post at the moment."""
    by: Pass | None = request.by  # type: ignore[attr-defined]  # set by the reception
    if by is None:
        raise NotPermitted("You hold no post at the moment. Ask your administrator to give you one.")
    return by


def open_person(request: HttpRequest, reference: str) -> tuple[Person, Pass]:
    """The person and the reader's pass for them, which becomes ``request.by``. Raises what ``open_record`` raises."""
    person, by = open_record(reference=reference, by=acting(request))
    request.by = by  # type: ignore[attr-defined]
    return person, by


def about_person(
    view: Callable[Concatenate[HttpRequest, Person, Pass, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A view of one person: takes ``reference`` from the address and hands the view the person and the pass.

    An address with a merged reference leads to the record that was kept, which says why.
    """

    @wraps(view)
    def opened(request: HttpRequest, reference: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person, by = open_person(request, reference)
        if person.reference != reference and request.method in ("GET", "HEAD"):
            there = request.get_full_path().replace(f"/people/{reference}/", f"/people/{person.reference}/", 1)
            messages.info(request, f"{reference} was joined with this record, {person.reference}.")
            return HttpResponseRedirect(there)
        return view(request, person, by, *args, **kwargs)

    return opened


def person_page(
    request: HttpRequest,
    person: Person,
    template: str,
    *,
    tab: str,
    title: str,
    status: int = 200,
    banner_actions: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> HttpResponse:
    """A page about one person with its banner and tabs. ``tab`` is a name in TABS; ``title`` names the page, never the person.

    ``banner_actions``: buttons of this page that follow those of every page in the banner.
    """
    by = acting(request)
    frame = frame_for(person=person, by=by, on=local_date(at_of(request)))
    banner = banner_of(frame, by, request, is_heading=tab == "overview")
    context = {
        "title": title,
        "person": person,
        "frame": frame,
        "breadcrumbs": [{"label": "People", "url": "/people/"}] if is_served("/people/") else [],
        "banner": {**banner, "actions": [*banner["actions"], *banner_actions]},
        "tabs": tabs_of(person, by, tab),
        **more,
    }
    return render(request, template, context, status=status)


def tabs_of(person: Person, by: Pass, current: str) -> list[dict[str, Any]]:
    """The tabs that exist, whose class the reader sees, and that their role may open."""
    here = f"/people/{person.reference}/"
    return [
        {"label": label, "url": here + path, "is_current": name == current}
        for name, label, path, kind, permission in TABS
        if is_served(ANYONE + path) and by.sees.get(kind) and (not permission or by.holds(permission))
    ]


def number_shown(request: HttpRequest, person: Person) -> list[Any] | None:
    """The group and fact that was asked to be uncovered, if it was asked on this person's record: as the trail has it."""
    asked = request.session.get("number_shown")
    return asked[1:] if request.method == "GET" and asked and asked[0] == person.reference else None


def banner_of(frame: Frame, by: Pass, request: HttpRequest, *, is_heading: bool) -> dict[str, Any]:
    """The banner as ``parts/banner.html`` takes it, with what rooms' banner cards add to it."""
    here = f"/people/{frame.person.reference}/"
    facts, on = frame.facts, local_date(at_of(request))
    shown = number_shown(request, frame.person)
    if request.method == "GET":
        request.session.pop("number_shown", None)
    taken: dict[str, Any] = {"facts": [*_address_facts(facts), *_phone_facts(facts, here, shown)], "alerts": []}
    for card in frame.cards:
        for name, content in card.content.items():
            taken[name] = [*taken[name], *content] if isinstance(taken.get(name), list) else content
    alerts = sorted(taken.pop("alerts"), key=lambda alert: not alert.get("is_safety"))
    return {
        "name": facts.name or "Name not known",
        "liked_name": facts.liked_name,
        "is_heading": is_heading,
        "born": born_words(facts, on),
        "reference": frame.person.reference,
        "numbers": [_masked_number(number, here, shown) for number in facts.numbers],
        "actions": _actions(here, by),
        "alerts": alerts[:3],
        "more_alerts": _more_alerts(len(alerts) - 3, here),
        "risk": {} if by.sees.get(DataClass.RISK) else {"is_partial": True},
        "handling": "Official - sensitive",
        **taken,
    }


def _more_alerts(count: int, here: str) -> dict[str, str] | None:
    words = "1 more alert" if count == 1 else f"{count} more alerts"
    return {"label": words, "url": f"{here}risk/#alerts"} if count > 0 else None


def born_words(facts: BannerFacts, on: Any) -> str:
    """`24 June 1998 (27 years)`, or as much of it as is known."""
    born = facts.born_on
    if born is None:
        return "Date of birth not known"
    if facts.birth_precision == "day":
        return f"{full_date(born)} ({age(born, on)})"
    known = f"{born:%B %Y}" if facts.birth_precision == "month" else f"{born:%Y}"
    return f"Born {known}, day not known (about {on.year - born.year} years)"


def address_words(address: AddressShown) -> str:
    """The address on one line, or that there is none."""
    if address.is_no_fixed:
        return "No fixed address"
    return ", ".join(part for part in (address.lines.replace("\n", ", "), address.postcode) if part)


def _address_facts(facts: BannerFacts) -> list[dict[str, Any]]:
    address = facts.address
    if address is None:
        return [{"label": "Lives at", "missing": "Not known"}]
    since = f", since {short_date(address.from_on)}" if address.from_on else ""
    label = "Housing" if address.is_no_fixed else "Confidential address" if address.is_confidential else "Lives at"
    found = [{"label": f"{label}{since}", "value": address_words(address)}]
    if len(facts.addresses) > 1:
        found.append({"label": "Another agency says", "value": address_words(facts.addresses[1])})
    return found


def _phone_facts(facts: BannerFacts, here: str, shown: list[Any] | None) -> list[dict[str, Any]]:
    if facts.phone is None:
        return [{"label": "Phone", "missing": "Not known"}]
    return [{"label": "Phone", "masked": _masked_number(facts.phone, here, shown, label="")}]


def _masked_number(number: NumberShown, here: str, shown: list[Any] | None, label: str | None = None) -> dict[str, Any]:
    words = dict(MASK_LABELS).get(number.kind, "Prison number") if label is None else label  # type: ignore[call-overload]
    group = "phone" if label == "" else "number"
    return {
        "label": words,
        "masked": masked(number.value, number.kind),
        "show_url": f"{here}show/{group}/{number.fact_id}/",
        "value": number.value if shown == [group, number.fact_id] else "",
    }


def _actions(here: str, by: Pass) -> list[dict[str, Any]]:
    found = [
        {"label": label, "url": here + path, "size": "small"}
        for label, path, permission in ACTIONS
        if is_served(ANYONE + path) and by.writes and by.holds(permission)
    ]
    return [{**action, "kind": "main"} if place == 0 else action for place, action in enumerate(found)]
