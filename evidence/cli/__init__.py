"""`evidence VERB`: the terminal's way in.

Each module of this folder is one verb, named as the verb with underscores for hyphens. It has a docstring whose first
line is the help text, an `EXAMPLE` that runs on what `evidence sample made-up` writes, `describe(parser)` to declare the
options and `run(options)` to do the work and give the exit code. Only the module of the chosen verb is loaded, so that
one verb never pays for the engine of another: modules import their engine inside `run`.
"""

import argparse
import os
import signal
import sys
import textwrap
import threading
from importlib import import_module
from pkgutil import iter_modules

from evidence.trouble import Trouble

DONE, REFUSED, NOT_UNDERSTOOD = 0, 1, 2


class Help(argparse.HelpFormatter):
    """Help whose paragraphs are filled one by one, so that an example keeps its line."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled = (
            part if part.startswith("    ") else textwrap.fill(" ".join(part.split()), width, break_on_hyphens=False)
            for part in text.strip().split("\n\n")
        )
        return "\n\n".join(filled)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, run one verb and give its exit code: 0 done, 1 refused, 2 not understood."""
    given = sys.argv[1:] if arguments is None else arguments
    names = {found.name.replace("_", "-"): found.name for found in iter_modules(__path__)}
    parser = argparse.ArgumentParser(prog="evidence", description="Count and compare reoffending, from the terminal.")
    under = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    wanted = [given[0]] if given and given[0] in names else sorted(names)
    for name in wanted:
        module = import_module(f"evidence.cli.{names[name]}")
        told = module.__doc__ or name
        verb = under.add_parser(name, help=told.splitlines()[0], description=told, formatter_class=Help)
        verb.epilog = f"Example, on what `evidence sample made-up` writes:\n\n    {module.EXAMPLE}"
        module.describe(verb)
        verb.set_defaults(run=module.run)
    chosen = parser.parse_args(given)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)  # so that what lies beside memory goes as at any other end
    try:
        return int(chosen.run(chosen) or DONE)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return REFUSED
    except BrokenPipeError:
        # The reader has had enough (`evidence tables | head`); without this, closing stdout complains again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _end(number: int, _frame: object) -> None:
    sys.exit(128 + number)
