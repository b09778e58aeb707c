"""Log lines as JSON: time, level, where, request id and a fixed message. Never a name, a number or what was typed."""

import json
import logging
from datetime import UTC, datetime

from desistance.foundation.reading import current_notes


class JsonLines(logging.Formatter):
    """One JSON object a line; arguments of the message are left out, because they may hold what a person typed."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line; of an exception only its kind and where it was raised."""
        notes = current_notes()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg),
            "request": notes.by.request_id if notes and notes.by else "",
        }
        if record.exc_info and record.exc_info[0]:
            trace = record.exc_info[2]
            while trace and trace.tb_next:
                trace = trace.tb_next
            line["error"] = record.exc_info[0].__name__
            line["raised_in"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return json.dumps(line)
