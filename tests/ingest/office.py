"""What a data officer does in a test: send a file, have it checked, load it, and look at what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desistance.access.models import AccessExclusion
from desistance.ingest import worker
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import receive_file
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.imports import Tally, import_shown
from desistance.people.models import BirthDate, Name, Person
from tests import factories as make
from tests.cast import Cast
from tests.ingest.files import CASELOAD_COLUMNS, Row, as_csv

BORN = date(1998, 6, 24)
HIDDEN = ("restricted", "excluded", "no agreement")
"""Ways in which someone can be hidden from the police."""
CUSTODY, CASELOAD = "police-custody", "probation-caseload"
CONVICTIONS, RELEASES = "convictions", "prison-releases"
SENDERS = {CUSTODY: "gita", CASELOAD: "grace", CONVICTIONS: "gita", RELEASES: "wyn"}
"""Who sends each feed: Gita for the police, Grace for probation, Wyn for the prison."""


@dataclass
class Office:
    """The data officers of the cast."""

    cast: Cast

    @classmethod
    def opened(cls, cast: Cast) -> "Office":
        """With Gita and Wyn in their posts."""
        cast.hire("gita", "police", "governance_officer")
        cast.hire("wyn", "prison", "governance_officer")
        return cls(cast)

    def send(self, content: str | bytes, feed: str = CUSTODY, name: str = "custody.csv", **more: Any) -> Import:
        """Receive a file, as Gita or Grace."""
        data = content.encode() if isinstance(content, str) else content
        who = SENDERS[feed]
        at = more.pop("at", make.NOW)
        by = self.cast.entering(who, at)
        return receive_file(feed=feed, name=name, content=[data], by=by, at=at, run_later=False, **more)

    def check(self, content: str | bytes, feed: str = CUSTODY, at: datetime = make.NOW) -> Import:
        """Receive and check a file."""
        return worker.check(imported=self.send(content, feed, at=at).pk, at=at)

    def load(self, content: str | bytes, feed: str = CUSTODY, at: datetime = make.NOW) -> Import:
        """Receive, check and load a file."""
        record = self.check(content, feed, at)
        start_load(imported=record, by=self.cast.entering(SENDERS[feed], at), at=at, run_later=False)
        return worker.load(imported=record.pk, at=at)

    def load_rows(self, rows: Iterable[Row], at: datetime = make.NOW) -> Import:
        """Load custody rows."""
        return self.load(as_csv(rows), at=at)

    def load_caseload(self, rows: Iterable[Row], at: datetime = make.NOW) -> Import:
        """Load caseload rows."""
        return self.load(as_csv(rows, CASELOAD_COLUMNS), CASELOAD, at)

    def tally(self, record: Import) -> Tally:
        """How its rows stand."""
        return import_shown(record.pk, by=self.cast.entering(SENDERS[record.feed])).tally

    def known(self, given: str, family: str, born: Any, agency: str = "police") -> Person:
        """Someone on record whom an agency works with."""
        person = make.person(self.cast.agencies[agency], given, family, born)
        make.involvement(person, self.cast.agencies[agency], kind="custody_check")
        return person

    def hide(self, why: str, *, number: str = "") -> Person:
        """Kyle Ashcroft, held by an agency and hidden from the police in one of three ways; with a PNC number if given."""
        agency = self.cast.agencies["charity" if why == "no agreement" else "probation"]
        person = make.person(agency, "Kyle", "Ashcroft", BORN)
        make.involvement(person, agency)
        if number:
            make.identifier(person, agency, "pnc", number)
        if why == "restricted":
            make.restriction(person, agency, self.cast.staff["tom"])
        if why == "excluded":
            values = {"person": person, "agency": self.cast.agencies["police"], "staff": self.cast.staff["rob"]}
            AccessExclusion.objects.create(**make.record(**values, reason="Related", from_at=make.LONG_AGO))
        return person

    def without_kyle(self) -> "Office":
        """The cast's own Kyle, whom the police may find, becomes someone else."""
        Name.objects.filter(person=self.cast.kyle).update(given="Other", family="Person", folded="other person")
        BirthDate.objects.filter(person=self.cast.kyle).update(born_on=date(1950, 1, 1))
        return self


def problems_of(record: Import) -> Counter[str]:
    """The problems of its held rows."""
    return Counter(ImportRow.objects.filter(imported=record, state="held").values_list("problem", flat=True))
