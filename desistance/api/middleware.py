"""What holds for every request to the API, whoever answers it: no cookies, never stored, and every refusal in one shape."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from desistance.api.problems import MEDIA_TYPE, of_status


class ApiDoor:
    """Stands outside the audit, so that even its 503 is a problem in JSON. Other addresses pass untouched.

    Cookies are dropped before anyone reads them: a browser's session can neither sign in here nor be used by a foreign page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer an API request without cookies, with problem details for every refusal."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        answer = self.get_response(request)
        if answer.status_code >= 400 and not answer["Content-Type"].startswith(MEDIA_TYPE):
            answer = self._in_one_shape(answer)
        answer.cookies.clear()
        answer["Cache-Control"] = "no-store"
        return answer

    def _in_one_shape(self, refused: HttpResponse) -> HttpResponse:
        """The same answer with its body replaced; headers that say when to come back or what is allowed stay."""
        told = of_status(refused.status_code)
        refused.status_code = told.status_code
        refused.content = told.content
        refused["Content-Type"], refused["Content-Length"] = MEDIA_TYPE, str(len(told.content))
        return refused
