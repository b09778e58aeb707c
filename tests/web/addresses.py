"""What every address of the pages answers: one row each. An address without a row fails the matrix.

``anyone``: no sign-in. ``staff``: whoever is signed in. ``permission``: those whose role holds it, 403 for the rest. ``person``: by
the policy (see: the page; know: to the request page; nothing: 404), then by the permission. ``asking``: as person, but *know* is
answered too. ``record``: one thing that is not there, 404 for those who might see one. ``post``: takes POST only.
"""

from dataclasses import dataclass
from typing import Literal

To = Literal["anyone", "staff", "permission", "person", "asking", "record", "post"]


@dataclass(frozen=True)
class Answer:
    """Who gets an answer at an address. ``first``: the permission is asked before the person; ``ok``: statuses that are answers."""

    to: To
    permission: str = ""
    first: bool = False
    ok: tuple[int, ...] = (200,)


ANYONE, STAFF, PERSON, POST = Answer("anyone"), Answer("staff"), Answer("person"), Answer("post")
MOVES_ON = Answer("staff", ok=(302,))
NO_SUCH_ROW = (404,)


def person(permission: str = "", ok: tuple[int, ...] = (200,)) -> Answer:
    """A page about a person that takes a permission."""
    return Answer("person", permission, ok=ok)


def holding(permission: str) -> Answer:
    """A page for those who hold a permission."""
    return Answer("permission", permission)


def record(permission: str = "") -> Answer:
    """A page about one thing, asked for here by a number that is nobody's."""
    return Answer("record", permission)


