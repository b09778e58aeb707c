"""The text of a release: figures only from fields, and no field for what is hidden."""

import pytest

from desistance.foundation.decisions import Refused
from desistance.measurement.rules.texts import Figures, filled, text_stands

ROWS = {
    "north-east": {
        "offenders": 1245,
        "reoffenders": 390,
        "rate": 0.31325,
        "rate_low": 0.288,
        "reoffences_per_reoffender": 4.0,
    },
    "darlington": {"offenders": 40, "reoffenders": "[c]", "rate": "[c]"},
    "hartlepool": {"offenders": 20, "reoffenders": 10, "rate": "[u]"},
}
FIGURES = Figures(ROWS, {"period": "April 2023 to March 2024"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{rate} reoffended", "31.3% reoffended"),
        ("{reoffenders} of {n}, {period}", "390 of 1,245, April 2023 to March 2024"),
        ("{n in hartlepool} lived in Hartlepool", "20 lived in Hartlepool"),
        ("{per_reoffender} offences each", "4.00 offences each"),
        ("Since October 2015, cohorts are of 3 months", "Since October 2015, cohorts are of 3 months"),
    ],
)
def test_fields_are_filled_from_the_cleared_table(text: str, shown: str) -> None:
    assert filled(text, FIGURES) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{rate in darlington} in Darlington", "hidden to protect people"),
        ("{rate in hartlepool}", "too few people"),
        ("{rate in durham}", "no area durham"),
        ("{rates}", "no field {rates}"),
        ("{england_rate}", "nothing to fill"),
        ("{rate", "not closed"),
        ("{{rate}}", "not closed"),
        ("31.4% reoffended", "was typed"),
        ("1,245 people", "was typed"),
        ("31 of every 100", "was typed"),
        ("about 3 in 10 reoffended", "was typed"),
        ("31.4 per cent", "was typed"),
        ("642 reoffended", "was typed"),
    ],
)
def test_a_text_that_could_drift_or_tell_what_is_hidden_does_not_stand(text: str, words: str) -> None:
    assert words in text_stands(text, FIGURES).words
    with pytest.raises(Refused):
        filled(text, FIGURES)
