"""How each reoffending score is worked out: what is published of it, for anyone who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desistance.assessment.rules.transparency import sheets
from desistance.assessment.terms.scores import SCORE_NOT_A_DECISION
from desistance.foundation.decisions import NotFound
from desistance.web.views.scores_words import CHOICE_COLUMNS

SHEET_COLUMNS = {
    "input_columns": [{"label": "Input"}, {"label": "Answers"}, {"label": "Where from"}],
    "band_columns": [{"label": "Band"}, {"label": "Starts"}],
    "weight_columns": [
        {"label": "Term"},
        {"label": "Static", "is_number": True},
        {"label": "Dynamic", "is_number": True},
    ],
}


@require_safe
def algorithms(request: HttpRequest) -> HttpResponse:
    """Every score of both generations, with what it answers."""
    rows = [
        [{"words": one.question}, {"words": one.title, "url": f"/scores/{one.key}/"}, {"words": one.generation}]
        for one in sheets().values()
    ]
    context = {"title": "How scores are worked out", "columns": CHOICE_COLUMNS, "rows": rows}
    return render(request, "risk/algorithms.html", {**context, "caution": SCORE_NOT_A_DECISION})


@require_safe
def algorithm(request: HttpRequest, key: str) -> HttpResponse:
    """The transparency record and the ALGO-CARE sheet of one score, with every number of its formula."""
    sheet = sheets().get(key)
    if sheet is None:
        raise NotFound()
    context = {
        "title": sheet.title,
        "sheet": sheet,
        "record": [{"label": label, "value": value} for label, value in sheet.record],
        "care": [{"label": label, "value": value} for label, value in sheet.care],
        "inputs": [[{"words": row.label}, {"words": row.answers}, {"words": row.origin}] for row in sheet.inputs],
        "bands": [[{"words": label}, {"words": start}] for label, start in sheet.bands],
        "weights": [[{"words": row.term}, _number(row.static), _number(row.dynamic)] for row in sheet.weights],
        "back": {"label": "All scores", "url": "/scores/"},
        **SHEET_COLUMNS,
    }
    return render(request, "risk/algorithm.html", context)


def _number(text: str) -> dict[str, str]:
    return {"words": text} if text else {"missing": "None"}
