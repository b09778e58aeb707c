"""What anyone may read. No sign-in, no cookie, no statement about people: the pages of one minute are the same for everyone."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from desistance.foundation.calendar import local_date
from desistance.foundation.spreadsheets import csv_text
from desistance.measurement.queries import published
from desistance.measurement.queries.workbooks import release_workbook
from desistance.measurement.rules.cited import national_series
from desistance.partners.queries import areas as authorities
from desistance.partners.rules.postcode_districts import Finding
from desistance.partners.rules.postcode_districts import find as find_postcode
from desistance.public import figures
from desistance.public.release import release_shown
from desistance.public.table_tool import EMPTY, NAMES, built, offered
from desistance.public.way import AREAS, HOME, STATISTICS, way_round
from evidence.disclosure.opendocument import MIMETYPE
from evidence.reoffending.conventions import PROVEN

SECONDS_KEPT = 60
"""A release appears at its minute, so no copy of a page may live longer."""
LONGEST_ASKED = 80


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that may be kept by anyone for a minute. What staff see while signed in is never stored: the reception says so."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
        return response

    return opened


def page(request: HttpRequest, template: str, *, title: str, status: int = 200, **more: Any) -> HttpResponse:
    """A public page in its frame."""
    context: dict[str, Any] = {
        "title": title,
        "is_open": True,
        "public_way": way_round(request),
        "today": today(request),
        **more,
    }
    return render(request, f"public/{template}.html", context, status=status)


def today(request: HttpRequest) -> date:
    """The day of the request, by the one clock that the reception read."""
    return local_date(request.at)  # type: ignore[attr-defined]  # set by the reception


@open_to_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What reoffending means, the picture of England and Wales, and the way to one's own area."""
    return page(request, "home", title="", **_home(request))


def _home(request: HttpRequest) -> dict[str, Any]:
    return {
        "areas": authorities(on=today(request)),
        "national": figures.latest_national(),
        "series": national_series(),
        "newest": published.newest_release(),
    }


@open_to_all
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Every area, by name."""
    return page(request, "areas", title="Areas", areas=authorities(on=today(request)), breadcrumbs=[HOME])


@csrf_exempt  # looks something up and changes nothing; a token would need a cookie, and the public door sets none
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """From a postcode, a district or a name to an area. It is posted, so that no postcode stands in an address or a log."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public-areas"))
    asked = request.POST.get("place", "").strip()[:LONGEST_ASKED]
    every = {one.slug: one for one in authorities(on=today(request))}
    named = next((slug for slug, one in every.items() if _same_name(one.name, asked)), None)
    found = find_postcode(asked)
    chosen = (named,) if named else found.areas
    if len(chosen) == 1 and not (found.has_part_outside and not named):
        return HttpResponseRedirect(reverse("public-area", args=[chosen[0]]))
    context: dict[str, Any] = {"areas": list(every.values()), "asked": asked, "breadcrumbs": [HOME, AREAS]}
    if found.finding == Finding.COVERED:
        context |= {"choices": [every[slug] for slug in chosen if slug in every], "found": found}
        return page(request, "choose", title="Choose your area", **context)
    if found.finding == Finding.OUTSIDE:
        return page(request, "not_covered", title="We do not cover this postcode", found=found, **context)
    problem = "Enter a full UK postcode"
    return page(request, "areas", title="Areas", has_errors=True, problem=problem, status=422, **context)


def _same_name(name: str, asked: str) -> bool:
    def plain(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter.isalnum())

    return bool(plain(asked)) and plain(asked) in (plain(name), plain(name.replace("County ", "")))


@open_to_all
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """One area: the rate in words, the picture of 100 people, England beside it, what is being done, where to get help."""
    one = _area(request, slug)
    cited = figures.cited_picture(slug)
    context: dict[str, Any] = {
        "area": one,
        "cited": cited,
        "is_old": cited is not None and cited.is_old(today(request)),
        "computed": published.area_release(slug),
        "national": figures.latest_national(),
        "breadcrumbs": [HOME, AREAS],
    }
    return page(request, "area", title=f"Reoffending in {one.name}", **context)


