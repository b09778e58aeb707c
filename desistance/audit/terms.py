"""The categories of event."""

from django.db import models


class Category(models.TextChoices):
    """The six operations of Data Protection Act 2018 s.62(1), and three of our own. Source: legislation.gov.uk, read 2026."""

    COLLECTION = "collection", "collected"
    ALTERATION = "alteration", "changed"
    CONSULTATION = "consultation", "looked at"
    DISCLOSURE = "disclosure", "disclosed"
    COMBINATION = "combination", "combined"
    ERASURE = "erasure", "erased"
    AUTHENTICATION = "authentication", "sign-in"
    DENIAL = "denial", "refused"
    ADMINISTRATION = "administration", "administered"


ABOUT_PEOPLE = frozenset({"collection", "alteration", "consultation", "disclosure", "combination", "erasure"})
