"""Tables of casework, one subject a file."""

from desistance.casework.models.alerts import Alert
from desistance.casework.models.contacts import Contact
from desistance.casework.models.documents import Document

__all__ = ["Alert", "Contact", "Document"]