@open_to_all
@require_safe
def area_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every figure of an area as a file, with England beside it; the kind of each figure stands in the first column."""
    one = _area(request, slug)
    cited = figures.cited_picture(slug)
    beside = [cited.own, *cited.others, *cited.older] if cited else []
    rows = [*figures.computed_rows(published.area_release(slug)), *figures.cited_rows(beside)]
    return csv_file(f"reoffending-{one.slug}", figures.CSV_COLUMNS, rows)


def _area(request: HttpRequest, slug: str) -> Any:
    found = next((one for one in authorities(on=today(request)) if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A file that spreadsheets read as it is meant: with a mark of its encoding, and no cell that they would run."""
    return _csv(name, csv_text(columns, rows))


def _csv(name: str, text: str) -> HttpResponse:
    return _download(f"{name}.csv", text.encode("utf-8-sig"), "text/csv; charset=utf-8")


def _download(name: str, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@open_to_all
@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """Where anyone can turn."""
    return page(request, "get_help", title="Get help", breadcrumbs=[HOME])


@open_to_all
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Every release of the partnership, and what others published."""
    cited = [one for one in published.cited_figures() if one.group == figures.EVERYONE]
    context: dict[str, Any] = {
        "releases": published.releases(),
        "announced": published.announced(),
        "newest": published.newest_release(),
        "cited": sorted(cited, key=lambda one: (one.cohort_to, one.area), reverse=True),
        "breadcrumbs": [HOME],
    }
    return page(request, "statistics", title="Statistics", **context)


@open_to_all
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The table tool: five choices, one at a time, then the table on the page or as a file. The choices stand in the address."""
    listed = offered(published.releases())
    named = next((one.slug for one in listed if one.slug == request.GET.get("release")), "")
    found = built(dict(request.GET.lists()), listed, published.release(named) if named else None)
    if found.table and found.table.rows and request.GET.get("file") == "csv":
        return _csv(f"{named}-chosen", found.table.as_csv())
    is_empty = found.table is not None and not found.table.rows
    problem = found.now.problem if found.now else EMPTY if is_empty else ""
    context: dict[str, Any] = {
        "found": found,
        "steps": [(step, _changed(request, step.number)) for step in found.done],
        "download": f"?{request.GET.urlencode()}&file=csv",
        "is_empty": is_empty,
        "problems": [{"words": problem, "href": f"#{found.now.name}-0" if found.now else "#choices"}]
        if problem
        else [],
        "has_errors": bool(problem),
        "breadcrumbs": [HOME, STATISTICS],
    }
    return page(request, "table", title="Make a table", status=422 if problem else 200, **context)


def _changed(request: HttpRequest, number: int) -> str:
    """The address at which one choice is made anew: those before it stay, what hangs on it goes."""
    kept = request.GET.copy()
    for name in (*NAMES[number - 1 :], "step"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}"


@open_to_all
@require_safe
def cited_csv(request: HttpRequest) -> HttpResponse:
    """Every cited figure as a file."""
    return csv_file("published-elsewhere", figures.CSV_COLUMNS, figures.cited_rows(published.cited_figures()))


@open_to_all
@require_safe
def release(request: HttpRequest, slug: str, edition: int | None = None) -> HttpResponse:
    """One release: what was found, the tables, how to read them, and what became of it."""
    found = published.release(slug, edition)
    context = release_shown(found, others=published.releases())
    return page(request, "release", title=found.listed.title, breadcrumbs=[HOME, STATISTICS], **context)


@open_to_all
@require_safe
def release_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """One table of a release as a file, the same to the last digit as on its page."""
    found = published.release(slug).tables.get(table)
    if found is None:
        raise Http404
    return _csv(f"{slug}-{table}", found.as_csv())


@open_to_all
@require_safe
def release_ods(request: HttpRequest, slug: str) -> HttpResponse:
    """Every table of a release as one accessible spreadsheet; a release that was withdrawn has none."""
    found = published.release(slug)
    if found.is_withdrawn:
        raise Http404
    return _download(f"{slug}.ods", release_workbook(found), MIMETYPE)


@open_to_all
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How proven reoffending is counted, with every convention, as the code that counts has it."""
    context: dict[str, Any] = {"definition": PROVEN, "breadcrumbs": [HOME, STATISTICS]}
    return page(request, "methods", title="How proven reoffending is counted", **context)
