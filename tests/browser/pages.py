"""Every page with the worker who has it, in the demonstration after a day's work (states.py). A page is named once."""

from dataclasses import dataclass

KYLE, PAUL = "P-7K3M-Q2", "P-5XLP-T2"


@dataclass(frozen=True)
class Shown:
    """One page: the name of its address, who looks at it, where, and whether that worker carries a phone."""

    name: str
    worker: str
    path: str
    on_phone: bool = False
    status: int = 200


NAMED = "SELECT {} FROM people_person p JOIN people_name n ON n.person_id = p.id WHERE {}"
FOUND = {
    "named by a letter": NAMED.format("p.reference", "n.family = 'O'"),
    "named by 60": NAMED.format("p.reference", "length(n.family) = 60"),
    "consent": "SELECT max(id) FROM access_consent",
    "exclusion": "SELECT max(id) FROM access_accessexclusion",
    "request": "SELECT id FROM access_accessrequest WHERE state = 'asked'",
    "restriction": "SELECT max(id) FROM access_accessrestriction",
    "emergency": "SELECT min(id) FROM access_emergencyaccess",
    "emergency to explain": "SELECT max(id) FROM access_emergencyaccess",
    "one Imran": NAMED.format("min(p.reference)", "n.family = 'Aziz'"),
    "other Imran": NAMED.format("max(p.reference)", "n.family = 'Aziz'"),
    "join": "SELECT max(id) FROM people_merge",
    "import": "SELECT max(id) FROM ingest_import",
    "possible row": "SELECT min(line) FROM ingest_importrow WHERE state = 'possible' "
    "AND imported_id = (SELECT max(id) FROM ingest_import)",
    "Alison": "SELECT min(id) FROM partners_staff WHERE name = 'Alison Nixon'",
    "Sam": "SELECT min(id) FROM partners_staff WHERE name = 'Sam Okafor'",
    "token": "SELECT max(id) FROM partners_token",
    "supervision": "SELECT max(i.id) FROM access_involvement i JOIN people_person p ON p.id = i.person_id "
    f"WHERE p.reference = '{KYLE}' AND i.kind = 'supervision'",
}
"""What [a name] in an address stands for, found in the database of the day's work."""

