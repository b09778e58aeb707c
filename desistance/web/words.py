"""The one vocabulary of states and the colour each wears, so that a word looks the same on every page.

Grey: neutral or past. Blue: in progress. Amber: waiting for someone. Green: done. Red: missed, stopped, declined.
Purple: apart from the usual run. Solid: restricted.
"""

STATE_COLOURS: dict[str, str] = {
    words.lower(): colour
    for colour, states in {
        "grey": (
            "Draft|Sent|Received|Withdrawn|Deselected|Transferred|Acceptable absence|Rescheduled|Stood down|Undone|"
            "Not started|Closed|Letter|Ended|Offered|Not recorded yet|Full|Past|Superseded"
        ),
        "blue": (
            "Active|Started|Accepted|Agreed|Selected|Selected (Fixed)|Selected (Flex)|Selected (Free)|Checking|Ready|Loading|"
            "Nominated|Open|Given until|In custody|On track|Limited|Separated"
        ),
        "amber": (
            "More information asked|Waiting list|Waiting for decision|Decision due|Needs you|Held|Done with held rows|Paused|"
            "Requested|Held until|Not confirmed since|At risk|Outcome not logged|Possible match|Amber"
        ),
        "green": "Completed|Done|Attended and complied|Met|Seen|Free|Confirmed|Same person",
        "red": (
            "Declined|Stopped|Ended early|Ended - not complied|Unacceptable absence|Missed|Attended - did not comply|Overdue|"
            "Off track|Excluded|Emergency until|Refused|Red"
        ),
        "solid": "Restricted",
    }.items()
    for words in states.split("|")
}
