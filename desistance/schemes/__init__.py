"""Schemes that the partnership runs: who may enter one, by rules with a date and a source.

Decides, criterion by criterion, what is met, not met or cannot be told, and keeps who decided. A person decides; nothing here
selects or refuses by itself. Does not decide what happened (``history``) or who may look (``access``). Follows the published
criteria of each scheme, each version for the dates when it was in force.
"""
