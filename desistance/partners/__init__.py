"""Who we are: agencies, their teams, areas and staff, the roles staff hold, and the agreements between agencies.

Decides who works where, in which role and until when, and what two agencies have agreed to share. Does not decide who may
see a person (``access`` reads these rows and decides). Law: information sharing under the Data Protection Act 2018 Parts 2 and
3 and the Crime and Disorder Act 1998 s.115; areas by the Office for National Statistics' register of geographic codes.
"""
