"""Print the declared tables: their columns, what they mean and what may stand in them."""

import argparse
import sys
import textwrap

EXAMPLE = "evidence tables sanctions"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare which table is wanted."""
    parser.add_argument("table", nargs="?", help="one table; all of them without it")


def run(options: argparse.Namespace) -> int:
    """Print one table or all."""
    from evidence.tables import TABLES, table_named  # noqa: PLC0415 - a verb loads its part when it runs

    chosen = [table_named(options.table)] if options.table else list(TABLES.values())
    for table in chosen:
        lines = [f"{table.name.upper()}: a row is {table.row_is}; {table.key} is different in every row", ""]
        width = max(len(name) for name in table.names)
        for column in table.columns:
            need = "needed" if column.required else "may be blank"
            words = f"{column.meaning} {column.form[0].upper()}{column.form[1:]}; {need}."
            lines.append(
                textwrap.fill(
                    words, 110, initial_indent=f"  {column.name:{width}}  ", subsequent_indent=" " * (width + 4)
                )
            )
        lines += [f"  A row is not used where {rule.reason.split(';')[0]}." for rule in table.constraints]
        sys.stdout.write("\n".join(lines) + "\n\n")
    return 0
