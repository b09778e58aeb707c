"""One person's pages: overview, timeline, one entry, and a number that was asked for."""

from django.http import HttpRequest, HttpResponse

from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.web.views.frame import about_person, person_page


@about_person
def overview(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Everything that matters now, on one page."""
    return person_page(request, person, "person/overview.html", tab="overview", title="Overview")
