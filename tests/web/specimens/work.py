"""The queue, matches, rules, held rows and messages, as their parts take them."""

from typing import Any

from desistance.web.templatetags.desistance import differing_pieces


def queue() -> list[dict[str, Any]]:
    return [
        {
            "name": "Safety",
            "count": "1",
            "is_safety": True,
            "rows": [
                {
                    "name": "Tomasz Wiśniewski",
                    "url": "#",
                    "reference": "P-1GZW-C6",
                    "due": "25 minutes left",
                    "due_on": "reply by 4:05pm",
                    "reason": "He told his work coach that he does not feel safe at home tonight. "
                    "Nobody in probation has read this yet. He needs a Polish interpreter.",
                    "provenance": ["Jobcentre, today, 3:05pm", "Shared with probation and police"],
                    "action": {"label": "Read and reply", "url": "#"},
                }
            ],
        },
        {
            "name": "Decisions",
            "count": "1",
            "rows": [
                {
                    "name": "Kyle Ashcroft",
                    "url": "#",
                    "reference": "P-7K3M-Q2",
                    "due": "2 working days left",
                    "due_on": "Tuesday 17 March 2026",
                    "reason": "Missed Community Payback on Saturday 7 March. If you decide it was not acceptable, "
                    "it is the second in 12 months and breach must be considered.",
                    "provenance": ["Payback register, 7 Mar 2026", "His evidence came in today, 11:05am"],
                    "action": {"label": "Decide", "url": "#"},
                }
            ],
        },
        {
            "name": "Outcomes to log",
            "count": "2, oldest first",
            "rows": [
                {
                    "name": "Jodie Robson",
                    "url": "#",
                    "reference": "P-8BKT-J5",
                    "due": "overdue by 2 days",
                    "is_late": True,
                    "reason": "Supervision at Bishop Auckland, Wednesday 11 March 2026, 10am",
                    "provenance": ["Has a twin, Jade Robson P-8BKT-H4: check who came"],
                    "action": {
                        "label": "Attended and complied",
                        "url": "/outcome/",
                        "method": "post",
                        "name": "outcome",
                        "value": "attended",
                    },
                    "other": {"label": "Other outcome", "url": "#"},
                },
                {
                    "name": "Marek Dudek",
                    "url": "#",
                    "reference": "P-6DWF-K9",
                    "due": "due today",
                    "reason": "Home visit with drug treatment worker, today, 10:30am",
                    "action": {"label": "Attended and complied", "url": "#"},
                    "other": {"label": "Other outcome", "url": "#"},
                },
            ],
        },
        {
            "name": "Risk reviews",
            "count": "1",
            "rows": [
                {
                    "name": "Imran Aziz",
                    "url": "#",
                    "reference": "P-3JQR-M7",
                    "due": "overdue by 4 days",
                    "due_on": "due Monday 9 March 2026",
                    "is_late": True,
                    "reason": "Last review 9 December 2025,",
                    "level": 2,
                    "level_word": "Medium",
                    "provenance": ["94 days since review", "Draft saved 11:42am"],
                    "action": {"label": "Review risk", "url": "#"},
                }
            ],
        },
    ]


def match() -> dict[str, Any]:
    police, probation = differing_pieces("Kyle Ashcroft", "Kile Ashcroft")
    address_one, address_two = differing_pieces("3 Chapel Row, Bishop Auckland", "14 Bede Street, Bishop Auckland")
    return {
        "caption": "What each source says",
        "sources": [
            {"agency": "Police custody", "label": "Row 61 of this file", "short": "Police"},
            {"agency": "Probation", "label": "P-7K3M-Q2"},
        ],
        "fields": [
            {
                "label": "Name",
                "values": [{"pieces": police}, {"pieces": probation}],
                "result": "close",
                "weight": "sounds the same",
            },
            {
                "label": "Date of birth",
                "values": [{"pieces": [{"text": "24 June 1998"}]}, {"pieces": [{"text": "24 June 1998"}]}],
                "result": "same",
                "weight": "strong evidence",
            },
            {
                "label": "CRN",
                "values": [{"missing": "Not given"}, {"pieces": [{"text": "X•••913"}]}],
                "result": "not-given",
                "weight": "nothing to compare",
            },
            {
                "label": "Address",
                "values": [{"pieces": address_one}, {"pieces": address_two}],
                "result": "different",
                "weight": "weak evidence, people move",
            },
        ],
    }


def conflict() -> dict[str, Any]:
    review = differing_pieces("13 April 2026", "20 April 2026")
    notes = differing_pieces("Rang his mum.", "Rang his mum. She will drive him on Saturday.")
    rows = [
        {"label": "Review due", "theirs": review[0], "mine": review[1]},
        {"label": "Notes", "theirs": notes[0], "mine": notes[1]},
    ]
    return {
        "conflict": {
            "strong": "You have not lost anything.",
            "words": "Sam Okafor saved the review date at 3:36pm.",
            "theirs_label": "Sam, 3:36pm (saved)",
            "mine_label": "You, not saved",
            "rows": rows,
        }
    }


CRITERIA = [
    {
        "result": "cannot-tell",
        "rule": "Lives in the force area",
        "evidence": "12 Front Street, Crook. Last confirmed 14 months ago.",
        "provenance": ["Police custody import, 8 Jan 2025"],
        "actions": [
            {
                "label": "She confirms this address",
                "url": "/confirm/",
                "method": "post",
                "kind": "main",
                "size": "small",
            },
            {"label": "Change it", "url": "#", "size": "small"},
        ],
    },
    {
        "result": "met",
        "rule": "Aged 18 or over",
        "rule_rest": "on the day of the offence",
        "evidence": "28 years",
        "provenance": ["Date of birth confirmed by fingerprint, 11 Mar 2026"],
    },
    {"result": "not-met", "rule": "Fewer than 2 earlier Checkpoint contracts", "evidence": "2 earlier contracts"},
]
HELD = {
    "label": "Row 38",
    "tag": "Held",
    "reason": "Arrest date 02/28/2026 has no month 28.",
    "raw": [
        {"text": "DC/26/04117,"},
        {"text": "02/28/2026", "is_marked": True},
        {"text": ",Bell,Aaron,1994-11-03,TH68010,Bishop Auckland"},
    ],
    "question": "Read it as 28 February 2026? Row 91 has the same problem.",
    "actions": [
        {
            "label": "Use for both rows",
            "url": "/fix/",
            "method": "post",
            "size": "small",
            "name": "rows",
            "value": "both",
        },
        {"label": "This row only", "url": "/fix/", "method": "post", "size": "small"},
    ],
    "more": [{"label": "Type another date", "url": "#"}],
}


MESSAGES = [
    {
        "kind": "success",
        "strong": "Outcome saved.",
        "words": "4 agencies can see it.",
        "action": {"label": "Undo", "url": "/undo/", "method": "post"},
        "until": "until 3:50pm",
    },
    {"kind": "information", "strong": "Back Monday 23 March.", "words": "Sam Okafor covers."},
    {
        "kind": "warning",
        "strong": "Risk from probation is not available at the moment.",
        "words": "Last known: Medium, 20 January 2026, A. Nixon.",
        "small": "We try again every 5 minutes. Ring probation if you need it now.",
    },
    {
        "kind": "danger",
        "strong": "We could not save this note.",
        "words": "Your text is still in the box. It is not on the record yet.",
        "action": {"label": "Try again", "url": "#", "kind": "main", "size": "small"},
        "is_button": True,
        "second": {"label": "Copy text", "url": "#"},
    },
]
