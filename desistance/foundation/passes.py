"""The pass: what a reader shows to every action and question. Declared here, issued only by ``access``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from desistance.foundation.decisions import NotFound, NotPermitted
from desistance.foundation.terms import DataClass, Purpose, Regime

SYSTEM_ROLE = "system"


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pass:
    """Who is acting, for which agency, in which role and for what purpose; and, once a record is open, what of it they see.

    What is read once for the whole request: the colleagues they cover for (``covers``); the people the reader is excluded from,
    listed for, or has been given access to (``granted``, and ``emergencies`` with when each ends); the agencies whose entries a
    live agreement lets them see, by class (``agreed``); and the agencies whose people they may find (``finds_from``).

    ``person`` is 0 until a record is opened, and ``everyone``, all agencies there are, is empty until then. ``sees`` and
    ``knows`` map a data class to the agencies whose entries of that class the reader may see, or may only know of; ``writes``
    are the classes in which the reader's own agency may record. ``hidden`` has, by holding, the ids of the person's entries that
    their owners hide from the reader's agency. They are empty until a record is opened.
    """

    staff: int
    staff_name: str
    agency: int
    agency_name: str
    agency_kind: str
    role: str
    reach: str
    teams: tuple[int, ...]
    permissions: frozenset[str]
    purpose: Purpose
    regime: Regime
    at: datetime
    request_id: str = ""
    session: str = ""
    address: str = ""
    covers: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()
    listed: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()
    emergencies: Mapping[int, datetime] = field(default_factory=_none)
    agreed: Mapping[DataClass, frozenset[int]] = field(default_factory=_none)
    finds_from: frozenset[int] = frozenset()
    everyone: frozenset[int] = frozenset()
    person: int = 0
    reference: str = ""
    rule: str = ""
    emergency_until: datetime | None = None
    sees: Mapping[DataClass, frozenset[int]] = field(default_factory=_none)
    knows: Mapping[DataClass, frozenset[int]] = field(default_factory=_none)
    writes: frozenset[DataClass] = frozenset()
    hidden: Mapping[str, frozenset[int]] = field(default_factory=_none)

    @property
    def is_system(self) -> bool:
        """Whether a job or command holds this pass, and no worker."""
        return self.role == SYSTEM_ROLE

    def holds(self, permission: str) -> bool:
        """Whether the role, as it stands for this request, has the permission."""
        return permission in self.permissions

    def demand(self, permission: str) -> None:
        """Raise :class:`NotPermitted` unless the role holds the permission."""
        if permission not in self.permissions:
            raise NotPermitted("Your role does not let you do this. Ask your team manager or administrator who can.")

    def demand_person(self, person: int, data_class: DataClass, *, writing: bool = False) -> None:
        """Raise :class:`NotFound` unless this pass was issued for the person and covers the class of data.

        A job or command that acts for an agency opens no record; it writes there what the agency's own file says.
        """
        if writing and self.is_system:
            return
        covered = data_class in self.writes if writing else bool(self.sees.get(data_class))
        if self.person != person or not covered:
            raise NotFound()

    def may_see(self, data_class: DataClass, agency: int) -> bool:
        """Whether entries of this class that the agency owns are open to the reader."""
        return agency in self.sees.get(data_class, frozenset())
