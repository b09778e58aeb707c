"""Write the description of the API (OpenAPI 3.1) that tests hold the service to: a change of it must be deliberate."""

import argparse
import json
import sys
from pathlib import Path

from django.conf import settings

from desistance.api.v1 import api

PREFIX = "api/v1/"
PLACE = settings.ROOT / "tests" / "api" / "openapi.json"


def describe(parser: argparse.ArgumentParser) -> None:
    """Whether to write or only to compare, and where."""
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the file is stale")
    parser.add_argument("--file", type=Path, default=PLACE, help="where the description is (tests/api/openapi.json)")


def text() -> str:
    """The description as it is kept."""
    return json.dumps(api.get_openapi_schema(path_prefix=PREFIX), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def run(chosen: argparse.Namespace) -> int:
    """0 when the file is written, or is as the code says; 1 otherwise."""
    if not chosen.check:
        chosen.file.write_text(text(), encoding="utf-8")
        return 0
    if chosen.file.exists() and chosen.file.read_text(encoding="utf-8") == text():
        return 0
    sys.stderr.write(f"{chosen.file} is not what the code says. If you meant the change: desistance describe-api\n")
    return 1
