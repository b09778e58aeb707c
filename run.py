#!/usr/bin/env python3
"""Desistance on a machine that has only Python: `python3 run.py demo` and `python3 run.py test`."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the machine may have any Python
    sys.exit("Desistance needs Python 3.11 or later; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

from ground.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
