"""One person's pages: overview, timeline, one entry, and a number that was asked for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.actions.places import mark_seen, note_place
from desistance.desk.queries.changes import changes_since
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.entries import kinds_seen
from desistance.desk.queries.frame import CardShown, Person, Place, cards_for
from desistance.desk.queries.places import LastLook, last_look
from desistance.desk.queries.timeline import Page, end_of, entry, known_entries, newest_as_of, timeline_page
from desistance.desk.rules.timeline import group_by_day, places_around, read_place
from desistance.desk.terms import (
    ATTENTION_MOST,
    CHANGES_MOST,
    CHANGES_ON_PAGE,
    NEWEST_OF_EACH,
    OVERVIEW_ENTRIES,
    PAGE_OF_TIMELINE,
    SOURCE_WORDS,
    VISIT_NOTED_AGAIN_AFTER,
)
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.partners.queries import agency_names
from desistance.web.templatetags.desistance import counted, full_date
from desistance.web.views.finding import IS_OLD, answer_to, sought
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.my_day import sentence, step_of
from desistance.web.views.timeline import (
    STOOD_COLUMNS,
    AsOfForm,
    TimelineFilters,
    change_shown,
    days_shown,
    entry_shown,
    stood_rows,
    without,
)


@require_safe
@about_person
def overview(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Everything that matters now, on one page."""
    at, here = at_of(request), f"/people/{person.reference}/"
    today = local_date(at)
    if any(key.split("-")[0] == "on" for key in request.GET):
        return as_it_stood(request, person, by)
    look = last_look(by=by)
    page = timeline_page(by=by, size=OVERVIEW_ENTRIES)
    known = known_entries(by=by, today=today)
    days = group_by_day(page.entries, known, has_older=page.has_older)
    context: dict[str, Any] = {
        "here": here,
        "today": today,
        "attention": _attention(person, by),
        **_changed(person, by, look),
        "cards": _cards(person, by, "main", request),
        "side": _cards(person, by, "side", request),
        "days": days_shown(days, person.reference, today),
        "has_older": page.has_older,
    }
    _note_visit(request, person, by, look, has_news=bool(context["changes"]))
    template, actions = "person/overview.html", [_following(here, look)]
    return person_page(request, person, template, tab="overview", title="Overview", banner_actions=actions, **context)


def _following(here: str, look: LastLook | None) -> dict[str, Any]:
    """The button to follow the person, or to stop: what others change then comes to the reader's day."""
    follows = look is not None and look.followed_at is not None
    label, value = ("Stop following", "no") if follows else ("Follow", "yes")
    return {
        "label": label,
        "about": "this person",
        "url": f"{here}follow/",
        "method": "post",
        "size": "small",
        "name": "follow",
        "value": value,
    }


