"""Deeds of the room ``partners``."""
