"""The description of the API as a plain page: no scripts, nothing from elsewhere, nothing about anyone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desistance.api.problems import TITLES
from desistance.api.v1 import ABOUT, api


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation and every kind of problem."""
    schema = api.get_openapi_schema()
    told = [
        _told(method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    groups: dict[str, list[dict[str, Any]]] = {}
    for operation in told:
        groups.setdefault(operation["tag"], []).append(operation)
    problems = [(kind, status, title) for kind, (status, title) in TITLES.items()]
    return render(request, "api/docs.html", {"about": ABOUT, "groups": groups, "problems": problems})


def _told(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "tag": operation["tags"][0],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "scope": operation["x-scope"],
    }
