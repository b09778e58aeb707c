"""Meetings about people: panels, case conferences and boards of every kind.

Decides who must be there, what stands on the agenda, what was said, decided and agreed, and who owns each action. Does not decide
what a decision leads to: the scheme that asked for it acts on it (``schemes``). Holds markers and meetings, no intelligence.
Follows the Criminal Justice Act 2003 s.325 for MAPPA and, for the rest, the Crime and Disorder Act 1998 s.115 and local terms.
"""
