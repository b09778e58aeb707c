"""Decisions of the room ``partners``: pure, on plain facts."""
