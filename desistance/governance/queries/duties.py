"""What the delivery plan asks of whoever owns an action: to say where it stands as its day comes near, and after."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet

from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows_of_nobody
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.governance.models import PlanAction
from desistance.governance.terms import DONE, PLAN_PACE


def plan_actions_due(by: Pass) -> QuerySet[Any, Any]:
    """Actions of the plan that the reader owns in this agency, from some days before they are due until they are done."""
    today = local_date(by.at)
    until = today + timedelta(days=in_force(PLAN_PACE, today).values["told_days_before"])
    rows = PlanAction.objects.filter(agency_id=by.agency, owner__staff_id=by.staff, due_on__lte=until)
    return duty_rows_of_nobody(
        rows.exclude(state=DONE), "governance.action", words=F("what"), since="changed_at", due="due_on"
    )