ADDRESSES: dict[str, Answer] = {
    "health-live": ANYONE,
    "health-ready": ANYONE,
    "cannot-sign-in": ANYONE,
    "first-password": ANYONE,
    "first-link": ANYONE,
    "account_logout": ANYONE,
    "accessibility": ANYONE,
    "privacy": ANYONE,
    "help": ANYONE,
    "what-has-changed": ANYONE,
    "public-home": ANYONE,
    "public-areas": ANYONE,
    "public-find": Answer("anyone", ok=(302,)),
    "public-area": Answer("anyone", ok=NO_SUCH_ROW),
    "public-area-csv": Answer("anyone", ok=NO_SUCH_ROW),
    "public-help": ANYONE,
    "public-statistics": ANYONE,
    "public-cited-csv": ANYONE,
    "public-release": Answer("anyone", ok=NO_SUCH_ROW),
    "public-edition": Answer("anyone", ok=NO_SUCH_ROW),
    "public-release-csv": Answer("anyone", ok=NO_SUCH_ROW),
    "public-methods": ANYONE,
    "account_login": Answer("anyone", ok=(200, 302)),
    "mfa_authenticate": Answer("anyone", ok=(302,)),
    "account": STAFF,
    "change-password": STAFF,
    "second-factor": STAFF,
    "recovery-codes": STAFF,
    "acceptable-use": STAFF,
    "no-role": MOVES_ON,
    "kept": MOVES_ON,
    "acting-for": STAFF,
    "sign-out-others": POST,
    "my-day": STAFF,
    "my-day-seen": POST,
    "recent": STAFF,
    "recent-clear": POST,
    "notices": STAFF,
    "notices-read": POST,
    "notice-read": POST,
    "drafts": POST,
    "draft-drop": POST,
    "draft": record(),
    "person": PERSON,
    "person-timeline": PERSON,
    "person-seen": POST,
    "person-show": POST,
    "entry": person(ok=NO_SUCH_ROW),
    "request-access": Answer("asking", ok=(200, 302)),
    "emergency-access": Answer("asking", "access.emergency", first=True, ok=(200, 302)),
    "emergency-renew": person(ok=NO_SUCH_ROW),
    "emergency-end": POST,
    "person-involved": PERSON,
    "involvement-new": Answer("asking", "involvement.open", first=True),
    "involvement-end": person("involvement.change", ok=NO_SUCH_ROW),
    "involvement-lead": person("involvement.change", ok=NO_SUCH_ROW),
    "involvement-worker": person("involvement.change", ok=NO_SUCH_ROW),
    "person-sharing": PERSON,
    "consent-new": person("consent.record"),
    "consent-withdraw": person("consent.record", ok=NO_SUCH_ROW),
    "restrict": person("restriction.manage"),
    "exclusion-new": person("restriction.manage"),
    "exclusion-end": person("restriction.manage", ok=NO_SUCH_ROW),
    "entry-hide": person("entry.hide", ok=(200, 404)),
    "entry-show": person("entry.hide", ok=NO_SUCH_ROW),
    "access-log": person("access.log"),
    "access-requests": STAFF,
    "access-request": record(),
    "access-request-withdraw": POST,
    "access-request-end": POST,
    "restriction": record("restriction.manage"),
    "restriction-change": POST,
    "emergency-alert": record(),
    "emergency-explain": record(),
    "emergency-reviews": holding("access.review"),
    "emergency-review": record("access.review"),
    "admin-users": holding("staff.manage"),
    "admin-invite": holding("staff.manage"),
    "admin-user": record("staff.manage"),
    "admin-give": record("staff.manage"),
    "admin-state": record("staff.manage"),
    "admin-reset": record("staff.manage"),
    "admin-end": record("staff.manage"),
    "admin-confirm": record("staff.manage"),
    "admin-post": record("staff.manage"),
    "admin-roles": holding("staff.manage"),
    "agreements": holding("agreement.manage"),
    "agreement-new": holding("agreement.manage"),
    "agreement": record("agreement.manage"),
    "agreement-edit": record("agreement.manage"),
    "agreement-review": record("agreement.manage"),
    "agreement-end": record("agreement.manage"),
    "imports": holding("import.view"),
    "import-upload": holding("import.load"),
    "quality": holding("import.view"),
    "quality-feed": record("import.view"),
    "quality-csv": record("import.view"),
    "import": record("import.view"),
    "import-load": POST,
    "import-undo": record("import.load"),
    "import-rows": record("import.rows"),
    "import-held-csv": record("import.rows"),
    "import-row-compare": record("import.rows"),
    "import-row-fix": record("import.load"),
    "import-row-put-back": POST,
    "import-suggested": POST,
    "import-suggested-row": POST,
    "import-row-skip": record("import.load"),
    "import-row-hold": record("import.load"),
    "insight": holding("measure.view"),
    "snapshot-new": holding("measure.count"),
    "snapshot": record("measure.view"),
    "snapshot-prepare": POST,
    "disclosure-check": holding("publication.prepare"),
    "measure": holding("measure.view"),
    "publication": record("measure.view"),
    "publication-disclosure": record("measure.view"),
    "publication-text": record("publication.prepare"),
    "publication-check": POST,
    "publication-ask": record("publication.prepare"),
    "publication-approve": POST,
    "publication-back": record("publication.approve"),
    "publication-withdraw": record("publication.withdraw"),
    "publication-correct": record("publication.prepare"),
    "publication-csv": record("measure.view"),
    "person-counted": PERSON,
    "search": holding("person.search"),
    "search-results": record("person.search"),
    "people": holding("person.list"),
    "person-new": holding("person.add"),
    "person-new-outcome": record("person.add"),
    "person-new-form": record("person.add"),
    "person-details": PERSON,
    "fact-new": person("person.change", ok=NO_SUCH_ROW),
    "fact-withdraw": POST,
    "fact-choose": POST,
    "person-risk": PERSON,
    "risk-new": person("risk.review"),
    "risk-correct": person("risk.review", ok=NO_SUCH_ROW),
    "risk-countersign": person("risk.countersign", ok=NO_SUCH_ROW),
    "risk-concern-new": person("risk.concern"),
    "risk-concern-answer": person("risk.review", ok=NO_SUCH_ROW),
    "person-history": PERSON,
    "conviction-new": person("conviction.record"),
    "conviction-correct": person("conviction.change", ok=NO_SUCH_ROW),
    "conviction-withdraw": person("conviction.change", ok=NO_SUCH_ROW),
    "custody-new": person("custody.record"),
    "custody-release": person("custody.record", ok=NO_SUCH_ROW),
    "custody-withdraw": person("custody.change", ok=NO_SUCH_ROW),
    "person-orders": PERSON,
    "order-new": person("order.record"),
    **{f"order-{step}": person("order.change", ok=NO_SUCH_ROW) for step in ("amend", "end", "exempt", "take-back")},
    **{f"order-{step}": person("order.enforce", ok=NO_SUCH_ROW) for step in ("breach", "recall", "release")},
    "person-contacts": PERSON,
    "contact-new": person("contact.arrange"),
    "contact-happened": person("contact.record"),
    "contact-of-mine": record("contact.record"),
    "contact-outcome": person("contact.record", ok=NO_SUCH_ROW),
    "contact-undo": POST,
    "contact-correct": person("contact.record", ok=NO_SUCH_ROW),
    "contact-decide": person("contact.enforce", ok=NO_SUCH_ROW),
    "contact-reschedule": person("contact.arrange", ok=NO_SUCH_ROW),
    "contact-cancel": person("contact.arrange", ok=NO_SUCH_ROW),
    "person-documents": PERSON,
    "document-new": person("document.add"),
    "document-replace": person("document.change", ok=NO_SUCH_ROW),
    "document-withdraw": person("document.change", ok=NO_SUCH_ROW),
    "document-file": person("document.read", ok=NO_SUCH_ROW),
    "person-joined": person("person.merge"),
    "person-part": person("person.merge", ok=NO_SUCH_ROW),
    "matches": holding("person.merge"),
    "match-keys": POST,
    "match-of-number": record("person.merge"),
    "match": Answer("person", "person.merge", first=True, ok=(302,)),
    "data": holding("import.view"),
    "checkpoint-eligibility": holding("eligibility.check"),
    "checkpoint-rules": STAFF,
    "checkpoint-check": person("eligibility.check", ok=NO_SUCH_ROW),
    "checkpoint-answers": person("eligibility.check", ok=NO_SUCH_ROW),
    "checkpoint-address": POST,
    "tokens": holding("token.manage"),
    "token-new": holding("token.manage"),
    "token-revoke": record("token.manage"),
}
