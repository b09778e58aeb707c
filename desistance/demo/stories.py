"""Needs, plans and risk of the story's people, as data. Everyone here is made up."""

from datetime import date
from typing import Any, Final

KYLE, DEAN, SHANNON, MAREK, IMRAN = "P-7K3M-Q2", "P-9HXC-B3", "P-2VNG-L6", "P-6DWF-K9", "P-3JQR-M7"
JADE, JODIE, PAUL, TOMASZ, CALLUM = "P-8BKT-H4", "P-8BKT-J5", "P-5XLP-T2", "P-1GZW-C6", "P-0RHN-V3"
ALISON, HELEN, SAM, HANNAH, RUTH = "Alison Nixon", "Helen Marsh", "Sam Okafor", "Hannah Miah", "Ruth Dobson"

LOW: Final = {"public_community": "low", "known_adult_community": "low", "staff_community": "low"}
MEDIUM: Final = {**LOW, "public_community": "medium"}

REVIEWS: Final[tuple[tuple[str, str, str, dict[str, str], dict[str, Any]], ...]] = (
    ("2025-12-15T10:00", ALISON, DEAN, MEDIUM, {
        "trigger": "Community order, and words used at the time of the offence",
        "evidence": "Shouted abuse about where a shop worker came from. Says that he had been drinking. No violence on record.",
        "protective": "Works most weeks. Lives with his brother.", "review_on": date(2026, 3, 15),
    }),
    ("2026-01-12T11:00", ALISON, MAREK, MEDIUM, {
        "trigger": "Drug rehabilitation requirement", "evidence": "Steals from shops to pay for heroin. Pushed a guard once, in 2023.",
        "protective": "Wants treatment. Sees his daughter on Sundays.", "review_on": date(2026, 4, 10),
    }),
    ("2025-12-08T14:00", ALISON, IMRAN, LOW, {
        "trigger": "Community order", "evidence": "One offence, with others, none since.", "review_on": date(2026, 6, 5),
    }),
    ("2025-10-21T09:30", SAM, JADE, LOW, {
        "trigger": "Community order", "evidence": "Thefts from shops with her sister. Nobody was hurt.", "review_on": date(2026, 4, 20),
    }),
    ("2025-10-21T10:30", ALISON, JODIE, LOW, {
        "trigger": "Community order", "evidence": "Thefts from shops with her sister. Nobody was hurt.", "review_on": date(2026, 4, 20),
    }),
    ("2025-09-29T15:00", ALISON, TOMASZ, LOW, {
        "trigger": "Community order", "evidence": "Drove while over the limit. Spoken to with an interpreter.", "review_on": date(2026, 3, 27),
    }),
    ("2025-03-24T10:00", HELEN, PAUL, {**MEDIUM, "known_adult_community": "medium"}, {
        "trigger": "Licence", "evidence": "Threatened a former partner in 2022. A non-contact condition stands.",
        "review_on": date(2025, 6, 22),
    }),
    ("2026-03-10T16:00", ALISON, CALLUM, MEDIUM, {
        "trigger": "Moves to adult services in April", "evidence": "Carried a knife once, in 2024. The council's worker has seen none since.",
        "protective": "Plays football twice a week.", "review_on": date(2026, 6, 5),
    }),
)  # fmt: skip
"""Moment, worker, person, levels, and what was told."""
FROM_A_SYSTEM: Final[tuple[tuple[str, str, str, dict[str, str], dict[str, Any]], ...]] = (
    ("2025-12-02T06:00", "prison", SHANNON, {**LOW, "known_adult_community": "medium", "known_adult_custody": "low"}, {
        "trigger": "Reception", "evidence": "Threats between her and a former partner before she came in.",
        "protective": "Keeps away from him. Her aunt writes.", "review_on": date(2026, 2, 27),
    }),
)  # fmt: skip
"""Moment, agency whose system said it, person, levels, and what was told. That system has said nothing since."""

