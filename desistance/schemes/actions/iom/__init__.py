"""Deeds of Integrated Offender Management."""
