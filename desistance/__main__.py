"""``desistance COMMAND``: the terminal's way in."""

import argparse
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from desistance import commands


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, run one command and give its exit code: 0 done, 1 refused, 2 not understood."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desistance.settings")
    import django

    django.setup()
    from desistance.foundation.decisions import Refusal

    given = sys.argv[1:] if arguments is None else arguments
    found = [one.name for one in iter_modules(commands.__path__) if not one.name.startswith("_")]
    names = {name.replace("_", "-"): name for name in found}
    parser = argparse.ArgumentParser(prog="desistance", description="Desistance, from the terminal.")
    under = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = [given[0]] if given and given[0] in names else list(names)
    for name in wanted:
        module = import_module(f"desistance.commands.{names[name]}")
        command = under.add_parser(name, help=(module.__doc__ or name).splitlines()[0])
        module.describe(command)
        command.set_defaults(run=module.run)
    chosen = parser.parse_args(given)
    try:
        return int(chosen.run(chosen) or 0)
    except Refusal as refused:
        sys.stderr.write(f"{refused.words}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
