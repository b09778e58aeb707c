"""What has happened: offences, arrests, disposals and custody, as the agencies' own systems recorded it.

Decides how an event of the justice system is written down and corrected. Does not decide what follows from it (``schemes``,
``sentences``) or whether it counts as reoffending (``evidence``). Law: Rehabilitation of Offenders Act 1974 for what is spent;
National Police Records (Recordable Offences) Regulations 2000 for what is recordable.
"""
