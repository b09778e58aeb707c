"""Which writer writes the rows of which feed, one line each."""

from collections.abc import Mapping

from desistance.ingest.actions._told import _Writer
from desistance.ingest.actions._write_caseload import CASELOAD_WRITER
from desistance.ingest.actions._write_convictions import CONVICTIONS_WRITER
from desistance.ingest.actions._write_custody import CUSTODY_WRITER
from desistance.ingest.actions._write_releases import RELEASES_WRITER
from desistance.ingest.rules.caseload import CASELOAD
from desistance.ingest.rules.convictions import CONVICTIONS
from desistance.ingest.rules.custody import CUSTODY
from desistance.ingest.rules.releases import RELEASE

WRITERS: Mapping[str, _Writer] = {
    CUSTODY.name: CUSTODY_WRITER,
    CASELOAD.name: CASELOAD_WRITER,
    CONVICTIONS.name: CONVICTIONS_WRITER,
    RELEASE.name: RELEASES_WRITER,
}
