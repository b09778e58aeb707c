"""Forms in the design system's markup: a renderer on Django's hooks, dates in boxes, words for what is wrong.

`GovukForm` is the base of every form of a page; `Look` says how one field looks; `DateParts` and `ApproximateDate` are
dates typed in boxes. Page builders: docs/developers/parts.md shows each kind of field.
"""

from desistance.web.forms.dates import ApproximateDate, DateParts, PartDate
from desistance.web.forms.form import GovukBoundField, GovukForm, Look, Problem
from desistance.web.forms.renderer import GovukRenderer

__all__ = [
    "ApproximateDate",
    "DateParts",
    "GovukBoundField",
    "GovukForm",
    "GovukRenderer",
    "Look",
    "PartDate",
    "Problem",
]
