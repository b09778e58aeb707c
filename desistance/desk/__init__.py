"""What a worker sees of all rooms: the person page, the timeline, my day, what changed, notices, drafts, recently viewed.

Decides order, grouping and what is new to a reader; composes what rooms told the register. Does not decide what a room's entry
says, nor who may see it (``access``), and writes only what belongs to the reader: drafts, looks and notices.
Law: none of its own; the order of my day is the partnership's (service design 6.1).
"""
