"""The victims' side: who was harmed, how to reach them safely, what they wish, and what they must be told by when.

Decides by when the Victims' Code wants somebody told, and what little of their view may cross to the other side: that it was
asked for, that it is recorded, that a restorative approach is wished. Does not decide what happens to the person who caused
harm. Who was harmed is walled off: nobody who works with the person who caused harm finds, counts or guesses them from here.
Restorative meetings come here later, as a second half. Follows the Code of Practice for Victims of Crime in England and Wales
(2021).
"""
