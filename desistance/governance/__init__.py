"""Who steers: the delivery plan of the partnership, and what the owners of its measures say of them.

Decides what an action of the plan is, who owns it, where it stands and who may say so. Does not decide what a measure is or
what it shows (``measurement``), and acts on nobody's record: nothing here is about a person. Recommendations, good practice,
funding and retention come to this room as they are built.
Follows: Crime and Disorder Act 1998 ss.5 to 7 and 17 (a partnership's plan, kept under review); local terms for the rest.
"""
