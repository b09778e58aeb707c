"""Made-up people of whom some took part in a scheme whose effect is known."""

import numpy as np
import pandas as pd

PLAN: dict[str, object] = {
    "question": "Did people who took part reoffend less within a year?",
    "design": "matched",
    "treated": "treated",
    "person": "person_id",
    "before": ["age", "sex", "prior", "year"],
    "primary": "reoffended",
    "cohort": [{"name": "followed for a year", "column": "followed", "least": 365}],
    "match": {"propensity": "age + C(sex) + prior", "exact": ["year"]},
    "outcomes": {
        "reoffended": {"kind": "binary", "column": "reoffended", "words": "people who reoffended within a year"},
        "reoffences": {"kind": "count", "column": "reoffences", "words": "reoffences within a year"},
        "days": {
            "kind": "time",
            "column": "reoffended",
            "duration": "days",
            "horizon": 365,
            "words": "days until the first reoffence",
        },
        "year_before": {
            "kind": "binary",
            "column": "offended_before",
            "words": "people who offended in the year before",
            "control": True,
        },
    },
}
HARM: dict[str, object] = {
    "kind": "amount",
    "column": "harm",
    "unit": "days of harm",
    "words": "harm of the reoffences within a year",
}
TRIAL: dict[str, object] = {
    "question": "Does the scheme reduce reoffending within a year?",
    "design": "randomised",
    "treated": "treated",
    "person": "person_id",
    "primary": "reoffended",
    "trial": {"strata": ["sex"], "received": "received"},
    "outcomes": {name: one for name, one in PLAN["outcomes"].items() if name != "year_before"},  # type: ignore[attr-defined]
}


def people(
    took_part: int = 150, others: int = 1500, *, effect: float = -0.12, seed: int = 1, by_chance: bool = False
) -> pd.DataFrame:
    """People who took part more often if they are young and have many convictions, which also makes them reoffend."""
    random = np.random.default_rng(seed)
    count = took_part + others
    age, prior = random.normal(33, 9, count).clip(18, 70).round(1), random.poisson(5, count)
    woman = random.random(count) < 0.2
    drawn = np.ones(count) if by_chance else np.exp(-0.03 * (age - 33) + 0.08 * (prior - 5) + 0.3 * woman)
    treated = np.zeros(count, dtype=int)
    treated[random.choice(count, took_part, replace=False, p=drawn / drawn.sum())] = 1
    rate = 0.4 - 0.006 * (age - 33) + 0.02 * (prior - 5) + effect * treated
    reoffended = (random.random(count) < rate.clip(0.02, 0.95)).astype(int)
    made = pd.DataFrame(
        {
            "person_id": [f"P{number:05d}" for number in range(count)],
            "treated": treated,
            "received": np.where(random.random(count) < 0.1, 0, treated),
            "age": age,
            "sex": np.where(woman, "F", "M"),
            "prior": prior,
            "year": random.choice([2021, 2022], count),
            "followed": np.where(random.random(count) < 0.03, 200, 400),
            "reoffended": reoffended,
            "reoffences": reoffended * (1 + random.poisson(1.5, count)),
            "days": np.where(reoffended == 1, random.integers(1, 365, count), 365),
            "offended_before": (
                random.random(count) < (0.3 - 0.004 * (age - 33) + 0.02 * (prior - 5)).clip(0.02, 0.9)
            ).astype(int),
        }
    )
    return made.assign(harm=made["reoffences"] * 18.5)
