"""Every part in every state on one page, with demonstration people: looked at by eye and read by tests; never served.

`python -m tests.web.gallery FOLDER` writes gallery.html there, beside a `static` folder that a plain file server can serve.
"""

import datetime as dt
from typing import Any

from django import forms
from django.template import Context, Engine

from desistance.web.forms import ApproximateDate, DateParts, GovukForm, Look
from desistance.web.templatetags.desistance import differing_pieces

TODAY = dt.date(2026, 3, 13)
INVALID = "NO-SUCH-VARIABLE[%s]"

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


def _queue() -> list[dict[str, Any]]:
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
                    "reason": "He told his work coach that he does not feel safe at home tonight. Nobody in probation has read this yet. He needs a Polish interpreter.",
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
                    "reason": "Missed Community Payback on Saturday 7 March. If you decide it was not acceptable, it is the second in 12 months and breach must be considered.",
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


def _timeline() -> list[dict[str, Any]]:
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


def _match() -> dict[str, Any]:
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


def _conflict() -> dict[str, Any]:
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


class ArrestFilters(GovukForm):
    """A filter form as lists have it."""

    agency = forms.ChoiceField(
        label="Agency", required=False, choices=[("", "All"), ("police", "Police"), ("probation", "Probation")]
    )
    since = DateParts(label="Date from (earliest)", required=False)


