"""The door for slow work: runs what rooms put off, by name, and the duties that are asked every minute.

A room declares its jobs in ``register.py`` (``Job``, with ``cron`` when it repeats) and carries them out in ``worker.py``, as a
function of the job's second name: ``ingest.load`` is ``desistance.ingest.worker.load``. Arguments are ids. The function is also
given ``at``, the moment the job began. It must be safe to run twice: a worker that is killed leaves its job to be run again.
"""
