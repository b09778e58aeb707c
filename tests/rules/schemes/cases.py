"""Who can be offered Checkpoint, as cases: awkward ones first. They test the rules and print the practitioners' page.

Every case starts from one person for whom every criterion is met, changes what it says, and names the answers that differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desistance.schemes.rules.checkpoint.facts import Answers, Arrested, Born, CheckpointFacts, Lives, OnOrder
from desistance.schemes.terms.checks import Result

TODAY = date(2026, 3, 13)
CUSTODY = "Custody record, Durham Police"
MET, NOT_MET, CANNOT_TELL = "met", "not_met", "cannot_tell"

ARREST = Arrested(
    on=date(2026, 3, 11),
    source=CUSTODY,
    said_on=date(2026, 3, 11),
    offence_words="Theft from a shop",
    offence_code="TH68010",
    code_title="Theft from a shop",
    offence_on=date(2026, 3, 2),
)
ANSWERS = Answers(
    by="Carl Weatherill",
    on=TODAY,
    admission="admitted",
    offence_in_area="yes",
    hate="no",
    domestic="none",
    co_accused="no",
    order="no",
    bail="no",
    earlier="0",
)
LEANNE = CheckpointFacts(
    on=TODAY,
    arrest=ARREST,
    born=(Born(date(1997, 10, 9), "day", "Durham Police", date(2026, 3, 11)),),
    lives=Lives("12 Front Street, Crook", "Durham Police, import", date(2026, 2, 2), inside=True),
    answers=ANSWERS,
)


@dataclass(frozen=True)
class Case:
    """One case: what differs, which criterion it is about, its answer, what the list says, and the version it is asked of."""

    says: str
    criterion: str
    answer: str
    result: Result
    facts: CheckpointFacts = LEANNE
    version: int = 3
    also: Mapping[str, str] = field(default_factory=dict)


def on_day(day: date, **arrest: Any) -> CheckpointFacts:
    """Leanne, checked on a day."""
    return replace(LEANNE, on=day, arrest=replace(ARREST, **arrest), lives=replace(LEANNE.lives, said_on=day))


def said(**answers: Any) -> CheckpointFacts:
    """Leanne, with other answers of the officer."""
    return replace(LEANNE, answers=replace(ANSWERS, **answers))


def arrested_for(code: str, title: str, group: str = "") -> CheckpointFacts:
    """Leanne, arrested for something else."""
    arrest = replace(ARREST, offence_code=code, code_title=title, offence_words=title or "Not in the list")
    return replace(LEANNE, arrest=arrest, answers=replace(ANSWERS, offence_group=group))


def born(*days: tuple[str, str], offence: date = date(2026, 3, 2), until: date | None = None) -> CheckpointFacts:
    """Somebody with these dates of birth, for an offence on a day or between two."""
    told = tuple(Born(date.fromisoformat(day), how, f"Agency {n}", TODAY) for n, (day, how) in enumerate(days, 1))
    answers = replace(ANSWERS, offence_from=offence, offence_to=until) if until else ANSWERS
    arrest = replace(ARREST, offence_on=offence)
    return replace(LEANNE, born=told, arrest=arrest, answers=answers, on=max(TODAY, offence))


def lives(words: str = "12 Front Street, Crook", **more: Any) -> CheckpointFacts:
    """Leanne, with another word on where she lives."""
    made = replace(
        LEANNE.lives, words=words, **{name: value for name, value in more.items() if name in Lives.__slots__}
    )
    answers = {name: value for name, value in more.items() if name in Answers.__slots__}
    return replace(LEANNE, lives=made, answers=replace(ANSWERS, **answers))


OLD = date(2025, 1, 8)
YES, NO, UNSURE, BOSS = Result.ELIGIBLE, Result.NOT_ELIGIBLE, Result.CANNOT_TELL, Result.SUPERVISOR

AGE_OF_OFFENCE = (
    Case("Checked on 13 March 2026, offence on 14 December 2025", "offence_age", MET, YES, on_day(TODAY, offence_on=date(2025, 12, 14))),
    Case("Checked on 13 March 2026, offence on 13 December 2025: 3 months to the day", "offence_age", NOT_MET, NO, on_day(TODAY, offence_on=date(2025, 12, 13))),
    Case("Checked on 27 February 2026, offence on 30 November 2025", "offence_age", MET, YES, on_day(date(2026, 2, 27), offence_on=date(2025, 11, 30))),
    Case("Checked on 28 February 2026, offence on 30 November 2025: February has no 30th", "offence_age", NOT_MET, NO, on_day(date(2026, 2, 28), offence_on=date(2025, 11, 30))),
    Case("Checked on 28 February 2028, offence on 30 November 2027: 29 February is a day later", "offence_age", MET, YES, on_day(date(2028, 2, 28), offence_on=date(2027, 11, 30))),
    Case("Checked on 29 February 2028, offence on 30 November 2027", "offence_age", NOT_MET, NO, on_day(date(2028, 2, 29), offence_on=date(2027, 11, 30))),
    Case("Some time between 10 and 20 December 2025, checked on 13 March 2026", "offence_age", CANNOT_TELL, UNSURE, said(offence_from=date(2025, 12, 10), offence_to=date(2025, 12, 20))),
    Case("Some time between 1 and 13 December 2025", "offence_age", NOT_MET, NO, said(offence_from=date(2025, 12, 1), offence_to=date(2025, 12, 13))),
    Case("Over several days from 14 to 20 December 2025", "offence_age", MET, YES, said(offence_from=date(2025, 12, 14), offence_to=date(2025, 12, 20))),
    Case("No day of the offence on record, and the officer does not know", "offence_age", CANNOT_TELL, UNSURE, on_day(TODAY, offence_on=None), also={"adult": CANNOT_TELL}),
    Case("No day on record, and the officer says 2 March 2026", "offence_age", MET, YES, replace(on_day(TODAY, offence_on=None), answers=replace(ANSWERS, offence_from=date(2026, 3, 2), offence_to=date(2026, 3, 2)))),
)  # fmt: skip
AGE_OF_PERSON = (
    Case("The offence was on the 18th birthday", "adult", MET, YES, born(("2008-03-02", "day"))),
    Case("The offence was the day before the 18th birthday", "adult", NOT_MET, NO, born(("2008-03-03", "day"))),
    Case("Born on 29 February 2008, offence on 28 February 2026", "adult", NOT_MET, NO, born(("2008-02-29", "day"), offence=date(2026, 2, 28))),
    Case("Born on 29 February 2008, offence on 1 March 2026", "adult", MET, YES, born(("2008-02-29", "day"), offence=date(2026, 3, 1))),
    Case("The 18th birthday lies between the first and the last day that the offence can have been", "adult", CANNOT_TELL, UNSURE, born(("2008-02-20", "day"), offence=date(2026, 2, 15), until=date(2026, 2, 25))),
    Case("Only the year of birth is known, and it is the year in which 18 is reached", "adult", CANNOT_TELL, UNSURE, born(("2008-01-01", "year"))),
    Case("Only the year of birth is known, and it is long ago", "adult", MET, YES, born(("1990-01-01", "year"))),
    Case("Only the month of birth is known, and the offence was in the month of the 18th birthday", "adult", CANNOT_TELL, UNSURE, born(("2008-03-01", "month"))),
    Case("Two agencies give dates of birth, and by one of them the person was 17", "adult", CANNOT_TELL, UNSURE, born(("2008-03-01", "day"), ("2008-05-01", "day"))),
    Case("Two agencies give different dates of birth, both long ago", "adult", MET, YES, born(("1990-03-01", "day"), ("1990-01-03", "day"))),
    Case("No date of birth", "adult", CANNOT_TELL, UNSURE, born()),
)  # fmt: skip
PLACE = (
    Case("An address that nobody has confirmed for 14 months", "residence", CANNOT_TELL, UNSURE, lives(said_on=OLD)),
    Case("The same address, which the person confirms today", "residence", MET, YES, lives(said_on=OLD, confirmed="12 Front Street, Crook", confirmed_by="Carl Weatherill", confirmed_on=TODAY)),
    Case("Another address was confirmed, not this one", "residence", CANNOT_TELL, UNSURE, lives(said_on=OLD, confirmed="1 Old Row, Crook", confirmed_by="Carl Weatherill", confirmed_on=TODAY)),
    Case("An address said 12 months ago to the day", "residence", CANNOT_TELL, UNSURE, lives(said_on=date(2025, 3, 13))),
    Case("An address said a day less than 12 months ago", "residence", MET, YES, lives(said_on=date(2025, 3, 14))),
    Case("An address outside the force area", "residence", NOT_MET, NO, lives("3 Chapel Row, Stockton", inside=False)),
    Case("An old address outside the force area: the person may have moved", "residence", CANNOT_TELL, UNSURE, lives("3 Chapel Row, Stockton", inside=False, said_on=OLD)),
    Case("A postcode on the boundary", "residence", CANNOT_TELL, UNSURE, lives(inside=None)),
    Case("A postcode on the boundary, and the officer says that it is inside", "residence", MET, YES, lives(inside=None, lives_in_area="yes")),
    Case("No fixed address", "residence", CANNOT_TELL, UNSURE, lives("No fixed address", inside=None, is_no_fixed=True)),
    Case("No fixed address, and the officer says that the person stays in Durham", "residence", MET, YES, lives("No fixed address", inside=None, is_no_fixed=True, lives_in_area="yes")),
    Case("No address on record", "residence", CANNOT_TELL, UNSURE, replace(LEANNE, lives=None)),
    Case("The offence was outside the force area", "offence_place", NOT_MET, NO, said(offence_in_area="no")),
    Case("Nobody has said where the offence was", "offence_place", CANNOT_TELL, UNSURE, said(offence_in_area="not_known")),
)  # fmt: skip
OFFENCES = (
    Case("A code of an Act that is not in the list of codes", "offence_listed", CANNOT_TELL, UNSURE, arrested_for("ZZ90001", "")),
    Case("A code that is not in the list, and the officer says cyber crime", "offence_listed", MET, YES, arrested_for("ZZ90001", "", "cyber")),
    Case("A code that is not in the list, and the officer says that it is in none of the groups", "offence_listed", NOT_MET, NO, arrested_for("ZZ90001", "", "none")),
    Case("No code, and words only", "offence_listed", CANNOT_TELL, UNSURE, arrested_for("", "")),
    Case("Burglary of a home", "offence_listed", CANNOT_TELL, BOSS, arrested_for("TH68036", "Burglary dwelling and theft - no violence")),
    Case("Burglary of a shop", "offence_listed", MET, YES, arrested_for("TH68037", "Burglary other than dwelling - theft")),
    Case("Aggravated burglary", "offence_listed", NOT_MET, NO, arrested_for("TH68045", "Aggravated burglary - dwelling")),
    Case("Robbery", "offence_listed", NOT_MET, NO, arrested_for("TH68023", "Robbery")),
    Case("Robbery, though the officer says theft: the code counts", "offence_listed", NOT_MET, NO, arrested_for("TH68023", "Robbery", "theft")),
    Case("Taking a vehicle: the page does not say whether it is theft", "offence_listed", CANNOT_TELL, UNSURE, arrested_for("TH68050", "Take a motor vehicle without the owners consent")),
    Case("Possession of drugs", "offence_listed", MET, YES, arrested_for("MD71022", "Possess a class C controlled drug")),
    Case("Possession with intent to supply", "offence_listed", CANNOT_TELL, BOSS, arrested_for("MD71024", "Possessing controlled drug w/i to supply - class a")),
    Case("Arson", "offence_listed", NOT_MET, NO, arrested_for("CD71015", "Arson")),
    Case("Assault on police, chosen by the officer", "offence_listed", MET, YES, arrested_for("ZZ96001", "", "assault_police")),
    Case("A driving offence", "offence_listed", NOT_MET, NO, arrested_for("RT88026", "Drive motor vehicle when alcohol level above limit")),
    Case("A sexual offence", "offence_listed", NOT_MET, NO, arrested_for("SX03001", "Rape a woman 16 years of age or over")),
)  # fmt: skip
DOMESTIC = (
    Case("Domestic, graded standard", "domestic", CANNOT_TELL, BOSS, said(domestic="standard")),
    Case("Domestic, graded medium", "domestic", CANNOT_TELL, BOSS, said(domestic="medium")),
    Case("Domestic, graded high", "domestic", NOT_MET, NO, said(domestic="high")),
    Case("Nobody has said whether it is domestic", "domestic", CANNOT_TELL, UNSURE, said(domestic="not_known")),
    Case("Domestic, graded standard, by the earlier page", "domestic", NOT_MET, NO, said(domestic="standard"), version=2),
)  # fmt: skip
REST = (
    Case("No comment, with enough evidence to charge", "admission", MET, YES, said(admission="no_comment_enough")),
    Case("No comment, without enough evidence to charge", "admission", NOT_MET, NO, said(admission="no_comment_not_enough")),
    Case("No comment, without enough evidence, by the trial's list: it was no denial", "admission", MET, YES, said(admission="no_comment_not_enough"), version=1),
    Case("Denied", "admission", NOT_MET, NO, said(admission="denied")),
    Case("Not interviewed yet", "admission", CANNOT_TELL, UNSURE, said(admission="not_known")),
    Case("A hate element", "hate", NOT_MET, NO, said(hate="yes")),
    Case("Nobody has asked about a hate element", "hate", CANNOT_TELL, UNSURE, said(hate="not_known")),
    Case("The officer says none, but the code is for a racially aggravated offence", "hate", NOT_MET, NO, arrested_for("CD98001", "Racially / religiously aggravated common assault / beating", "assault")),
    Case("Somebody else is accused, whether charged or not", "co_accused", NOT_MET, NO, said(co_accused="yes")),
    Case("Nobody has said whether anybody else is accused", "co_accused", CANNOT_TELL, UNSURE, said(co_accused="not_known")),
    Case("Probation records supervision under an order, and the officer found none", "order", NOT_MET, NO, replace(LEANNE, orders=(OnOrder("Supervised under an order or licence", "Durham Probation", date(2025, 6, 10)),))),
    Case("An order stands, and nobody has asked", "order", NOT_MET, NO, replace(said(order="not_known"), orders=(OnOrder("Community order", "Durham Probation, from a file", date(2025, 11, 3)),))),
    Case("Supervision on another ground is on record, and nobody has asked", "order", CANNOT_TELL, UNSURE, replace(said(order="not_known"), orders=(OnOrder("Supervised", "Durham Probation", date(2025, 6, 10), is_by_order=False),))),
    Case("No order on record here, and nobody has asked probation", "order", CANNOT_TELL, UNSURE, said(order="not_known")),
    Case("On bail for another offence", "bail", NOT_MET, NO, said(bail="bail")),
    Case("Held under the Mental Health Act", "bail", NOT_MET, NO, said(bail="mental_health")),
    Case("Held for court, by the trial's list, which speaks of bail only", "bail", MET, YES, said(bail="court"), version=1),
    Case("One earlier contract", "earlier", MET, YES, said(earlier="1")),
    Case("Two earlier contracts", "earlier", NOT_MET, NO, said(earlier="2")),
    Case("This service holds two, and the officer knows of none", "earlier", NOT_MET, NO, replace(LEANNE, contracts_here=2)),
    Case("None here, and not known elsewhere", "earlier", CANNOT_TELL, UNSURE, said(earlier="not_known")),
)  # fmt: skip
CHAPTERS = (
    ("How old the offence is", AGE_OF_OFFENCE),
    ("How old the person was", AGE_OF_PERSON),
    ("Where the person lives and where the offence was", PLACE),
    ("Which offence", OFFENCES),
    ("Domestic abuse", DOMESTIC),
    ("Interview, hate element, others, orders, bail and earlier contracts", REST),
)