PAGES = (
    Shown("account_login", "", "/sign-in/", True),
    Shown("cannot-sign-in", "", "/sign-in/cannot/", True),
    Shown("accessibility", "", "/accessibility/", True),
    Shown("privacy", "", "/privacy/", True),
    Shown("help", "", "/help/", True),
    Shown("what-has-changed", "", "/what-has-changed/", True),
    Shown("account_logout", "Alison Nixon", "/sign-out/", True),
    Shown("account", "Alison Nixon", "/account/", True),
    Shown("change-password", "Alison Nixon", "/account/password/", True),
    Shown("second-factor", "Alison Nixon", "/account/second-factor/", True),
    Shown("acting-for", "Nia Bowen", "/acting-for/", True),
    Shown("my-day", "Alison Nixon", "/home/", True),
    Shown("my-day", "Helen Marsh", "/home/", True),
    Shown("my-day", "Grace Amadi", "/home/"),
    Shown("my-day", "Ana Petrova", "/home/"),
    Shown("recent", "Alison Nixon", "/recent/", True),
    Shown("notices", "Alison Nixon", "/notices/", True),
    Shown("notices", "Ana Petrova", "/notices/"),
    Shown("search", "Alison Nixon", "/search/", True),
    Shown("people", "Alison Nixon", "/people/", True),
    Shown("person-new", "Alison Nixon", "/people/new/", True),
    Shown("person", "Alison Nixon", f"/people/{KYLE}/", True),
    Shown("person", "Nia Bowen", f"/people/{KYLE}/", True),
    Shown(
        "person",
        "Alison Nixon",
        "/people/[named by a letter]/",
        True,
    ),
    Shown(
        "person",
        "Alison Nixon",
        "/people/[named by 60]/",
        True,
    ),
    Shown("person-timeline", "Alison Nixon", f"/people/{KYLE}/timeline/", True),
    Shown("person-details", "Alison Nixon", f"/people/{KYLE}/details/", True),
    Shown("fact-new", "Alison Nixon", f"/people/{KYLE}/details/name/new/", True),
    Shown("person-involved", "Alison Nixon", f"/people/{KYLE}/involved/", True),
    Shown("involvement-new", "Alison Nixon", f"/people/{KYLE}/involved/new/", True),
    Shown("involvement-lead", "Alison Nixon", f"/people/{KYLE}/involved/[supervision]/lead/"),
    Shown("involvement-worker", "Alison Nixon", f"/people/{KYLE}/involved/[supervision]/workers/new/"),
    Shown("involvement-end", "Alison Nixon", f"/people/{KYLE}/involved/[supervision]/end/"),
    Shown("person-sharing", "Tom Fairley", f"/people/{KYLE}/sharing/"),
    Shown("consent-new", "Alison Nixon", f"/people/{KYLE}/sharing/consents/new/", True),
    Shown(
        "consent-withdraw",
        "Alison Nixon",
        f"/people/{KYLE}/sharing/consents/[consent]/withdraw/",
        True,
    ),
    Shown("restrict", "Tom Fairley", f"/people/{KYLE}/sharing/restrict/"),
    Shown("exclusion-new", "Tom Fairley", f"/people/{KYLE}/sharing/exclusions/new/"),
    Shown(
        "exclusion-end",
        "Tom Fairley",
        f"/people/{KYLE}/sharing/exclusions/[exclusion]/end/",
    ),
    Shown("access-log", "Grace Amadi", f"/people/{KYLE}/access-log/"),
    Shown("entry", "Alison Nixon", f"/people/{KYLE}/entries/access.Involvement/[supervision]/", True),
    Shown("request-access", "Nadia Rahman", f"/people/{PAUL}/request-access/", True),
    Shown("emergency-access", "Nadia Rahman", f"/people/{PAUL}/emergency-access/", True),
    Shown("person", "Carl Weatherill", f"/people/{PAUL}/", True),
    Shown("emergency-renew", "Carl Weatherill", f"/people/{PAUL}/emergency-access/renew/", True),
    Shown("access-requests", "Helen Marsh", "/requests/"),
    Shown("access-requests", "Nadia Rahman", "/requests/", True),
    Shown("access-request", "Helen Marsh", "/requests/[request]/"),
    Shown("access-request", "Nadia Rahman", "/requests/[request]/", True),
    Shown("restriction", "Helen Marsh", "/restrictions/[restriction]/"),
    Shown("emergency-alert", "Helen Marsh", "/emergency-access/[emergency]/"),
    Shown(
        "emergency-explain",
        "Lorna Beck",
        "/emergency-access/[emergency to explain]/explain/",
        True,
    ),
    Shown("emergency-reviews", "Grace Amadi", "/governance/emergency-access/"),
    Shown("emergency-review", "Grace Amadi", "/governance/emergency-access/[emergency]/"),
    Shown("data", "Grace Amadi", "/data/"),
    Shown("matches", "Grace Amadi", "/data/matches/"),
    Shown(
        "match",
        "Grace Amadi",
        "/data/matches/[one Imran]/[other Imran]/",
    ),
    Shown("person-joined", "Grace Amadi", "/people/P-6DWF-K9/joined/"),
    Shown("person-part", "Grace Amadi", "/people/P-6DWF-K9/joined/[join]/part/"),
    Shown("imports", "Dev Lall", "/data/imports/"),
    Shown("import-upload", "Dev Lall", "/data/imports/upload/"),
    Shown("import", "Dev Lall", "/data/imports/[import]/"),
    Shown("import-rows", "Dev Lall", "/data/imports/[import]/rows/"),
    Shown("import-row-compare", "Dev Lall", "/data/imports/[import]/rows/[possible row]/compare/"),
    Shown("import-row-fix", "Dev Lall", "/data/imports/[import]/rows/8/fix/"),
    Shown("import-row-skip", "Dev Lall", "/data/imports/[import]/rows/8/skip/"),
    Shown("import-row-hold", "Dev Lall", "/data/imports/[import]/rows/8/hold/"),
    Shown("admin-users", "Adam Sykes", "/admin/users/"),
    Shown("admin-invite", "Adam Sykes", "/admin/users/invite/"),
    Shown("admin-user", "Adam Sykes", "/admin/users/[Alison]/"),
    Shown(
        "admin-give",
        "Adam Sykes",
        "/admin/users/[Alison]/give/",
    ),
    Shown(
        "admin-state",
        "Adam Sykes",
        "/admin/users/[Sam]/state/",
    ),
    Shown(
        "admin-reset",
        "Adam Sykes",
        "/admin/users/[Sam]/reset/",
    ),
    Shown("admin-roles", "Adam Sykes", "/admin/roles/"),
    Shown("tokens", "Adam Sykes", "/admin/tokens/"),
    Shown("token-new", "Adam Sykes", "/admin/tokens/new/"),
    Shown("token-revoke", "Adam Sykes", "/admin/tokens/[token]/revoke/"),
    Shown("agreements", "Grace Amadi", "/governance/agreements/"),
    Shown("agreement-new", "Grace Amadi", "/governance/agreements/new/"),
    Shown("agreement", "Grace Amadi", "/governance/agreements/1/"),
    Shown("agreement-edit", "Grace Amadi", "/governance/agreements/1/edit/"),
    Shown("agreement-review", "Grace Amadi", "/governance/agreements/1/review/"),
    Shown("agreement-end", "Grace Amadi", "/governance/agreements/1/end/"),
    Shown("forbidden", "Alison Nixon", "/admin/users/", True, 403),
    Shown("missing", "Alison Nixon", "/people/P-0000-00/", True, 404),
)

NOT_LOOKED_AT = {
    "health-live": "not a page",
    "health-ready": "not a page",
    "import-held-csv": "a file",
    "acceptable-use": "not asked in a demonstration",
    "no-role": "leads on for whoever holds a post",
    "kept": "leads on unless something is kept: test_forms_and_sessions.py looks at it",
    "mfa_authenticate": "needs a second factor: tests/web/test_sign_in.py",
    "recovery-codes": "needs a second factor: tests/web/test_sign_in.py",
    "first-link": "used once, from a link: tests/web/test_sign_in.py",
    "first-password": "used once, from a link: tests/web/test_sign_in.py",
    "draft": "leads on to the form",
    "match-of-number": "leads on to the two records",
    "search-results": "made by searching: test_lenses.py",
    "person-new-outcome": "made by looking for someone: test_first_hour.py",
    "person-new-form": "made by looking for someone: test_first_hour.py",
    "entry-hide": "drawn by the form that consent-new has",
    "entry-show": "drawn by the form that consent-withdraw has",
    "admin-end": "drawn by the form that admin-state has",
    "admin-confirm": "drawn by the form that admin-state has",
    "admin-post": "leads on to the worker",
}
