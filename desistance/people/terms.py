"""The choices of the people room, each with the words that people read.

The stored value never changes; the wording may. Where a list comes from elsewhere its source and date
stand beside it. "Not asked", "declined" and "not known" are answers of their own, never an empty field.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self


class Worded(StrEnum):
    """One stored value with its wording, so that a list and its words cannot drift apart."""

    wording: str

    def __new__(cls, value: str, wording: str = "") -> Self:
        """A member from its line in the list."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.wording = wording
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored value and wording, in the order written: what a field or a form takes."""
        return [(member.value, member.wording) for member in cls]


class IdentifierKind(Worded):
    """Numbers by which agencies know a person; `LOCAL` is an agency's own, with no agreed form."""

    PNC = "pnc", "PNC number"
    CRO = "cro", "CRO number"
    ASN = "asn", "Arrest summons number"
    CRN = "crn", "CRN"
    NOMS = "noms", "Prison number"
    CUSTODY = "custody", "Custody number"
    NHS = "nhs", "NHS number"
    LOCAL = "local", "Local number"


# One of these names one person for life, so an agreement can join records. An arrest summons number or a
# custody number names one arrest, and a local number one agency's file: they only support a match.
STRONG_IDENTIFIER_KINDS: Final = frozenset(
    {IdentifierKind.PNC, IdentifierKind.CRO, IdentifierKind.CRN, IdentifierKind.NOMS, IdentifierKind.NHS}
)

MASK_LABELS: Final = {
    IdentifierKind.PNC: "PNC",
    IdentifierKind.CRO: "CRO",
    IdentifierKind.ASN: "ASN",
    IdentifierKind.CRN: "CRN",
}


class NameKind(Worded):
    """What a name is to the person: `LIKED` is the one they like to be called, and may be a first name only."""

    CURRENT = "current", "Current name"
    ALIAS = "alias", "Alias"
    PREVIOUS = "previous", "Previous name"
    LIKED = "liked", "Likes to be called"
    MAIDEN = "maiden", "Name before marriage"


class Sex(Worded):
    """Sex as recorded by the agency that says so."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    INDETERMINATE = "indeterminate", "Recorded as neither"
    NOT_KNOWN = "not_known", "Not known"


class Gender(Worded):
    """Gender in the person's own words where it differs from sex; asked, never worked out."""

    WOMAN = "woman", "Woman"
    MAN = "man", "Man"
    NON_BINARY = "non_binary", "Non-binary"
    OWN_WORDS = "own_words", "In the person's own words"
    DECLINED = "declined", "Did not want to say"
    NOT_ASKED = "not_asked", "Not asked"


