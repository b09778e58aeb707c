"""What is published of each predictor is made from its own tables: a changed table changes the sheet."""

import pytest

from desistance.assessment.rules.transparency import key_of, offence_categories, sheets
from desistance.assessment.terms.scores import OFFERED
from desistance.commands.docs.scores import practitioners_page, score_pages
from evidence.predictors.logistic import MODELS
from evidence.predictors.published import coefficients, offences


@pytest.mark.parametrize(("generation", "predictor"), OFFERED)
def test_every_predictor_has_a_whole_sheet(generation: str, predictor: str) -> None:
    sheet = sheets()[key_of(generation, predictor)]
    assert all(answer.strip() for _, answer in (*sheet.record, *sheet.care))
    assert [name[0] for name, _ in sheet.care] == list("ALGOCARE")
    assert sheet.inputs
    assert len({row.label for row in sheet.inputs}) == len(sheet.inputs)


@pytest.mark.parametrize(
    ("key", "bands"),
    [
        ("2026-ARP", ["from 0.01%", "from 50%", "from 75%", "from 90%"]),
        ("2026-VRP", ["from 0.01%", "from 30%", "from 60%", "from 80%"]),
        ("2026-SVRP", ["from 0.01%", "from 1%", "from 3%", "from 6.9%"]),
        ("2026-DCSRP", ["from 0 points", "from 22 points", "from 30 points", "from 36 points"]),
        ("2026-CSRP", ["from 0.01%", "from 1%", "from 3%", "from 6.9%"]),
        ("legacy-RSR", ["from 0.01%", "from 3%", "from 6.9%"]),
        ("legacy-OGRS3", ["from 1%", "from 50%", "from 75%", "from 90%"]),
        ("legacy-OGP", ["from 1%", "from 34%", "from 67%", "from 85%"]),
        ("legacy-OVP", ["from 1%", "from 30%", "from 60%", "from 80%"]),
        ("legacy-SNSV", []),
        ("2026-LDS", []),
    ],
)
def test_bands_are_asked_of_the_predictor_itself(key: str, bands: list[str]) -> None:
    assert [start for _, start in sheets()[key].bands] == bands


@pytest.mark.parametrize("predictor", sorted(MODELS))
def test_every_number_of_a_logistic_formula_stands_on_its_sheet(predictor: str) -> None:
    sheet = sheets()[f"2026-{predictor}"]
    for variant in ("static", "dynamic"):
        known = coefficients(predictor, variant)
        told = {getattr(row, variant) for row in sheet.weights}
        assert {str(one) for one in (*known.values.values(), *known.categories.values())} <= told


def test_the_guide_names_every_score_and_counts_every_code() -> None:
    guide = practitioners_page()
    for sheet in sheets().values():
        assert f"score-{sheet.key.lower()}.md" in guide
    assert sum(offence_categories().values()) == len(offences())
    assert len(score_pages()) == len(OFFERED) + 1
