"""The person whose record a pass is for."""

from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass


def opened(by: Pass) -> int:
    """The id of the person whose record is open. Raises :class:`NotFound` for a pass that is for nobody's record."""
    if by.person is None:
        raise NotFound()
    return by.person
