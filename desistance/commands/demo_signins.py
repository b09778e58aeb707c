"""Print who can sign in to the demonstration, and what to try."""

import argparse
import sys

from django.conf import settings

from desistance.demo.partnership import PASSWORD, STAFF
from desistance.partners.terms import ROLES

SHOWN = (
    "Alison Nixon",
    "Nadia Rahman",
    "Rob Teasdale",
    "Carl Weatherill",
    "Hannah Miah",
    "Uma Pillai",
    "Helen Marsh",
    "Grace Amadi",
    "Dev Lall",
    "Ana Petrova",
    "Adam Sykes",
)


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_chosen: argparse.Namespace) -> int:
    """The sign-ins by role, the one password, and a first hour."""
    people = {worker.name: worker for worker in STAFF}
    lines = [f"Everyone's password: {PASSWORD}", ""]
    for name in SHOWN:
        worker = people[name]
        lines.append(f"  {worker.email:<38} {ROLES[worker.role].title}, {worker.agency.replace('-', ' ')}")
    lines += [
        "",
        "Try: sign in as Alison Nixon and find 'kile ashcrofd'; open the page and see who is involved.",
        "     Sign in as Nadia Rahman and look for 'Whitfield', whose record is restricted.",
        "     Sign in as Dev Lall, who keeps data for the police. Under Data and governance choose Load a file, say Police",
        "     custody, and choose custody-2026-03-13.csv, which lies in",
        f"     {settings.DATA / 'files-to-load'}.",
        "     Of its 214 rows 201 are ready, 8 must be fixed and 5 may be people who are known. Nothing is loaded until you",
        "     say so, and a load can be undone for 14 days.",
        "     Sign in as Ana Petrova to see the rate that follows, and open / without signing in for what everyone sees.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