class Ethnicity(Worded):
    """Self-defined ethnicity: the 19 categories of the Census 2021 question for England, with census codes.

    Source: Office for National Statistics, Census 2021 variable "Ethnic group", 19 categories (published
    29 November 2022, Open Government Licence v3.0). Stored values are the letter codes that criminal justice
    agencies use for self-defined ethnicity ("18+1"); they have no agreed letter code for Roma that we could
    verify, so `W4` here is this project's own.
    """

    census_code: int
    group: str

    def __new__(cls, value: str, wording: str = "", group: str = "", census_code: int = 0) -> Self:
        """A member from its line in the list."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.wording = wording
        member.group = group
        member.census_code = census_code
        return member

    BANGLADESHI = "A3", "Bangladeshi", "Asian, Asian British or Asian Welsh", 1
    CHINESE = "A4", "Chinese", "Asian, Asian British or Asian Welsh", 2
    INDIAN = "A1", "Indian", "Asian, Asian British or Asian Welsh", 3
    PAKISTANI = "A2", "Pakistani", "Asian, Asian British or Asian Welsh", 4
    OTHER_ASIAN = "A9", "Any other Asian background", "Asian, Asian British or Asian Welsh", 5
    AFRICAN = "B2", "African background", "Black, Black British, Black Welsh, Caribbean or African", 6
    CARIBBEAN = "B1", "Caribbean", "Black, Black British, Black Welsh, Caribbean or African", 7
    OTHER_BLACK = (
        "B9",
        "Any other Black, Black British or Caribbean background",
        "Black, Black British, Black Welsh, Caribbean or African",
        8,
    )
    WHITE_AND_ASIAN = "M3", "White and Asian", "Mixed or multiple ethnic groups", 9
    WHITE_AND_BLACK_AFRICAN = "M2", "White and Black African", "Mixed or multiple ethnic groups", 10
    WHITE_AND_BLACK_CARIBBEAN = "M1", "White and Black Caribbean", "Mixed or multiple ethnic groups", 11
    OTHER_MIXED = "M9", "Any other mixed or multiple background", "Mixed or multiple ethnic groups", 12
    WHITE_BRITISH = "W1", "English, Welsh, Scottish, Northern Irish or British", "White", 13
    WHITE_IRISH = "W2", "Irish", "White", 14
    GYPSY_OR_IRISH_TRAVELLER = "W3", "Gypsy or Irish Traveller", "White", 15
    ROMA = "W4", "Roma", "White", 16
    OTHER_WHITE = "W9", "Any other White background", "White", 17
    ARAB = "O2", "Arab", "Other ethnic group", 18
    ANY_OTHER = "O9", "Any other ethnic group", "Other ethnic group", 19


class EqualityKind(Worded):
    """What a person may tell an agency of who they are and what they need."""

    SEX = "sex", "Sex"
    GENDER = "gender", "Gender"
    ETHNICITY = "ethnicity", "Ethnicity"
    LANGUAGE = "language", "Language"
    INTERPRETER = "interpreter", "Interpreter"
    DISABILITY = "disability", "Disability"
    ADJUSTMENT = "adjustment", "Reasonable adjustment"
    RELIGION = "religion", "Religion or belief"
    ORIENTATION = "orientation", "Sexual orientation"
    NATIONALITY = "nationality", "Nationality"


class PairKind(Worded):
    """What is said of two people together: never one record, or not sure yet (matching), or never in one place (safety)."""

    DIFFERENT = "different", "Different people"
    UNSURE = "unsure", "Not sure yet"
    APART = "apart", "Keep apart"


class NotGiven(Worded):
    """Why an equality question has no answer. Kept beside the answers so that silence is never counted as one."""

    NOT_ASKED = "not_asked", "Not asked"
    DECLINED = "declined", "Did not want to say"
    NOT_KNOWN = "not_known", "Not known"


class AddressKind(Worded):
    """What an address is to the person. Whether it is confidential is a fact of its own, not a kind.

    A person has at any time one main address or none fixed, as each agency says, and any number of the others.
    """

    MAIN = "main", "Main address"
    NO_FIXED = "no_fixed", "No fixed address"
    ALSO_STAYS_AT = "also_stays_at", "Also stays at"
    TEMPORARY = "temporary", "Temporary accommodation"
    APPROVED_PREMISES = "approved_premises", "Approved premises"
    REFUGE = "refuge", "Refuge"
    HOSPITAL = "hospital", "Hospital"
    POST_ONLY = "post_only", "For post only"


# There is no place to write down: a form must not ask for a first line.
ADDRESS_KINDS_WITHOUT_LINES: Final = frozenset({AddressKind.NO_FIXED})


class ContactDetailKind(Worded):
    """Ways to reach a person."""

    MOBILE = "mobile", "Mobile phone"
    HOME_PHONE = "home_phone", "Home phone"
    WORK_PHONE = "work_phone", "Work phone"
    THROUGH_SOMEONE = "through_someone", "Phone of someone they trust"
    EMAIL = "email", "Email"


PHONE_KINDS: Final = frozenset(
    {
        ContactDetailKind.MOBILE,
        ContactDetailKind.HOME_PHONE,
        ContactDetailKind.WORK_PHONE,
        ContactDetailKind.THROUGH_SOMEONE,
    }
)


class SafeContact(Worded):
    """Whether it is safe to use a contact detail. Nobody may be rung or written to while it is not known."""

    SAFE = "safe", "Safe at any time"
    SAFE_AT_TIMES = "safe_at_times", "Safe only at the times given"
    NO_MESSAGES = "no_messages", "Safe to ring, but leave no messages"
    TEXT_ONLY = "text_only", "Safe to text, do not ring"
    NOT_SAFE = "not_safe", "Not safe: do not use"
    NOT_ASKED = "not_asked", "Not asked whether it is safe"
