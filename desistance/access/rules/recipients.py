"""What may be told to whom a report goes: an agency by the policy's own rows, a court, the person themselves."""

from collections.abc import Mapping

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.terms import DataClass
from desistance.partners.terms import AgencyKind

READS_AS: Mapping[str, str] = {
    AgencyKind.PROBATION: "practitioner",
    AgencyKind.POLICE: "iom_officer",
    AgencyKind.PRISON: "release_coordinator",
}
"""As which role an agency of a kind reads a report that is sent to it; every other kind as a partner worker, who sees less."""

COURT, PERSON = "court", "person"
TOLD_OUTSIDE: Mapping[str, frozenset[DataClass]] = {
    COURT: frozenset(
        {DataClass.IDENTITY, DataClass.OFFENDING, DataClass.CASEWORK, DataClass.PLAN, DataClass.CONTACT_DETAILS}
    ),
    PERSON: frozenset(
        {
            DataClass.IDENTITY,
            DataClass.CONTACT_DETAILS,
            DataClass.INVOLVEMENT,
            DataClass.OFFENDING,
            DataClass.CASEWORK,
            DataClass.PLAN,
            DataClass.ACCOMMODATION,
            DataClass.HEALTH,
        }
    ),
}
"""Classes of the author's own agency that a court (progress under its order, Sentencing Act 2020 Schedule 10) and the person
(Data Protection Act 2018 s.45, UK GDPR Article 15) are told by a report. Other agencies answer for what they hold."""


def reads_as(agency_kind: str) -> str:
    """The role whose rows of the policy say what an agency may be sent."""
    return READS_AS.get(agency_kind, "partner_worker")


def may_receive(*, name: str, opens: bool) -> Decision:
    """Whether the policy lets workers of an agency open the record at all."""
    if opens:
        return allowed()
    return refused(
        f"{name} may not open this record, so nothing can be sent to it. Choose an agency that works with the person"
    )


def both(
    mine: Mapping[DataClass, frozenset[int]], theirs: Mapping[DataClass, frozenset[int]]
) -> dict[DataClass, frozenset[int]]:
    """What the author and the recipient both see: never more than either."""
    return {kind: agencies & theirs.get(kind, frozenset()) for kind, agencies in mine.items()}
