"""A long form whose text is kept on the server while it is typed: what a view and its template need for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from desistance.desk.actions.drafts import discard_draft
from desistance.desk.queries.drafts import DraftShown
from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.web.views.notices import draft_data, offered_draft


@dataclass(frozen=True, slots=True)
class Drafting:
    """One form of one worker about one subject: ``initial`` for the form, ``context`` for the page, ``drop`` once it is saved."""

    form: str
    subject: str
    reference: str
    kept: DraftShown | None

    @property
    def initial(self) -> dict[str, Any]:
        """What was typed before, to begin with."""
        return draft_data(self.kept) if self.kept else {}

    @property
    def context(self) -> dict[str, Any]:
        """What ``desk/draft_offer.html`` and ``forms/page_form.html`` take."""
        return {
            "draft": self.kept,
            "draft_form": self.form,
            "draft_subject": self.subject,
            "draft_reference": self.reference,
        }

    def drop(self, *, by: Pass, at: datetime) -> None:
        """Throw the draft away: what it held is on the record now."""
        discard_draft(form=self.form, subject=self.subject, by=by, at=at)


def drafting(request: HttpRequest, person: Person, form: str, subject: str = "") -> Drafting:
    """The draft of a form about a person, or about one record of theirs (``subject``)."""
    named = subject or person.reference
    return Drafting(form, named, person.reference, offered_draft(request, form=form, subject=named))
