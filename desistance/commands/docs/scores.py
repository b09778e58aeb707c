"""The pages about reoffending predictors: how scores are worked out, and for each the transparency record and ALGO-CARE sheet."""

from collections.abc import Callable

from desistance.assessment.rules.score_facts import mapping
from desistance.assessment.rules.score_words import QUESTIONS, title_of
from desistance.assessment.rules.transparency import Sheet, offence_categories, sheets
from desistance.assessment.terms.scores import SCORE_NOT_A_DECISION, SCORE_OFFENCES
from desistance.commands.docs.markdown import page, table


def sheet_page(one: Sheet) -> str:
    """The transparency record and ALGO-CARE sheet of one predictor, with its inputs, bands and numbers."""
    weights = [(row.term, row.static or "none", row.dynamic or "none") for row in one.weights]
    return page(
        f"{one.title}, {one.generation[:1].lower()}{one.generation[1:]}",
        "## Algorithmic Transparency Recording Standard",
        table(("Heading", "Answer"), one.record),
        "## ALGO-CARE",
        table(("Letter", "Answer"), one.care),
        "## Inputs",
        table(("Input", "Answers", "Where from"), [(row.label, row.answers, row.origin) for row in one.inputs]),
        "## Bands",
        table(("Band", "Starts"), one.bands, empty="It has no bands of its own."),
        *(["## Numbers", table(("Term", "Static", "Dynamic"), weights)] if weights else []),
    )


def practitioners_page() -> str:
    """How the risk scores are worked out, for the people who use them."""
    made = sheets()
    parts = []
    for question, _, names in QUESTIONS:
        rows = [
            (
                f"[{title_of(one.key.split('-')[1])}](../reference/score-{one.key.lower()}.md)",
                one.generation,
                _answer(one, "What counts"),
            )
            for one in made.values()
            if one.key.split("-")[1] in names
        ]
        parts += [f"## {question}", table(("Score", "Generation", "What counts"), rows)]
    file = str(SCORE_OFFENCES[-1].values["file"])
    return page(
        "How the risk scores are worked out",
        f"{SCORE_NOT_A_DECISION} This page and the code read the same tables.",
        "A **static** score counts what is on record: age, sex, sanctions, the kind of the current offence. A "
        "**dynamic** score also counts "
        "your answers about the person's life now. Without all of them the score is static, and says what it lacks.",
        "Sanctions are convictions and cautions, counted by the day on which they were given, whoever recorded "
        "them. The current offence is "
        f"the gravest of the newest day. Its Home Office code stands as recorded, or follows from its Criminal "
        "Justice System code by "
        f"{len(mapping(file))} lines of dated data; a code that no line fits is asked for.",
        "A percentage is told as people: 24% is about 240 of 1,000 people with the same answers.",
        *parts,
        "## Kinds of offence",
        table(
            ("Category", "Home Office codes"),
            [(name.replace("_", " ").lower(), str(count)) for name, count in offence_categories().items()],
        ),
    )


def _answer(one: Sheet, heading: str) -> str:
    return next(answer for name, answer in one.record if name == heading)


def score_pages() -> dict[str, Callable[[], str]]:
    """Every page by its file: the practitioners' guide and a sheet for each predictor."""
    made: dict[str, Callable[[], str]] = {"../practitioners/how-scores-are-worked-out.md": practitioners_page}
    for one in sheets().values():
        made[f"score-{one.key.lower()}.md"] = lambda one=one: sheet_page(one)  # type: ignore[misc]
    return made
