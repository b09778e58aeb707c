"""Whether a score fits people of one group as well as another: calibration and discrimination with their intervals.

Calibration in the large (did as many reoffend as the score said), calibration slope, area under the curve with DeLong's
interval, Brier score and a reliability table, for everyone and by group. What is shown passed the gate of
`evidence.disclosure`: a group that is too small, or of whom all did the same, is named with the reason and nothing else.

Sources: DeLong, DeLong and Clarke-Pearson 1988 (area under the curve); Cox 1958 (slope and intercept of calibration);
Brier 1950; Van Calster and others 2019 (calibration hierarchy).
"""

from evidence.fairness.groups import Group, Person, Report, report
from evidence.fairness.measures import Interval, Measures, Slice, measures, reliability

__all__ = ["Group", "Interval", "Measures", "Person", "Report", "Slice", "measures", "reliability", "report"]
