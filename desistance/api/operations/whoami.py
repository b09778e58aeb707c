"""What the token is, and what it may do."""

from datetime import datetime

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.operation import RoomRouter

router = RoomRouter(tags=["token"])


class Bearer(Schema):
    """The post that a token acts as, and its limits."""

    staff: str
    agency: str
    role: str
    purpose: str
    regime: str
    scopes: list[str]
    permissions: list[str]
    expires_at: datetime


@router.asks("/whoami", Bearer)
def whoami(request: Asked) -> Bearer:
    """Say whom this token acts as, what it is made for and when it ends."""
    by, token = request.by, request.token
    return Bearer(
        staff=by.staff_name,
        agency=by.agency_name,
        role=by.role,
        purpose=by.purpose.value,
        regime=by.regime.value,
        scopes=token.scopes,
        permissions=sorted(by.permissions),
        expires_at=token.expires_at,
    )
