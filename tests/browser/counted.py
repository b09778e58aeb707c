"""A counted snapshot on a clone of the demonstration, and the minute at which what is approved is published; run as a program."""

import argparse
from datetime import date, datetime

import django


def main() -> None:
    """``snapshot`` makes the counted year; ``publish MOMENT`` publishes what is due then, as the service's job does each minute."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("snapshot", "publish"))
    parser.add_argument("moment", nargs="?", default="2026-03-16T09:30:00+00:00")
    chosen = parser.parse_args()
    django.setup()
    from desistance.measurement import worker
    from desistance.partners.models import Agency
    from tests.web import figures

    if chosen.what == "snapshot":
        commissioner = Agency.objects.get(kind="commissioner")
        figures.counted(commissioner, first_on=date(2023, 7, 1), last_on=date(2024, 6, 30))
    else:
        worker.publish_due(at=datetime.fromisoformat(chosen.moment))


if __name__ == "__main__":
    main()