class EveryField(GovukForm):
    """One of each kind of control."""

    email = forms.EmailField(label="Work email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    reason = forms.CharField(
        label="Why do you need it?",
        help_text="The reviewer will read it.",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Enter why you need it"},
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    hours = forms.IntegerField(label="Hours worked", min_value=0)
    agency = forms.ChoiceField(
        label="Agency", choices=[("", "Choose an agency"), ("police", "Police"), ("probation", "Probation")]
    )
    changed = forms.ChoiceField(
        label="Has risk changed?",
        choices=[("no", "No"), ("yes", "Yes, start a review")],
        widget=forms.RadioSelect,
        initial="no",
    )
    outcome = forms.ChoiceField(
        label="What happened?",
        choices=[("came", "Attended and complied"), ("acceptable", "Acceptable absence")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="Why was the absence acceptable?", required=False)
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[("same", "Same person"), ("different", "Different people"), ("ask", "Not sure, ask the agency")],
        widget=forms.RadioSelect,
        initial="same",
    )
    needs = forms.MultipleChoiceField(
        label="Needs",
        help_text="Select all that apply.",
        choices=[("home", "Accommodation"), ("money", "Money"), ("none", "No need found")],
        widget=forms.CheckboxSelectMultiple,
    )
    knows = forms.BooleanField(
        label="I know that a person reviews what I open",
        error_messages={"required": "Confirm that you know a person reviews what you open"},
    )
    born_on = DateParts(label="Date of birth", help_text="For example, 27 3 1998.")
    moved_in = ApproximateDate(
        label="When did he move in?", words="Date he moved in", help_text="A year alone is enough.", required=False
    )
    letter = forms.FileField(label="Letter", required=False)
    words = forms.CharField(label="Name, date of birth or number", required=False, widget=forms.SearchInput)
    version = forms.CharField(widget=forms.HiddenInput, initial="3")
    looks = {
        "email": Look(width=30),
        "hours": Look(width=3, suffix="hours"),
        "changed": Look(is_inline=True),
        "outcome": Look(reveals={"acceptable": ("why",)}),
        "decision": Look(
            as_cards=True,
            size="m",
            option_hints={
                "same": "Row 61 joins P-7K3M-Q2. All sources stay readable, each with its own sharing rule.",
                "different": "We keep them apart and do not ask again unless something new arrives.",
                "ask": "The row stays held.",
            },
        ),
        "needs": Look(exclusive="none", dividers={"none": "or"}),
    }


WRONG = {
    "email": "a.nixon",
    "reason": "",
    "hours": "ten",
    "agency": "",
    "changed": "no",
    "outcome": "acceptable",
    "decision": "same",
    "born_on-day": "24",
    "born_on-month": "13",
    "born_on-year": "1998",
    "moved_in-day": "",
    "moved_in-month": "",
    "moved_in-year": "2019",
    "version": "3",
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


def specimens() -> list[tuple[str, str, dict[str, Any]]]:
    """Every part in every state: heading, template ("" for plain source), context."""
    return [
        (
            "Risk, RAG, state, rule",
            "",
            {
                "source": '{% load desistance %}<p class="app-tags">{% meter 1 "Low" %} {% meter 2 "Medium" %} {% meter 3 "High" %} {% meter 4 "Very high" %}</p><p class="app-tags">{% rag "Red" %} {% rag "Amber" "since 16 Feb 2026" %} {% rag "Green" %}</p><p class="app-tags">{% tag "Sent" %} {% tag "Active" %} {% tag "Waiting for decision" %} {% tag "Completed" %} {% tag "Declined" %} {% tag "Youth" "purple" %} {% tag "Restricted" %}</p><p class="app-tags"><span class="app-crit__result app-crit__result--met">{% icon "met" %}Met</span> <span class="app-crit__result app-crit__result--not-met">{% icon "not-met" %}Not met</span> <span class="app-crit__result app-crit__result--cannot-tell">{% icon "cannot-tell" %}Cannot tell</span></p>'
            },
        ),
        (
            "Buttons",
            "",
            {
                "source": '<div class="app-buttons"><button class="govuk-button">Main action</button><button class="govuk-button govuk-button--secondary">Second</button><button class="govuk-button govuk-button--warning">Cannot be undone</button><button class="govuk-button app-button--small">Small</button><button class="govuk-button govuk-button--secondary app-button--small">Small second</button><a href="#">Link</a></div>'
            },
        ),
        ("Queue", "parts/queue.html", {"groups": _queue()}),
        (
            "Today",
            "parts/day_list.html",
            {
                "rows": [
                    {
                        "time": "10:30am",
                        "name": "Marek Dudek",
                        "words": "home visit",
                        "note": "Outcome not logged",
                        "is_past": True,
                    },
                    {"now": "3:40pm"},
                    {
                        "time": "4:15pm",
                        "name": "Imran Aziz",
                        "url": "#",
                        "words": "office, room 2",
                        "note": "Plan review, 45 minutes",
                    },
                ]
            },
        ),
        (
            "Views",
            "parts/switch.html",
            {
                "label": "Whose day",
                "views": [
                    {"label": "Mine", "url": "#", "is_current": True},
                    {"label": "Covering Sam Okafor (3)", "url": "#"},
                    {"label": "Team", "url": "#"},
                ],
            },
        ),
        (
            "Attention",
            "parts/attention.html",
            {
                "items": [
                    {
                        "kind": "Safety",
                        "sentence": "The home visit on Wednesday 18 March has one worker. The police alert says do not visit alone.",
                        "action": {"label": "Change the visit", "url": "#"},
                    },
                    {
                        "kind": "Data",
                        "sentence": "Police say 14 Bede Street, the council says 3 Chapel Row.",
                        "action": {"label": "Compare", "url": "#"},
                    },
                ],
                "more": {"label": "3 more", "url": "#"},
            },
        ),
        (
            "Changes",
            "parts/lines.html",
            {
                "rows": [
                    {
                        "strong": "Alert ended:",
                        "words": "bail condition, no contact with J.T.",
                        "small": "Police, 12 March 2026",
                    },
                    {"name": "Kyle Ashcroft", "url": "#", "words": "rent arrears letter sent", "tag": "Letter"},
                ]
            },
        ),
        (
            "Who is involved",
            "parts/involvements.html",
            {
                "involvements": [
                    {
                        "name": "Alison Nixon",
                        "is_lead": True,
                        "role": "Probation practitioner",
                        "last_contact": "Last contact 5 March 2026",
                        "phone": "0191 496 0210",
                    },
                    {
                        "name": "Joe Brannigan",
                        "role": "Payback supervisor",
                        "away": "Away until Monday 23 March 2026.",
                        "cover": "Sam Okafor",
                    },
                    {
                        "stub": {
                            "count": "1 worker in the NHS treatment provider is not shared with you.",
                            "ask": {"label": "Ask", "url": "#"},
                        }
                    },
                ]
            },
        ),
        ("Timeline", "parts/timeline.html", {"days": _timeline()}),
        ("Stub", "parts/stub.html", {"stub": STUB}),
        ("Provenance", "parts/provenance.html", {"items": PROVENANCE}),
        ("Alerts", "parts/alerts.html", {"alerts": ALERTS}),
        ("Risk", "parts/risk_strip.html", {"risk": RISK}),
        (
            "Risk, review overdue",
            "parts/risk_strip.html",
            {"risk": RISK | {"level": 4, "word": "Very high", "overdue": "overdue by 3 days"}},
        ),
        (
            "Risk, source down",
            "parts/risk_strip.html",
            {"risk": RISK | {"unavailable": "Risk information from Probation is not available at the moment."}},
        ),
        ("Risk, nothing recorded", "parts/risk_strip.html", {"risk": {"ask": {"label": "Ask probation", "url": "#"}}}),
        (
            "Small banner",
            "parts/banner_mini.html",
            {
                "banner": {
                    "name": "Kyle Ashcroft",
                    "url": "#",
                    "liked_name": "Ky",
                    "born": "24 June 1998 (27 years)",
                    "reference": "P-7K3M-Q2",
                    "alert": STAFF_ALERT,
                    "level": 2,
                    "word": "Medium",
                }
            },
        ),
        (
            "Small banner, nothing recorded",
            "parts/banner_mini.html",
            {"banner": {"name": "Lisa Hope", "url": "#", "born": "Date of birth not known", "reference": "P-2VNG-L6"}},
        ),
        ("Messages", "parts/messages.html", {"page_messages": MESSAGES}),
        ("Criteria", "parts/criteria.html", {"rows": CRITERIA}),
        (
            "Verdict",
            "parts/verdict.html",
            {
                "verdict": {
                    "label": "Result so far",
                    "answer": "Cannot tell yet",
                    "strong": "9 met, 0 not met, 1 cannot tell.",
                    "words": "Confirm her address to get a result.",
                    "small": "Rules in force from 1 April 2025, version 3.",
                    "link": {"label": "Read the rules", "url": "#"},
                    "colour": "amber",
                }
            },
        ),
        (
            "Facts",
            "parts/key_facts.html",
            {
                "facts": [
                    {"label": "Last good", "value": "Thursday 12 March 2026, 3:28pm"},
                    {"label": "Usual rows", "missing": "Not known"},
                ]
            },
        ),
        (
            "Facts, when you save",
            "parts/key_facts.html",
            {
                "is_over": True,
                "facts": [
                    {"label": "Counts towards", "value": "Rehabilitation activity, day 9 of 15"},
                    {
                        "label": "Undo",
                        "value": "For 10 minutes. After that you can correct it, and both versions stay.",
                    },
                ],
            },
        ),
        (
            "Details",
            "parts/details.html",
            {
                "rows": [
                    {
                        "label": "Name",
                        "value": "Kyle Ashcroft",
                        "since": "since birth",
                        "provenance": ["Probation import", "2 Feb 2026"],
                        "actions": [{"label": "Change", "url": "#", "about": "name"}],
                    },
                    {"label": "CRN", "number": {"masked": "X•••913", "show_url": "/show/"}},
                    {"label": "Employer", "missing": "Not known"},
                ]
            },
        ),
        ("Table", "parts/table.html", {"caption": "Risk now", "columns": COLUMNS, "rows": ROWS}),
        ("Search results", "parts/people.html", {"people": PEOPLE}),
        (
            "Filters",
            "parts/filters.html",
            {
                "form": ArrestFilters(auto_id="filter-%s"),
                "active": [{"label": "Agency: Police", "url": "#"}],
                "clear_url": "#",
            },
        ),
        (
            "Pages",
            "parts/pagination.html",
            {
                "pages": {
                    "newer_url": "#",
                    "older_url": "#",
                    "words": "50 entries, 1 March 2026 to 13 March 2026",
                    "about": "entries",
                }
            },
        ),
        (
            "Import",
            "parts/import_steps.html",
            {
                "steps": [
                    {"label": "Received", "state": "past"},
                    {"label": "Checked, 40 seconds", "state": "past"},
                    {"label": "Needs you", "state": "current"},
                    {"label": "Load", "state": "next"},
                    {"label": "Done", "state": "next"},
                ]
            },
        ),
        (
            "Tally",
            "parts/tally.html",
            {
                "counts": [
                    {"label": "Rows in the file", "number": 214},
                    {"label": "Ready to load", "number": 201},
                    {"label": "Held, to fix", "number": 8},
                    {"label": "May already be known", "number": 5},
                ],
                "sum": "201 + 8 + 5 = 214. Nothing has been loaded yet.",
            },
        ),
        (
            "Problems",
            "parts/problems.html",
            {
                "problems": [
                    {
                        "number": 4,
                        "problem": "Date of birth or arrest not understood",
                        "example": "2 written month first, 1 with a two-figure year, 1 “unknown”",
                        "action": {"label": "Fix 4 dates", "url": "#", "size": "small"},
                    }
                ]
            },
        ),
        ("Held row", "parts/held_row.html", {"row": HELD}),
        ("Match", "parts/match_table.html", _match()),
        ("Someone else changed this", "parts/conflict.html", _conflict()),
        (
            "Empty",
            "parts/empty.html",
            {
                "empty": {
                    "sentence": "Nothing is waiting for you. Next appointment: Monday 16 March 2026, 9:30am.",
                    "small": "Decisions, outcomes and referrals that wait for you come here.",
                }
            },
        ),
        (
            "Empty is not no",
            "parts/empty.html",
            {
                "empty": {
                    "strong": "No risk assessment has been recorded in this service.",
                    "sentence": "That does not mean there is no risk.",
                    "link": {"label": "Ask probation", "url": "#"},
                }
            },
        ),
        (
            "Not allowed",
            "parts/empty.html",
            {
                "empty": {
                    "strong": "You cannot change this plan.",
                    "sentence": "A. Nixon, Probation, leads it. You can suggest a step, or ask to be added.",
                    "action": {"label": "Suggest a step", "url": "#", "size": "small"},
                    "link": {"label": "Ask to be added", "url": "#"},
                }
            },
        ),
        (
            "Needs",
            "parts/needs.html",
            {
                "needs": [
                    {"pathway": "Accommodation", "level": "high", "word": "High need"},
                    {"pathway": "Drugs", "level": "some", "word": "Some need"},
                    {"pathway": "Alcohol", "level": "none", "word": "No concern"},
                    {"pathway": "Family", "level": "strength", "word": "Strength"},
                    {"pathway": "Health", "level": "unknown", "word": "Not known to you"},
                ]
            },
        ),
        (
            "Long job",
            "parts/progress.html",
            {
                "progress": {
                    "strong": "Loading 206 of 211 rows",
                    "words": "less than 1 minute left",
                    "percent": 97,
                    "note": "You can leave this page.",
                    "links": [{"label": "Refresh", "url": "#"}, {"label": "Stop", "url": "#"}],
                    "is_live": True,
                }
            },
        ),
        ("Hours", "parts/progress.html", {"progress": {"strong": "62 of 100 hours", "percent": 62, "pace": 71}}),
        ("Signed out soon", "parts/session_warning.html", {}),
        (
            "Two doors",
            "",
            {
                "source": '<div class="app-pair app-pair--level"><section class="app-door"><h2>Request access</h2><p>For planned work. Goes to Helen Marsh.</p><button class="govuk-button">Send request</button></section><section class="app-door app-door--danger"><h2>Emergency access</h2><p>Only if waiting would put someone at risk.</p><ul><li>You can read the record straight away, for 60 minutes</li><li>Everything you open is reviewed</li></ul><button class="govuk-button govuk-button--warning">Start emergency access</button></section></div><p class="app-inset"><b>Need something now?</b> Ring the owning team: Durham Probation, public protection, until 5pm.</p>'
            },
        ),
        (
            "A form",
            "forms/page_form.html",
            {
                "form": EveryField(auto_id="empty-%s"),
                "button": "Save outcome",
                "cancel": {"label": "Cancel", "url": "#"},
                "keep": "outcome",
            },
        ),
        (
            "A form with problems",
            "forms/page_form.html",
            {"form": EveryField(WRONG), "button": "Save outcome", "kind": "danger"},
        ),
    ]


FRAME: dict[str, Any] = {
    "demonstration": True,
    "partnership": "North East",
    "worker_name": "Alison Nixon",
    "notices_count": 3,
    "csrf_token": "token",
    "version": "0.1",
    "title": "Parts",
    "navigation": [
        {"label": "My day", "url": "#", "current": True},
        {"label": "People", "url": "#"},
        {"label": "Referrals", "url": "#", "badge": "2"},
        {"label": "Delivery", "url": "#"},
        {"label": "Partnership", "url": "#"},
        {"label": "Insight", "url": "#"},
        {"label": "Data and governance", "url": "#", "badge": "?"},
    ],
    "acting_for": {"label": "Durham Probation", "url": "#"},
    "emergency": {"until": "4:40pm", "minutes_left": 59, "end_url": "/end/"},
    "breadcrumbs": [{"label": "People", "url": "#"}, {"label": "My people", "url": "#"}],
    "banner": BANNER,
    "tabs": [
        {"label": label, "url": "#", "is_current": label == "Overview"}
        for label in ("Overview", "Risk", "Plan", "Contacts", "Timeline", "Details", "Sharing")
    ],
    "session_minutes": 30,
}


def engine(string_if_invalid: str = INVALID) -> Engine:
    """An engine over the project's own templates in which a variable that does not exist shows itself."""
    from django.template.backends.django import get_installed_libraries
    from desistance import web

    return Engine(
        dirs=[f"{web.__path__[0]}/templates"],
        libraries=get_installed_libraries(),
        builtins=[],
        string_if_invalid=string_if_invalid,
    )


def render_specimen(template: str, context: dict[str, Any], string_if_invalid: str = INVALID) -> str:
    """One part with its context."""
    one = engine(string_if_invalid)
    chosen = one.from_string(context["source"]) if not template else one.get_template(template)
    return chosen.render(Context(context | {"csrf_token": "token"}))


def render_gallery() -> str:
    """The whole page: frame, banner and every specimen under its heading."""
    body = "".join(
        f'<section class="app-section"><div class="app-head"><h2>{name}</h2></div>{render_specimen(template, context, "")}</section>'
        for name, template, context in specimens()
    )
    page = (
        '{% extends "desistance/base.html" %}{% block content %}<div class="app-page-head"><h1>Parts</h1></div>'
        + "{% verbatim %}"
        + body
        + "{% endverbatim %}{% endblock %}"
    )
    return engine("").from_string(page).render(Context(FRAME))


if __name__ == "__main__":
    import sys
    from pathlib import Path

    import django

    django.setup()
    folder = Path(sys.argv[1])
    (folder / "gallery.html").write_text(render_gallery())
