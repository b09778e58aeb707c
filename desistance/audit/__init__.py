"""What was seen and done: an insert-only trail that every other room writes to and nobody edits.

Decides the shape of an event (Data Protection Act 2018 s.62: collection, alteration, consultation, disclosure, combination,
erasure; and sign-in, refusal and administration beside them), that a deed and its event are one transaction, and that no
bytes leave before the look is committed. Does not decide who may look (``access``). Holds no content, no names and no
foreign keys, so that erasing a person leaves the trail whole.
"""
