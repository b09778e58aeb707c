"""Fail when a model has changed and its migration was not written."""

import argparse

from django.core.management import call_command


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_chosen: argparse.Namespace) -> int:
    """0 when every migration is there; Django says which is missing otherwise."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    return 0
