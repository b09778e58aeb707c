"""Orders and licences: what a court or the prison service set, with requirements, dates, breaches and recalls.

Decides what an order is, under the law in force on its dates, and when it began, changed and ended. Does not decide what work is
done under it (``access`` holds the involvement) or what risk it answers (``assessment``). Law: Sentencing Act 2020; Offender
Rehabilitation Act 2014 (post-sentence supervision); Sentencing Act 2026, each from the day it was in force.
"""
