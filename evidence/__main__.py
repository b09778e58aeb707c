"""`python -m evidence VERB` is the same as `evidence VERB`."""

import sys

from evidence.cli import main

if __name__ == "__main__":
    sys.exit(main())
