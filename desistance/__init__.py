"""Desistance: one system for the agencies that work together to reduce reoffending.

The rooms and the floors they stand on are drawn in ``docs/map.md``; a room imports only from floors below it.
"""

__version__ = "0.1.0"
