"""Contacts by the million: what a region has recorded after years, so that pages are measured on a long history."""

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db import connection

from desistance.foundation.reading import marked, unseen

AT_A_TIME = 500_000
SOURCE = "benchmark"

# One contact to come for each piece of open work, then one every two weeks back in time, each kept and attended.
ROWS = """
INSERT INTO {contact} (version, created_at, changed_at, changed_by, person_id, agency_id, involvement_id, data_class, kind,
  purpose, place, with_staff_id, starts_at, ends_at, placed_at, state, outcome, why_acceptable, notes, outcome_at, outcome_by,
  enforcement, moved_by, end_reason, source, source_reference, recorded_at)
SELECT 1, told.starts_at, told.starts_at, 0, work.person_id, work.agency_id, work.id, 'casework', 'office',
  'Supervision', '', work.lead_id, told.starts_at, told.starts_at + interval '30 minutes', told.starts_at,
  CASE WHEN told.is_over THEN 'happened' ELSE 'scheduled' END,
  CASE WHEN told.is_over THEN 'attended_complied' ELSE '' END, '', '',
  CASE WHEN told.is_over THEN told.starts_at END, CASE WHEN told.is_over THEN 0 END, '', '', '', 'import', %(source)s,
  least(told.starts_at, %(at)s)
FROM (SELECT id, person_id, agency_id, lead_id FROM {involvement} WHERE state = 'open' AND id > %(after)s
      ORDER BY id LIMIT %(works)s) work
CROSS JOIN LATERAL (
  SELECT %(at)s + make_interval(days => work.id::int %% 28, hours => work.id::int %% 7 - 6, weeks => -2 * n) AS starts_at,
         n > 1 AS is_over
  FROM generate_series(1, %(each)s) n WHERE n > 1 OR work.id %% 2 = 0) told
RETURNING involvement_id
"""


def add(wanted: int, at: datetime, say: Callable[[str], None]) -> None:
    """Write contacts until the database holds about ``wanted``; nothing where it does."""
    contact, involvement = apps.get_model("casework.Contact"), apps.get_model("access.Involvement")
    with marked("bench"), unseen("nightly check"), connection.cursor() as cursor:
        there = contact.objects.count()
        if there >= wanted * 0.9:
            return
        each = max(2, round(wanted / max(1, involvement.objects.filter(state="open").count()) + 0.5))
        asked = ROWS.format(contact=contact._meta.db_table, involvement=involvement._meta.db_table)
        after, works = 0, max(1, AT_A_TIME // each)
        while True:
            cursor.execute(asked, {"at": at, "source": SOURCE, "after": after, "works": works, "each": each})
            written = cursor.rowcount
            if not written:
                break
            there, after = there + written, max(row[0] for row in cursor.fetchall())
            say(f"{there:,} contacts.")
        cursor.execute("ANALYZE")
