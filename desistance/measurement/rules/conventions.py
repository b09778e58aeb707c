"""The conventions of a snapshot: how the partnership's records become the rows that are counted, each named and stored.

They stand beside the conventions of the definition (`evidence.reoffending`), which say how those rows are counted.
"""

from hashlib import sha256

CONVENTIONS = (
    (
        "sanction",
        "main-disposal",
        "the gravest disposal of each offence that stands; none that is no caution or conviction",
    ),
    (
        "recordable",
        "by-mapping",
        "by the offence code's entry in the dated mapping; a code that is not in it is left out and counted",
    ),
    ("breach", "by-mapping", "an offence whose code is the breach of an order or a licence"),
    (
        "release",
        "first-spell-after-sentence",
        "the end of the first time in custody sentenced on that day, or starting on or after it, when it ended in the community",
    ),
    (
        "area",
        "said-else-address",
        "the authority given with the disposal; else that of the main address on that day; else not known",
    ),
    ("split-district", "not-known", "a postcode district that lies in several authorities does not tell the area"),
    (
        "birth",
        "newest-whole-date",
        "the newest date of birth known to the day; with only a month or a year the age is not known",
    ),
    ("sex", "newest-said", "the newest that an agency recorded"),
    ("merged", "one-person", "records found to be one person count once"),
    ("restricted", "counted", "people whose record is restricted are counted like everyone; no row tells who they are"),
    ("late", "complete-to", "sanctions and releases after the day the data are complete to are not used"),
    (
        "north-east",
        "everyone",
        "the North East row counts everyone on record, also where the area is not known or elsewhere",
    ),
)

NO_SANCTION = "Dealt with in a way that is no caution or conviction"
AFTER_COMPLETE = "Given after the day the data are complete to"
CODE_NOT_KNOWN = "Whether the offence is recordable is not known, because its code is not in the list"


def opaque(key: str, person: int) -> str:
    """The number that one snapshot alone uses for a person; the statement that gathers rows makes the same."""
    return sha256(f"{key}:{person}".encode()).hexdigest()[:24]


def stated(definition: str) -> str:
    """The definition with every convention of the counting and of the snapshot, as it is stored and printed."""
    return "; ".join([definition, *(f"{name}={choice}" for name, choice, _ in CONVENTIONS)])
