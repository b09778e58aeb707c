"""Tables of casework, one subject a file."""

from desistance.casework.models.alerts import Alert
from desistance.casework.models.calendar import CalendarLink, Reminder
from desistance.casework.models.contacts import Contact
from desistance.casework.models.documents import Document
from desistance.casework.models.hours import HoursLine
from desistance.casework.models.notes import Note
from desistance.casework.models.tasks import Task

__all__ = ["Alert", "CalendarLink", "Contact", "Document", "HoursLine", "Note", "Reminder", "Task"]
