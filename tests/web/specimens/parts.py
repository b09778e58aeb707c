"""Every part in every state: heading, template ("" for plain source), context."""

from typing import Any

from desistance.web.views.finding import FindForm
from tests.web.specimens.controls import WRONG, ArrestFilters, EveryField
from tests.web.specimens.person import ALERTS, COLUMNS, PEOPLE, PROVENANCE, RISK, ROWS, STAFF_ALERT, STUB, timeline
from tests.web.specimens.work import CRITERIA, HELD, MESSAGES, conflict, match, queue

DOORS = """
<p class="app-inset"><b>Need something now?</b> Ring the owning team: Durham Probation, public protection, until 5pm.</p>
<div class="app-pair app-pair--level">
  <section class="app-door"><h2>Request access</h2><p>For planned work. Goes to Helen Marsh.</p>
    <button class="govuk-button">Send request</button></section>
  <section class="app-door app-door--danger"><h2>Emergency access</h2><p>Only if waiting would put someone at risk.</p>
    <ul><li>You can read the record straight away, for 60 minutes</li><li>Everything you open is reviewed</li></ul>
    <button class="govuk-button govuk-button--warning">Start emergency access</button></section>
</div>
"""


def specimens() -> list[tuple[str, str, dict[str, Any]]]:
    """Every part in every state: heading, template ("" for plain source), context."""
    return [
        (
            "Risk, RAG, state, rule",
            "",
            {
                "source": (
                    '{% load desistance %}<p class="app-buttons">{% meter 1 "Low" %} {% meter 2 "Medium" %} '
                    '{% meter 3 "High" %} {% meter 4 "Very high" %}</p><p class="app-buttons">{% rag "Red" %} '
                    '{% rag "Amber" "since 16 Feb 2026" %} {% rag "Green" %}</p>'
                    '<p class="app-buttons">{% tag "Sent" %} {% tag "Active" %} {% tag "Waiting for decision" %} '
                    '{% tag "Completed" %} {% tag "Declined" %} {% tag "Youth" "purple" %} '
                    '{% tag "Restricted" %}</p>'
                    '<p class="app-buttons"><span class="app-crit__result app-crit__result--met">{% icon "met" %}Met</span> '
                    '<span class="app-crit__result app-crit__result--not-met">{% icon "not-met" %}Not met</span> '
                    '<span class="app-crit__result app-crit__result--cannot-tell">{% icon "cannot-tell" %}Cannot tell</span></p>'
                    ""
                )
            },
        ),
        (
            "Buttons",
            "",
            {
                "source": (
                    '<div class="app-buttons"><button class="govuk-button">Main action</button>'
                    '<button class="govuk-button govuk-button--secondary">Second</button>'
                    '<button class="govuk-button govuk-button--warning">Cannot be undone</button>'
                    '<button class="govuk-button app-button--small">Small</button>'
                    '<button class="govuk-button govuk-button--secondary app-button--small">Small second</button>'
                    '<a href="#">Link</a></div>'
                )
            },
        ),
        ("Queue", "parts/queue.html", {"groups": queue()}),
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
                        "sentence": "The home visit on Wednesday 18 March has one worker. "
                        "The police alert says do not visit alone.",
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
        ("Timeline", "parts/timeline.html", {"days": timeline()}),
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
            "Find within a record",
            "parts/find.html",
            {"find": {"form": FindForm(auto_id="find-%s"), "words": "landlord", "clear_url": "#"}},
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
        ("Match", "parts/match_table.html", match()),
        ("Someone else changed this", "parts/conflict.html", conflict()),
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
            {"source": DOORS},
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
