"""Tables as files to take away. No view writes one any other way: a contract test looks."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from desistance.foundation.spreadsheets import Value, csv_text


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """A heading and rows as a CSV file called ``name``."""
    return csv_file(name, csv_text(columns, rows))


def csv_file(name: str, text: str) -> HttpResponse:
    """CSV that :func:`csv_text` wrote, as a file called ``name``, with the mark by which Excel knows UTF-8."""
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
