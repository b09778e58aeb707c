"""The awkward cases of the definition: each is tested against the product and the oracle, and printed in the manual."""

from dataclasses import dataclass

from tests.evidence.files import Cell, sanction

YEAR = ("2016-01-01", "2016-12-31")


@dataclass(frozen=True)
class Case:
    """One person's sanctions, and for each quarter with an index event its start and its number of reoffences."""

    name: str
    rows: tuple[dict[str, Cell], ...]
    answer: tuple[tuple[str, int], ...]
    reason: str = ""
    period: tuple[str, str] = YEAR


START = sanction("S1", "caution", "2016-04-10")
SECTIONS: dict[str, tuple[Case, ...]] = {
    "The follow-up": (
        Case("An offence on the day of the start does not count", (START, sanction("S2", "caution", "2016-07-01", offence="2016-04-10")), (("2016-04-10", 0), ("2016-07-01", 0)), "the offence is not after the start of the follow-up"),
        Case("An offence on the next day counts", (START, sanction("S2", "caution", "2017-02-01", offence="2016-04-11")), (("2016-04-10", 1),)),
        Case("An offence on the last day of the follow-up counts", (START, sanction("S2", "caution", "2017-05-01", offence="2017-04-09")), (("2016-04-10", 1),)),
        Case("An offence on the anniversary does not count", (START, sanction("S2", "caution", "2017-05-01", offence="2017-04-10")), (("2016-04-10", 0),), "the offence is after the follow-up"),
        Case("An older offence that is sentenced later does not count", (START, sanction("S2", "non_custodial", "2017-01-10", offence="2015-12-01")), (("2016-04-10", 0),), "the offence is not after the start of the follow-up"),
        Case("An offence whose day is not known does not count", (START, sanction("S2", "caution", "2017-02-01", offence=None)), (("2016-04-10", 0),), "the date of the offence is not known"),
        Case("A start on 29 February ends before 28 February", (sanction("S1", "caution", "2016-02-29"), sanction("S2", "caution", "2017-03-01", offence="2017-02-28")), (("2016-02-29", 0),), "the offence is after the follow-up"),
        Case("A start on 29 February takes in 27 February", (sanction("S1", "caution", "2016-02-29"), sanction("S2", "caution", "2017-03-01", offence="2017-02-27")), (("2016-02-29", 1),)),
        Case("A follow-up over a leap day takes it in", (sanction("S1", "caution", "2015-03-01"), sanction("S2", "caution", "2016-03-02", offence="2016-02-29")), (("2015-03-01", 1),), period=("2015-01-01", "2015-12-31")),
    ),
    "The waiting period": (
        Case("A sanction on the last day of waiting counts", (START, sanction("S2", "caution", "2017-10-10", offence="2017-04-01")), (("2016-04-10", 1),)),
        Case("A sanction on the day after does not", (START, sanction("S2", "caution", "2017-10-11", offence="2017-04-01")), (("2016-04-10", 0),), "the sanction is after the waiting period"),
        Case("From 31 August, waiting ends on 28 February", (sanction("S1", "caution", "2016-08-31"), sanction("S2", "caution", "2018-02-28", offence="2017-05-01")), (("2016-08-31", 1),)),
        Case("From 31 August, 1 March is too late", (sanction("S1", "caution", "2016-08-31"), sanction("S2", "caution", "2018-03-01", offence="2017-05-01")), (("2016-08-31", 0),), "the sanction is after the waiting period"),
        Case("A reoffence counts while the person is still in custody for it", (START, sanction("S2", "custody", "2017-01-10", offence="2016-05-01")), (("2016-04-10", 1),)),
    ),
    "What kind of offence": (
        Case("A breach is no reoffence and no index event", (START, sanction("S2", "non_custodial", "2016-08-01", offence="2016-06-01", breach=True)), (("2016-04-10", 0),), "the offence is the breach of an order or a licence"),
        Case("An offence that is not recordable is neither", (START, sanction("S2", "non_custodial", "2016-08-01", offence="2016-06-01", recordable=False)), (("2016-04-10", 0),), "the offence is not recordable"),
    ),
    "The index event": (
        Case("Custody starts the follow-up on release, not on sentence", (sanction("S1", "custody", "2016-02-01", released="2016-05-20"), sanction("S2", "caution", "2017-02-01", offence="2016-05-20")), (("2016-05-20", 0),), "the offence is not after the start of the follow-up"),
        Case("A person not yet released has no index event", (sanction("S1", "custody", "2016-02-01"),), ()),
        Case("Released on the day of sentence, after time on remand", (sanction("S1", "custody", "2016-02-01", released="2016-02-01"), sanction("S2", "caution", "2017-01-10", offence="2016-02-02")), (("2016-02-01", 1),)),
        Case("One event a quarter: the first", (START, sanction("S2", "caution", "2016-05-10", offence="2016-05-01")), (("2016-04-10", 1),)),
        Case("In several quarters, a person is in several cohorts, and one offence can count in each", (START, sanction("S2", "caution", "2016-07-10"), sanction("S3", "caution", "2017-01-10", offence="2016-08-01")), (("2016-04-10", 1), ("2016-07-10", 1))),
        Case("Two events on one day are one index event", (START, sanction("S0", "non_custodial", "2016-04-10"), sanction("S2", "caution", "2017-01-10", offence="2016-05-01")), (("2016-04-10", 1),)),
        Case("First and last day of the quarter are in it", (sanction("S1", "caution", "2016-04-01"), sanction("S2", "caution", "2016-06-30"), sanction("S3", "caution", "2016-07-01")), (("2016-04-01", 0), ("2016-07-01", 0))),
        Case("The day before the period and the day after are not in it", (sanction("S1", "caution", "2015-12-31"), sanction("S2", "caution", "2017-01-01")), ()),
        Case("The first and the last day of the period are in it", (sanction("S1", "caution", "2016-01-01"), sanction("S2", "caution", "2016-12-31")), (("2016-01-01", 0), ("2016-12-31", 0))),
    ),
}  # fmt: skip
CASES = [case for cases in SECTIONS.values() for case in cases]