def as_it_stood(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The overview as the record stood at the end of a day: the newest of each kind, as far as the reader may see it today."""
    form = AsOfForm(request.GET, today=local_date(at_of(request)))
    is_wrong = not form.is_valid()
    on = None if is_wrong else form.cleaned_data["on"]
    found = newest_as_of(by=by, as_of=end_of(on), each=NEWEST_OF_EACH) if on else {}
    kinds = [
        {"kind": kind, "rows": stood_rows(entries, person.reference), "columns": STOOD_COLUMNS}
        for kind, entries in sorted(found.items())
    ]
    return person_page(
        request,
        person,
        "person/as_of.html",
        tab="overview",
        title="As it stood",
        status=422 if is_wrong else 200,
        form=form,
        on=on,
        kinds=kinds,
    )


def _attention(person: Person, by: Pass) -> dict[str, Any]:
    rows = duties_of(by=by, person=person.pk)
    items = [{"kind": row.group, "sentence": sentence(row.words), "action": step_of(row)} for row in rows]
    more = {"label": f"{len(items) - ATTENTION_MOST} more", "url": "/home/"} if items[ATTENTION_MOST:] else None
    return {"items": items[:ATTENTION_MOST], "more": more}


def _changed(person: Person, by: Pass, look: LastLook | None) -> dict[str, Any]:
    if look is None:
        return {"look": None, "changes": []}
    changes = changes_since(by=by, since=look.seen_at, most=CHANGES_MOST)
    shown = [change_shown(change, person.reference) for change in changes[:CHANGES_ON_PAGE]]
    return {"look": look, "changes": shown, "changes_count": len(changes)}


def _placed(card: CardShown, here: str, request: HttpRequest) -> dict[str, Any]:
    """A card with its heading, drawn by its room's template; ``{here}`` in its link is this person's address."""
    content = dict(card.content)
    link = content.get("link")
    return {
        "name": card.card.name.replace(".", "-"),
        "title": card.card.title,
        "note": content.get("note", ""),
        "link": {**link, "url": link["url"].replace("{here}", here)} if link else None,
        "empty": content.get("empty"),
        "html": ""
        if content.get("empty")
        else render_to_string(card.card.template, {**content, "card": content, "here": here}, request),
    }


def _cards(person: Person, by: Pass, place: Place, request: HttpRequest) -> list[dict[str, Any]]:
    here = f"/people/{person.reference}/"
    return [_placed(card, here, request) for card in cards_for(person_id=person.pk, by=by, place=place)]


def _note_visit(request: HttpRequest, person: Person, by: Pass, look: LastLook | None, *, has_news: bool) -> None:
    at = at_of(request)
    if settings.READ_ONLY:
        return
    if look is None or look.opened_at is None or at - look.opened_at > VISIT_NOTED_AGAIN_AFTER:
        note_place(person=person, by=by, at=at, is_seen=look is not None and not has_news)


@require_http_methods(["GET", "HEAD", "POST"])
@about_person
def timeline(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """All entries that the reader may see, by day; what they may only know of is counted. Filters are posted."""
    if request.method == "POST":
        return answer_to(request)
    today, looked_for = local_date(at_of(request)), sought(request)
    choices: dict[str, Any] = {"agencies": agency_names(), "kinds": kinds_seen(by)}
    form = TimelineFilters(request.GET, words=looked_for.words, today=today, **choices)
    is_wrong = form.is_bound and not form.is_valid()
    filters, as_of = form.chosen, form.as_of
    older, newer = read_place(request.GET.get("older", "")), read_place(request.GET.get("newer", ""))
    stood = end_of(as_of) if as_of else None
    page = timeline_page(by=by, size=PAGE_OF_TIMELINE, filters=filters, older_than=older, newer_than=newer, as_of=stood)
    known = known_entries(by=by, today=today, filters=filters) if as_of is None else ()
    return person_page(
        request,
        person,
        "person/timeline.html",
        tab="timeline",
        title="Timeline",
        heading="Timeline",
        status=422 if is_wrong else 200,
        form=form,
        as_of=as_of,
        hides_known=filters.hides_known,
        opens_dates=is_wrong or bool(filters.from_on or filters.until_on or as_of),
        days=days_shown(
            group_by_day(page.entries, known, above=page.above, has_older=page.has_older), person.reference, today
        ),
        active=form.active(request.GET),
        is_old=IS_OLD if looked_for.is_old else "",
        pages=_pages(page, request),
        nothing=_nothing(form),
    )


def _pages(page: Page, request: HttpRequest) -> dict[str, str]:
    newer, older = places_around(page.entries, has_newer=page.has_newer, has_older=page.has_older)
    if not page.entries:
        return {}
    words = f"{counted(len(page.entries), 'entry,entries')}, {full_date(page.entries[-1].at)} to {full_date(page.entries[0].at)}"
    return {
        "about": "entries",
        "words": words,
        "newer_url": f"?{without(request.GET, newer=newer)}" if newer else "",
        "older_url": f"?{without(request.GET, older=older)}" if older else "",
    }


def _nothing(form: TimelineFilters) -> dict[str, Any]:
    """What an empty timeline says: between which days, and the way to all of them."""
    filters = form.chosen
    if filters.from_on and filters.until_on:
        sentence = f"Nothing recorded between {full_date(filters.from_on)} and {full_date(filters.until_on)}."
    elif form.as_of:
        sentence = f"Nothing was on record here on {full_date(form.as_of)}."
    elif form.is_bound:
        sentence = "Nothing matches these filters."
    else:
        return {
            "strong": "Nothing has been recorded in this service.",
            "sentence": "That does not mean nothing happened.",
        }
    return {"sentence": sentence, "link": {"label": "Show all dates", "url": "?"}}


@require_safe
@about_person
def one_entry(request: HttpRequest, person: Person, by: Pass, *, holding: str, record: int) -> HttpResponse:
    """One entry with its source, and every version of it."""
    found = entry(by=by, holding=holding, record=record)
    versions = [
        {**entry_shown(one, person.reference), "is_this": one.id == record, "at": one.recorded_at}
        for one in found.versions
    ]
    return person_page(
        request,
        person,
        "person/entry.html",
        tab="timeline",
        title="Entry",
        entry=found.entry,
        source_words=SOURCE_WORDS.get(found.entry.source, "").capitalize(),
        versions=versions if len(versions) > 1 else [],
        is_superseded=found.is_superseded,
        may_hide=found.entry.agency_id == by.agency and by.holds("entry.hide"),
        back={"label": "Back to the timeline", "url": reverse("person-timeline", args=[person.reference])},
    )


@require_POST
@about_person
def seen(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The reader has seen what changed."""
    mark_seen(person=person, by=by, at=at_of(request))
    return redirect("person", person.reference)


@require_POST
@about_person
def show_number(request: HttpRequest, person: Person, by: Pass, *, group: str, fact: int) -> HttpResponse:
    """Uncover one number on the page the reader came from. That it was asked for stands in the audit trail by this address."""
    request.session["number_shown"] = [person.reference, group, fact]
    return HttpResponseRedirect(_where_from(request) or reverse("person", args=[person.reference]))


def _where_from(request: HttpRequest) -> str:
    """The page of ours that the reader came from; empty when it was not ours."""
    came = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
    return came if is_ours and came else ""
