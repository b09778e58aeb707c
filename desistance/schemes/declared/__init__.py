"""Schemes that are declared, a file each: the ``SCHEME`` of every module here is served (docs/developers/add-a-scheme.md)."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from desistance.schemes.rules.declared import faults
from desistance.schemes.terms.declared import Declared
from desistance.schemes.terms.schemes import HAND_MADE, Scheme


def _declared() -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for module in sorted(one.name for one in iter_modules(__path__)):
        scheme: Declared = import_module(f"{__name__}.{module}").SCHEME
        told = [*faults(scheme), *([f"{scheme.name} is declared twice"] if scheme.name in {*found, *HAND_MADE} else [])]
        if told:
            raise ValueError(f"{module}: {'; '.join(told)}")
        found[scheme.name] = scheme
    return found


DECLARED: Final = _declared()
SCHEMES: Final[dict[str, Scheme | Declared]] = {**HAND_MADE, **DECLARED}
"""Every scheme by its name: state table and kind of work."""
