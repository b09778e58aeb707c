"""Tables of casework, one subject a file."""

from desistance.casework.models.contacts import Contact

__all__ = ["Contact"]
