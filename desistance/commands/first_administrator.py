"""Make the first agency and its first administrator, in an installation that has none."""

import argparse
import sys

from desistance.access.queries.passes import system_pass
from desistance.foundation import clock
from desistance.foundation.decisions import Refused
from desistance.partners.actions.agencies import add_agency
from desistance.partners.actions.staff import invite_staff
from desistance.partners.queries import SETUP_AGENCY, has_administrator
from desistance.partners.terms import FIRST_SIGN_IN_DAYS, AgencyKind
from desistance.web.accounts import first_link


def describe(parser: argparse.ArgumentParser) -> None:
    """Who, and for which agency."""
    parser.add_argument("--name", required=True, help="full name")
    parser.add_argument("--email", required=True, help="work email address")
    parser.add_argument("--agency", required=True, help="name of the agency")
    parser.add_argument("--kind", required=True, choices=AgencyKind.values, help="what the agency is")


def run(chosen: argparse.Namespace) -> int:
    """Make both and print the path of the first sign-in; refuses once anyone administers the service."""
    at = clock.now()
    if has_administrator(at=at):
        raise Refused("This service has an administrator. They invite others on the page Users and roles.")
    by = system_pass(name="first administrator", agency=SETUP_AGENCY, at=at)
    agency = add_agency(name=chosen.agency, kind=chosen.kind, by=by, at=at)
    staff = invite_staff(name=chosen.name, email=chosen.email, agency=agency, role="administrator", by=by, at=at)
    sys.stdout.write(
        f"Made. Within {FIRST_SIGN_IN_DAYS} days open this path on the service, once, to set a password:\n"
        f"{first_link(staff.pk)}\n"
    )
    return 0
