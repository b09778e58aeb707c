"""Spec tables of the room governance."""
