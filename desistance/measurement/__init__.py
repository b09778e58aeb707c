"""What the numbers say: frozen snapshots, rates counted from them by ``evidence``, and their publication.

Decides what is counted from when to when, whether it is mature enough to publish, who approved it, and what was withdrawn or
corrected. Does not decide what a number means for one person, and lets no number out except through ``evidence.disclosure``.
Follows: Ministry of Justice, Guide to Proven Reoffending Statistics; Code of Practice for Statistics (2022).
"""