ASSESSMENTS: Final[tuple[tuple[str, str, str, str, dict[str, tuple[str, ...]]], ...]] = (
    ("2025-11-17T14:40", ALISON, KYLE, "", {
        "accommodation": ("high", "Sleeps at his sister's and at friends' places", "help", "I need my own door", "ready", "A tenancy he can pay for"),
        "money": ("high", "Owes £900. Has had no benefit since August", "help", "", "thinking", "Help to claim"),
        "work": ("some", "Laboured until 2024. Has no site card", "help", "I can graft", "ready", "A site card"),
        "substances": ("some", "Drinks at weekends. Used cocaine in the summer", "fine", "It's just weekends", "not_now"),
        "thinking": ("some", "Acts at once and thinks afterwards", "unsure", "", "thinking"),
        "family": ("none", "In touch with his sister"),
    }),
    ("2026-01-22T10:30", ALISON, KYLE, "", {
        "accommodation": ("high", "Offered a room in shared housing. The rent takes half of what he gets", "help", "I don't want to lose this", "doing", "A weekly payment"),
        "money": ("high", "Claim is paid. Arrears from his last place, £412", "help", "I don't open the letters", "ready", "Someone to sit down with"),
        "work": ("some", "Started with the Jobcentre. Site card not booked yet", "help", "I'll do any site", "doing", "The fee for the test"),
        "substances": ("some", "Drinks less than in November", "fine", "I've cut down", "doing"),
        "thinking": ("some", "Talks about what he would do next time", "unsure", "", "thinking"),
        "family": ("strength", "His sister comes to appointments and he listens to her", "well", "She keeps me right", "keeping"),
        "health": ("some", "Has not slept well since the summer. Has not seen a doctor", "unsure", "", "not_now"),
    }),
    ("2026-03-03T11:00", HANNAH, KYLE, "", {
        "accommodation": ("some", "Moved in on 2 February. Keeps the room tidy, two weeks behind with rent", "well", "It's quiet", "keeping", "Payment by standing order"),
    }),
    ("2025-12-15T10:30", ALISON, DEAN, "", {
        "thinking": ("high", "Says others are to blame. Will not talk about the words he used", "fine", "It was banter", "not_now", "Talking with someone who was hurt by such words"),
        "substances": ("some", "Had been drinking each time", "unsure", "", "thinking"),
        "work": ("strength", "Works as a roofer most weeks", "well", "Never out of work"),
        "accommodation": ("none", "Lives with his brother"), "money": ("none", "Pays his way"),
    }),
    ("2026-01-12T11:30", ALISON, MAREK, "", {
        "substances": ("high", "Heroin every day", "help", "I am tired of it", "ready", "Treatment near home"),
        "health": ("high", "Has a sore on his leg that does not heal", "help", "It hurts at night", "ready", "A nurse"),
        "money": ("some", "All of it goes on drugs", "help"), "family": ("strength", "Sees his daughter on Sundays and never misses", "well", "She is why"),
        "accommodation": ("none", "Has rented the same house since 2023"),
    }),
    ("2025-12-08T14:30", ALISON, IMRAN, "", {
        "thinking": ("high", "Went along with others. Could not say why", "help", "I don't say no", "ready", "Thinking skills"),
        "work": ("some", "Left college in his second year", "help", "", "thinking"),
        "family": ("strength", "Lives with his parents, who are firm and kind", "well"),
        "accommodation": ("none", "Lives at home"), "substances": ("none", "Does not drink or use drugs"),
    }),
    ("2025-10-21T09:50", SAM, JADE, "", {
        "money": ("high", "Owes a lender £1,600", "help", "He comes to the door", "ready", "Someone to ring him"),
        "abuse": ("some", "Says that a former partner hit her", "not_said"),
        "family": ("strength", "Looks after her mother", "well"),
    }),
    ("2025-10-21T10:50", ALISON, JODIE, "", {
        "money": ("some", "Owes a catalogue £240", "fine"), "work": ("some", "Has not worked yet", "help", "I'd like a shop"),
        "family": ("strength", "Looks after her mother with her sister", "well"),
    }),
    ("2026-02-24T10:10", ALISON, JODIE, "", {
        "money": ("none", "Paid off"), "work": ("strength", "Works in a bakery since January", "well", "I love it", "keeping"),
        "family": ("strength", "Looks after her mother with her sister", "well"),
    }),
    ("2025-09-29T15:30", ALISON, TOMASZ, "", {
        "substances": ("some", "Drank every evening after his hours were cut", "help", "", "ready"),
        "work": ("some", "Hours cut to two days", "help", "Five days again", "ready", "English classes in the evening"),
        "accommodation": ("none", "Rents a room from a friend"),
    }),
    ("2025-12-10T10:00", RUTH, SHANNON, "", {
        "abuse": ("high", "Former partner found her last two addresses", "help", "He always finds me", "ready", "A place he does not know"),
        "accommodation": ("high", "Has no place to go on release", "help", "Not the hostel again", "ready", "A women's house"),
        "health": ("some", "Expects a child in June", "well"),
        "family": ("strength", "Her aunt writes every week", "well"),
    }),
    ("2025-03-24T10:30", HELEN, PAUL, "", {
        "thinking": ("some", "Understands the condition and keeps to it", "fine"), "accommodation": ("none", "Owns his house"),
    }),
    ("2026-03-10T16:30", ALISON, CALLUM, "He had gone home before the meeting ended", {
        "work": ("some", "At college two days a week. Could lose the place if he misses more"),
        "family": ("strength", "His grandmother comes to every meeting"),
        "thinking": ("some", "The council's worker says that he plans ahead better than last year"),
    }),
)  # fmt: skip
"""Moment, worker, person, why without them, and answers: level, words, own view, own words, readiness, what helps."""

