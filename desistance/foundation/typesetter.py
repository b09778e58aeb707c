"""A process of its own that sets one PDF: reads a request as JSON from standard input, writes the file to standard output.

It imports nothing of the platform, opens no file but the template, and stops at the memory and time that it is given.
"""

import json
import resource
import sys
from pathlib import Path

import typst


def main() -> None:
    """Limit this process, then set the file. The text of a record goes in as data, so that none of it is taken for markup."""
    asked = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (asked["bytes"], asked["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    sys.stdout.buffer.write(_set(Path(asked["template"]).read_bytes(), {"data": json.dumps(asked["data"])}))


def _set(template: bytes, data: dict[str, str]) -> bytes:
    """The file by PDF/UA-1 with the fonts that come along; with the machine's own where a letter is not in those.

    A letter that no font here has would break that standard: then the file is tagged all the same, and shows a box for it.
    """
    for has_own_fonts in (False, True):
        try:
            return typst.compile(template, sys_inputs=data, pdf_standards="ua-1", ignore_system_fonts=not has_own_fonts)
        except typst.TypstError as failed:
            if "could not be displayed" not in str(failed):
                raise
    return typst.compile(template, sys_inputs=data)


if __name__ == "__main__":
    main()
