"""The API, version 1: every operation, its one shape of refusal, and its description in OpenAPI 3.1."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from desistance.api.admission import NotAdmitted
from desistance.api.operations import (
    agreements,
    alerts,
    board,
    calendar,
    checkpoint,
    checkpoint_cases,
    compliance,
    contacts,
    delivery,
    desk,
    documents,
    emergencies,
    evaluations,
    facts,
    handing,
    history,
    imports,
    involvements,
    iom,
    lists,
    matches,
    measurement,
    meeting_cases,
    meetings,
    orders,
    partners,
    people,
    plan,
    quality,
    reports,
    requests,
    restrictions,
    risk,
    scheme_rules,
    schemes,
    scores,
    selection,
    sharing,
    tasks,
    trials,
    validations,
    victims,
    whoami,
    youth,
)
from desistance.api.problems import Problem, of_status, problem, refusal
from desistance.foundation.decisions import Refusal

ROUTERS = (
    whoami,
    people,
    facts,
    history,
    orders,
    risk,
    scores,
    contacts,
    calendar,
    alerts,
    tasks,
    plan,
    compliance,
    involvements,
    sharing,
    restrictions,
    requests,
    emergencies,
    matches,
    desk,
    handing,
    lists,
    partners,
    agreements,
    imports,
    quality,
    checkpoint,
    checkpoint_cases,
    scheme_rules,
    victims,
    youth,
    meetings,
    meeting_cases,
    trials,
    iom,
    schemes,
    evaluations,
    measurement,
    validations,
    board,
    delivery,
    selection,
    documents,
    reports,
)
ABOUT = (
    "The same questions and actions as the pages, behind the same gate: what a worker may not see is answered like what is "
    "not there. A token acts as one post of one member of staff. Changes need the version that was read (If-Match); calls "
    "that make something need a key of the caller's own (Idempotency-Key)."
)
WORDS = {"missing": "This is needed", "string_too_long": "At most {max_length} characters"}


class Api(NinjaAPI):
    """Ninja's API with the schema of problems in its description."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The description, with the one schema that every refusal has."""
        schema = super().get_openapi_schema(**given)
        told = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"].update({**told.pop("$defs", {}), "Problem": told})
        return schema


api = Api(
    title="Desistance",
    version="1",
    description=ABOUT,
    docs_url=None,
    urls_namespace="api-v1",
)
for _module in ROUTERS:
    api.add_router("", _module.router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, why: Refusal) -> HttpResponse:
    """A question or an action said no."""
    return refusal(request, why)


@api.exception_handler(NotAdmitted)
def not_admitted(request: HttpRequest, why: NotAdmitted) -> HttpResponse:
    """The call went no further than the door."""
    answer: HttpResponse = why.answer()
    return answer


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, why: AuthenticationError) -> HttpResponse:
    """No token at all."""
    return problem("not-signed-in", "Send a token: Authorization: Bearer desist_... An administrator makes tokens.")


@api.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, why: ValidationError) -> HttpResponse:
    """What was sent is not what the description asks for: each field with what to mend. What was sent is not repeated."""
    errors = [{"field": _field(error["loc"]), "words": _words(error)} for error in why.errors]
    return problem("refused", "Mend the fields named here and send the call again.", errors=errors)


@api.exception_handler(HttpError)
def not_readable(request: HttpRequest, why: HttpError) -> HttpResponse:
    """The body could not be read at all."""
    return of_status(why.status_code)


@api.exception_handler(Http404)
def not_there(request: HttpRequest, why: Http404) -> HttpResponse:
    """No such address."""
    return of_status(404)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, why: RequestDataTooBig) -> HttpResponse:
    """The body is larger than the service takes."""
    return problem("too-large", "Send less at a time; send files by /imports or as documents.")


def _field(place: tuple[Any, ...]) -> str:
    """`given` from ("body", "said", "given"); a header or query parameter by its name."""
    return ".".join(
        str(part) for part in place if part not in ("body", "said", "query", "path", "header", "form", "file")
    )


def _words(error: dict[str, Any]) -> str:
    told: str = WORDS.get(error["type"], "").format(**error.get("ctx", {}))
    return told or str(error["msg"]).replace("Value error, ", "")
