"""What the history room calls things, and where its lists come from."""

from typing import Final

OFFENCE_CODE_SHAPE: Final = r"[A-Z]{2}[0-9A-Z]{2}[0-9]{3}[A-Z]?"
"""Two letters and two characters for the Act, three digits for the offence, a letter for some. Source: the codes in data/."""

ACT_LENGTH: Final = 4
"""The first four characters of an offence code name its Act."""

LONGEST_CUSTODY_NUMBER: Final = 40
LONGEST_OFFENCE_WORDS: Final = 300
LONGEST_REASON: Final = 300

OFFENCE_NOT_GIVEN: Final = "Offence not given"
"""Not known is said, never left blank."""
