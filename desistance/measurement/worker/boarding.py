"""The board's measures of a quarter, each cleared: hidden where few people stand behind what was done, or what was not."""

from typing import Any

from desistance.measurement.actions.board import GatheredBoard
from desistance.measurement.rules.board import BOARD_MEASURES
from desistance.measurement.worker.shares import share_shown
from evidence.disclosure import Protection


def board_figures(gathered: GatheredBoard) -> dict[str, Any]:
    """What may be shown, ready to be kept: the figures of each measure by its name, and the rules of protection in words."""
    rules = Protection()
    shown = {one.name: _figure(gathered.found[one.name], rules) for one in BOARD_MEASURES}
    return {
        "measures": shown,
        "notes": [rules.words, "One person may be counted several times; few people are hidden."],
    }


def _figure(found: tuple[tuple[int, bool], ...], rules: Protection) -> dict[str, Any]:
    done, not_done = ({person for person, is_done in found if is_done is side} for side in (True, False))
    few = min(len(done), len(not_done)) < rules.threshold
    why = f"Fewer than {rules.threshold} people, or none, stand behind what was done, or what was not."
    counts = (len(found), sum(is_done for _, is_done in found))
    return share_shown("of", "done", counts, rules, why if few else "")