PLANS: Final[tuple[tuple[str, str, str, tuple[Any, ...], tuple[str, str, str, str] | None], ...]] = (
    ("2026-02-02T15:00", ALISON, KYLE, (
        ("Keep my own place", "accommodation", "now", "", (
            ("Sign for the room", "person", "", "2026-02-06", ("2026-02-06T12:00", "done", "Signed on 5 February")),
            ("Bring the housing benefit letter", "person", "", "2026-02-13", ("2026-02-16T10:00", "done", "Brought it")),
            ("Agree a weekly payment for the arrears", "agency", "housing", "2026-03-20", None),
            ("Set up a standing order", "person", "", "2026-03-27", None),
        )),
        ("Finish my unpaid work", "thinking", "now", "", (
            ("Two Saturdays a month until it is done", "person", "", "2026-06-27", None),
        )),
        ("Get a site card", "work", "now", "", (
            ("Ask the Jobcentre to pay for the test", "worker", ALISON, "2026-02-20", ("2026-02-18T09:00", "done", "They pay for it")),
            ("Book the test", "agency", "jobcentre", "2026-03-10", None),
            ("Go to the test", "person", "", "2026-04-10", None),
        )),
        ("Sleep better", "health", "future", "", ()),
        ("Have money coming in", "money", "achieved", "Benefit is paid every month since February", (
            ("Claim with help from the Jobcentre", "person", "", "2026-02-13", ("2026-02-17T10:00", "done", "First payment came")),
        )),
    ), ("agreed", "", "I want to be left alone with my own door. I'll do the Saturdays.", "2026-05-01")),
    ("2025-12-22T10:00", ALISON, DEAN, (
        ("Hear what it was like for others", "thinking", "now", "", (("Talk about it at two appointments", "worker", ALISON, "2026-01-30", ("2026-01-28T11:00", "waiting", "He will not talk about it yet")),)),
        ("Drink less", "substances", "now", "", (("Keep a note of each day for a month", "person", "", "2026-03-06", None),)),
    ), ("not_agreed", "Says that the order is wrong and that he needs no plan", "You lot wrote it", "2026-04-01")),
    ("2026-01-16T12:00", ALISON, MAREK, (
        ("Stop using", "substances", "now", "", (
            ("See the treatment service every week", "agency", "treatment", "2026-03-27", None),
            ("Give a sample when asked", "person", "", "2026-03-27", None),
        )),
        ("Get my leg seen to", "health", "now", "", (("Make an appointment with the nurse", "worker", ALISON, "2026-01-23", ("2026-01-21T10:00", "done", "Seen on 20 January")),)),
        ("Take my daughter to the sea", "family", "future", "", ()),
    ), ("agreed", "", "One week after another", "2026-04-16")),
    ("2025-12-19T10:00", ALISON, IMRAN, (
        ("Say no when I want to", "thinking", "now", "", (("Finish the thinking skills group", "person", "", "2026-05-29", None),)),
        ("Go back to college", "work", "now", "", (("Ask the college about September", "person", "", "2026-03-31", None),)),
    ), ("agreed", "", "I'd like to be a joiner", "2026-06-12")),
    ("2025-11-04T10:00", SAM, JADE, (
        ("Owe nothing to the man at the door", "money", "now", "", (("Ring the illegal lending team", "worker", SAM, "2025-11-14", ("2025-11-12T10:00", "done", "They took it on")),)),
    ), ("could_not", "Her mother was in hospital that week", "", "2026-04-30")),
    ("2025-11-04T11:00", ALISON, JODIE, (
        ("Work in a shop", "work", "achieved", "Works in a bakery since January", (("Write to five shops", "person", "", "2025-12-12", ("2026-01-20T10:00", "done", "The third one wrote back")),)),
        ("Keep the job", "work", "now", "", (("Tell the bakery about the appointments", "worker", ALISON, "2026-03-31", None),)),
    ), ("agreed", "", "I never thought I'd get up at four and like it", "2026-05-04")),
    ("2026-03-09T16:00", ALISON, TOMASZ, (
        ("Five days' work again", "work", "now", "", (("Find an evening class", "agency", "jobcentre", "2026-03-31", None),)),
        ("Evenings without a drink", "substances", "now", "", ()),
    ), None),
    ("2025-12-11T10:00", RUTH, SHANNON, (
        ("A house that he does not know of", "abuse", "now", "", (("Ask for a room in another county", "worker", RUTH, "2026-03-13", None),)),
        ("A place to go to on the day", "accommodation", "now", "", (("Speak with the council about the day", "agency", "council", "2026-03-13", None),)),
    ), ("agreed", "", "Anywhere but Peterlee", "2026-06-01")),
    ("2025-04-07T10:00", HELEN, PAUL, (
        ("Keep to the condition", "thinking", "now", "", (("Say at once if she writes", "person", "", "2026-09-07", None),)),
    ), ("agreed", "", "", "2025-10-03")),
)  # fmt: skip
"""Moment, worker, person, goals (what, pathway, state, what came of it, steps), and what the person said: outcome, why, words, review.

A step: what, who takes it, their name or agency, by when, and what came of it: moment, state, words."""
