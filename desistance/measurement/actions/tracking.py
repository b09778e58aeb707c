"""Asking how schemes go; and, by the worker, keeping what was counted."""

from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import Refused
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.measurement.actions._moving import ask
from desistance.measurement.models import Snapshot, Tracking


@deed("measure.count", Category.ADMINISTRATION)
def ask_for_tracking(*, snapshot: Snapshot, by: Pass, at: datetime, run_later: bool = True) -> Tracking:
    """Ask for every kind of involvement to be followed on one counted snapshot, in the background (``run_later``).

    Raises :class:`Refused` when the snapshot is not counted, and when the same stands already.
    """
    if snapshot.state != "counted":
        raise Refused("This snapshot is not counted yet. Wait until it is, then ask again.", field="snapshot")
    if Tracking.objects.filter(snapshot=snapshot).exclude(state="failed").exists():
        raise Refused("Schemes are counted on this snapshot already. Freeze a newer one first.", field="snapshot")
    made = ask(
        Tracking,
        by=by,
        at=at,
        snapshot=snapshot,
    )
    if run_later:
        later("measurement.track", key=f"tracking {made.pk}", tracking=made.pk)
    return made
