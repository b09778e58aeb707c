"""Tables of meetings, a file for each subject."""

from desistance.coordination.models.cases import AgreedAction, CaseLine, MeetingCase, PanelDecision
from desistance.coordination.models.meetings import Attendance, Forum, Meeting

__all__ = ["AgreedAction", "Attendance", "CaseLine", "Forum", "Meeting", "MeetingCase", "PanelDecision"]
