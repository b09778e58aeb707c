"""What ingest tells the house."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from desistance.access.queries.scope import people_seen
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.register import Duty, Holding, Job, Keep, Permission
from desistance.foundation.terms import DataClass, Queue
from desistance.ingest.models import ImportRow
from desistance.ingest.rules.feeds import DECLARED
from desistance.people.models import Pair, Person

ONE_YEAR = Keep(
    1, "the file was received", "Partnership default of the service, 2026: long enough to trace a wrong fact"
)
DATA_OFFICERS = frozenset({"governance_officer", "administrator"})


def _same_person(by: Pass) -> QuerySet[Any, Any]:
    """Rows loaded for someone who resembles a person the sender could not be told of; gone once merged or told apart."""
    seen = Person.objects.filter(people_seen(by)).values("pk")
    apart = Pair.objects.filter(
        Q(one=OuterRef("person"), other=OuterRef("resembles")) | Q(one=OuterRef("resembles"), other=OuterRef("person")),
        kind="different",
        withdrawn_at__isnull=True,
    )
    rows = ImportRow.objects.filter(~Exists(apart), person__in=seen, resembles__in=seen)
    return duty_rows(
        rows.exclude(person=F("resembles")),
        "ingest.same_person",
        words="An imported person may be someone who is already on record",
        since="imported__received_at",
        said_by="imported__agency__short_name",
    )


HOLDINGS = (
    Holding(
        "ingest.ImportRow",
        "Rows of imported files",
        DataClass.OFFENDING,
        ONE_YEAR,
        owner="imported__agency_id",
    ),
    Holding(
        "ingest.Likeness",
        "Weights of possible matches",
        DataClass.IDENTITY,
        ONE_YEAR,
        owner="row__imported__agency_id",
        on_merge="join",
    ),
)
OFFERS = (
    Duty(
        "ingest.same_person",
        "Data questions",
        12,
        "Compare the two records",
        "person",
        "import.rows",
        _same_person,
        by_reference=True,
    ),
)
WORDS = (
    *DECLARED,
    Permission("import.load", "Send files for your agency and load them", DATA_OFFICERS),
    Permission("import.view", "See your agency's imports and their counts", DATA_OFFICERS | {"analyst"}),
    Permission("import.rows", "Read the rows of your agency's files as they came", frozenset({"governance_officer"})),
    Job("ingest.check", "Check a file that was received"),
    Job("ingest.load", "Load the rows of a file that are ready"),
    Job("ingest.weigh", "Weigh the possible matches of a file that was checked", queue=Queue.ANALYSIS),
    Job("ingest.undo", "Take back what a file added"),
)
