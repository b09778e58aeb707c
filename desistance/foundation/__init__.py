"""The ground floor: mechanisms that every room uses and that know nothing of any room.

Decides what a decision with reasons is, how a state table, a dated rule set, a working day and a deadline are written down,
what the three kinds of row carry, what a room tells the house (the register), what a pass is, and how work is put off.
Does not decide who may see what (``access``), what was done (``audit``), or anything about the field.
Law: none of its own; each mechanism demands that its user names one.
"""
