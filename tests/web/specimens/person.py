"""Demonstration people as the parts of a person's pages take them."""

import datetime as dt
from typing import Any

TODAY = dt.date(2026, 3, 13)

STAFF_ALERT = {"words": "Risk to staff: do not visit alone", "source": "Police, 3 Mar 2026", "is_safety": True}
ALERTS = [
    STAFF_ALERT,
    {"words": "Arson", "source": "Probation, 14 Nov 2025"},
    {"words": "May lose his home", "source": "Housing, 9 Mar 2026"},
]
RISK = {
    "kind": "Risk of serious harm",
    "level": 2,
    "word": "Medium",
    "set_by": "A. Nixon, Probation",
    "set_on": dt.date(2026, 1, 20),
    "on": TODAY,
    "most_at_risk": "public",
    "review": "Next review due Monday 20 April 2026",
    "more": {"label": "Why, and how it changed", "url": "#"},
}
BANNER = {
    "name": "Kyle Ashcroft",
    "liked_name": "Ky",
    "is_heading": False,
    "born": "24 June 1998 (27 years)",
    "reference": "P-7K3M-Q2",
    "numbers": [
        {"label": "CRN", "masked": "X•••913", "show_url": "/show/"},
        {"label": "PNC", "masked": "••••/...4K", "show_url": "/show/"},
    ],
    "actions": [
        {"label": "Add contact", "url": "#", "kind": "main", "size": "small"},
        {"label": "Refer", "url": "#", "size": "small"},
        {"label": "More", "url": "#", "size": "small"},
    ],
    "facts": [
        {"label": "Lives at, since 2 Feb 2026", "value": "14 Bede Street, Bishop Auckland"},
        {"label": "Phone", "masked": {"masked": "•••••••321", "show_url": "/show/"}},
        {"label": "Order", "value": "Community order to 2 Nov 2026"},
        {"label": "Unpaid work", "value": "62 of 100 hours"},
        {"label": "IOM, Fixed", "rag": "Red", "since": "since 16 Feb 2026"},
        {"label": "Employer", "missing": "Not known"},
    ],
    "alerts": ALERTS,
    "more_alerts": {"label": "2 more alerts", "url": "#"},
    "risk": RISK,
    "handling": "Official - sensitive",
}
STUB = {
    "count": "1 entry is not shared with your agency.",
    "why": "NHS treatment provider. Ky has not agreed to share it with probation.",
    "ask": {"label": "Ask about it", "url": "#"},
}
PROVENANCE = [
    "Police custody import",
    "11 Mar 2026",
    {"words": "Seen by 5 agencies"},
    {"words": "Source", "url": "#", "about": "of the arrest"},
]


def timeline() -> list[dict[str, Any]]:
    return [
        {
            "on": TODAY,
            "today": TODAY,
            "entries": [
                {
                    "time": "11:05am",
                    "title": "Evidence for missed session",
                    "url": "#",
                    "tag": "Waiting for decision",
                    "summary": "Photo of a bus replacement notice, sent by Ky to the payback office.",
                    "provenance": [
                        "Payback office, J. Brannigan",
                        "Seen by probation, payback",
                        {"words": "Source", "url": "#"},
                    ],
                }
            ],
        },
        {
            "on": dt.date(2026, 3, 12),
            "today": TODAY,
            "entries": [
                {
                    "time": "3:20pm",
                    "title": "Rent arrears letter",
                    "url": "#",
                    "tag": "Letter",
                    "summary": "£412 owed. Offer of a weekly plan, answer wanted by 20 March.",
                    "provenance": [
                        "Housing provider, H. Miah",
                        "Recorded in housing as “Kyle Ashcroft-Reid”",
                        "Seen by 4 agencies",
                        {"words": "Corrected once: see both", "url": "#"},
                    ],
                },
                {"stub": STUB, "time": "10 to 12 March 2026"},
            ],
        },
        {
            "on": dt.date(2026, 3, 7),
            "today": TODAY,
            "entries": [
                {
                    "id": "entry-1",
                    "time": "9am",
                    "title": "Community Payback, Wharton Park path",
                    "url": "#",
                    "tag": "Missed, decision due 17 March",
                    "tag_colour": "red",
                    "summary": "Did not arrive. Phoned at 9:20am, no answer.",
                }
            ],
        },
    ]


PEOPLE = [
    {
        "name": "Ashcroft, Kyle",
        "url": "#",
        "reference": "P-7K3M-Q2",
        "born": "24 June 1998 (27 years)",
        "matched": "Matched on earlier name",
        "facts": ["Bishop Auckland", "Probation, IOM"],
        "alert": STAFF_ALERT,
        "action": {"label": "Open", "url": "#", "size": "small", "about": "Kyle Ashcroft"},
    },
    {"name": "Hope, Lisa", "url": "#", "reference": "P-2VNG-L6"},
    {"reference": "P-5XLP-T2", "is_restricted": True, "url": "#", "sentence": "A restricted record may match."},
]
COLUMNS = [
    {"label": "Kind"},
    {"label": "Level"},
    {"label": "Set by, on"},
    {"label": "Entries", "is_number": True},
    {"label": "Review due"},
]
ROWS = [
    [
        {"words": "Risk of serious harm"},
        {"level": 2, "words": "Medium", "note": "Same as 28 Oct 2025"},
        {"words": "A. Nixon, Probation", "note": "20 Jan 2026, 52 days ago"},
        {"words": "3"},
        {"words": "20 Apr 2026", "url": "#"},
    ],
    [
        {"words": "Police harm score"},
        {"missing": "Not known"},
        {"words": "Police", "note": "Never received"},
        {"words": "0"},
        {"action": {"label": "Ask police", "url": "#"}},
    ],
    [
        {"words": "Contract"},
        {"tag": "Decision due"},
        {"words": "Checkpoint"},
        {"words": "61"},
        {"words": "17 Mar 2026"},
    ],
]
