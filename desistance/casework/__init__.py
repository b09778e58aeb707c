"""Work with a person, day by day: the one diary and what came of each contact, notes, documents, tasks, alerts and hours.

Decides what was arranged, what happened and what is due. Does not decide what a court ordered (``sentences``), how high a risk is
(``assessment``) or who may look (``access``). Law: Sentencing Act 2020 Schedule 10 (failures and warnings); Data Protection Act
2018 Part 3 (accuracy of records).
"""
