"""What partners send us: declared feeds, rows checked one by one, people recognised, good rows loaded and bad rows held.

Decides whether a row can be read, whom it is about by exact identifiers, and what is held and why. Does not decide what the
rows mean (``history``, ``access``) or who may see them. Law: accuracy, Data Protection Act 2018 s.38 and UK GDPR Article 5(1)(d).
"""
