"""The documentation's pictures, taken of the demonstration by the browser; only when DESISTANCE_PICTURES is 1."""

import os
from pathlib import Path

import pytest

from tests.browser.visiting import Visitors

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
LARGEST_BYTES = 240_000
PICTURES = (
    ("my-day-desk", "Alison Nixon", "/home/"),
    ("person-desk", "Alison Nixon", "/people/P-7K3M-Q2/"),
    ("search-desk", "Alison Nixon", "/search/"),
)


@pytest.mark.parametrize(("name", "worker", "path"), PICTURES, ids=lambda value: value if "desk" in value else "")
def test_a_picture_of_a_page_is_small_enough_for_the_documentation(
    looking_round: Visitors, tmp_path: Path, name: str, worker: str, path: str
) -> None:
    page = looking_round.page(worker, size=(1280, 900))
    page.goto(path)
    if path == "/search/":
        page.get_by_role("main").get_by_role("textbox").fill("kile ashcrofd")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Ashcroft, Kyle").first.wait_for()
    folder = FOLDER if os.environ.get("DESISTANCE_PICTURES") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    assert 10_000 < (folder / f"{name}.png").stat().st_size < LARGEST_BYTES
