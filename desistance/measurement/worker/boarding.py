"""The board's measures of a quarter, each cleared: hidden where few people stand behind what was done, or what was not."""

from typing import Any

from desistance.measurement.actions.board import Due, GatheredBoard
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


def _figure(found: tuple[Due, ...], rules: Protection) -> dict[str, Any]:
    counted = [is_done for _, is_done, _ in found if is_done is not None]
    done, not_done = ({person for person, is_done, _ in found if is_done is side} for side in (True, False))
    few = min(len(done), len(not_done)) < rules.threshold
    why = f"Fewer than {rules.threshold} people, or none, stand behind what was done, or what was not."
    shown = share_shown("of", "done", (len(counted), sum(counted)), rules, why if few else "")
    return {**shown, "on_record": _on_record(found, few, rules)}


def _on_record(found: tuple[Due, ...], is_hidden: bool, rules: Protection) -> dict[str, Any]:
    """Of how much that was due it is on record what came of it; hidden with the figure, and where few stand behind a part."""
    parts = (
        {person for person, is_done, is_known in found if is_known and not is_done},
        {person for person, _, is_known in found if not is_known},
    )
    few = is_hidden or min(len(part) for part in parts) < rules.threshold
    why = f"Fewer than {rules.threshold} people, or none, stand behind what is missing, or what came late or failed."
    return share_shown("due", "known", (len(found), sum(known for *_, known in found)), rules, why if few else "")
