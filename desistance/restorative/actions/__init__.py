"""Deeds of the victims' side."""
