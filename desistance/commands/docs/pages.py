"""The generated pages: each is a function of the code alone, without a database."""

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from functools import cache
from importlib import import_module
from inspect import getdoc
from pkgutil import walk_packages

from django.conf import settings

from desistance.access.rules.policy import GROUPS, Row, Standing, decide, policy
from desistance.access.terms import LegalGround, Owner, Relation
from desistance.audit.deeds import DEEDS
from desistance.audit.terms import Category
from desistance.commands.docs.markdown import cell, listed, page, plain, table
from desistance.commands.docs.scores import score_pages
from desistance.foundation.register import HOUSE, Holding
from desistance.foundation.rulesets import LOCAL_DEFAULT, RuleSet
from desistance.foundation.states import StateTable
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.terms import ROLES, SHAREABLE_CLASSES, AgencyKind, Reach, regime_of
from desistance.schemes.declared import DECLARED

SKIPPED = frozenset({"migrations", "worker", "apps"})
RELATION_WORDS = {
    "excluded": "is excluded from the person",
    "tied": "has a tie: their agency, team or they themselves work with the person",
    "granted": "was given access on request",
    "emergency": "has emergency access",
    "findable": "may find people of the holding agency, under an agreement",
    "any": "stands in any way",
}
OWNER_WORDS = {
    "own": "their own agency's",
    "agreed": "another agency's, under a live agreement that names the kind",
    "consented": "another agency's, with the person's consent",
    "any": "any agency's",
}
RESTRICTED_WORDS = {
    "any": "restricted or not",
    "unlisted": "restricted, reader not listed",
    "unrestricted": "not restricted",
}
REACH_WORDS = {
    Reach.STAFF: "work in which they are named",
    Reach.TEAM: "their team's people, and work in which they are named",
    Reach.AGENCY: "everyone their agency works with",
    Reach.NONE: "no ties",
}
MERGE_WORDS = {
    "move": "moves to the record kept",
    "join": "joined, doubles dropped",
    "strictest": "the strictest of the two stands",
    "ask": "a person decides",
}


@cache
def modules() -> tuple[object, ...]:
    """Every module of every room, loaded: deeds declare themselves as they load."""
    found = []
    for room in settings.ROOMS:
        for info in walk_packages(import_module(room).__path__, f"{room}."):
            if SKIPPED.isdisjoint(info.name.split(".")):
                found.append(import_module(info.name))
    return tuple(found)


def state_tables() -> list[StateTable]:
    """The state tables that rooms and schemes declare, by name."""
    values = [value for module in modules() for value in vars(module).values()]
    values += [scheme.states for scheme in DECLARED.values()]
    by_name = {value.name: value for value in values if isinstance(value, StateTable)}
    return [by_name[name] for name in sorted(by_name)]


def states() -> str:
    """States, their owners and the moves between them."""
    intro = "A thing moves only as its table allows. *Turn* is whose turn it is while it stands there."
    return page("States", intro, *(_state_table(one) for one in state_tables()))


def _state_table(one: StateTable) -> str:
    rows = [(state.wording, state.owner, "yes" if state.is_final else "") for state in one.states]
    drawn = f"```mermaid\n{one.mermaid()}\n```"
    return f"## {one.name.capitalize()}\n\n{one.source}\n\n{table(('State', 'Turn', 'Final'), rows)}\n\n{drawn}"


def rule_sets() -> list[RuleSet]:
    """Every version of every dated rule, by name and version."""
    values = [value for module in modules() for value in vars(module).values() if isinstance(value, tuple)]
    found = {(one.name, one.version): one for value in values for one in value if isinstance(one, RuleSet)}
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.version))


def rules() -> str:
    """Dated rules with their values and sources: first those that a partnership has to confirm."""
    rows = [row for one in rule_sets() for row in _rule_rows(one)]
    columns = ("Rule", "Version", "In force", "Values", "Source")
    return page(
        "Dated rules",
        "Numbers, lists and lengths of time that law, guidance or a partnership may change. Each version holds from its first "
        "day until the next one begins, and everything is decided by the version of its own day. To change one, add a version "
        "with its first day and its source ([the map](../map.md) says where), or, for Checkpoint's list and IOM's matrix, in the "
        "service.",
        "## Defaults of this service, to be confirmed by the partnership",
        "No law and no guidance gives these in full. A partnership looks at each before it goes live.",
        table(columns, (row for row in rows if LOCAL_DEFAULT.search(row[-1]))),
        "## From law, guidance and published sources",
        table(columns, (row for row in rows if not LOCAL_DEFAULT.search(row[-1]))),
    )


def _rule_rows(one: RuleSet) -> Iterator[tuple[str, ...]]:
    """A row for the rule, and one for each of its criteria that has values or a source of its own."""
    when = f"from {_day(one.valid_from)}" + (f", before {_day(one.valid_until)}" if one.valid_until else "")
    yield one.name, str(one.version), when, values_in_words(one.values), one.source
    for name, values in one.criteria:
        told = {key: value for key, value in values.items() if key != "from"}
        if values:
            source = str(values.get("from", one.source))
            yield f"{one.name}: {name.replace('_', ' ')}", str(one.version), when, values_in_words(told), source


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def values_in_words(values: object) -> str:
    """The values of a rule as a cell holds them: names as they are, lists with commas, nested ones in brackets."""
    if isinstance(values, Mapping):
        return "; ".join(f"`{name or 'none'}` {_nested(value)}" for name, value in values.items())
    if isinstance(values, Set):
        return ", ".join(sorted(map(str, values))) or "none"
    if isinstance(values, list | tuple):
        return ", ".join(map(_nested, values)) or "none"
    return {True: "yes", False: "no", None: "none"}[values] if isinstance(values, bool | None) else str(values)


def _nested(value: object) -> str:
    told = values_in_words(value)
    return f"({told})" if isinstance(value, Mapping | list | tuple) and len(value) > 1 else told


def titles(roles: frozenset[str]) -> str:
    """Roles by the titles that workers read."""
    if roles == frozenset(ROLES):
        return "everyone"
    return listed(ROLES[name].title for name in roles if name in ROLES) or "jobs and commands only"


def permissions() -> str:
    """Permissions with the roles that hold them, and roles with how far they reach."""
    held = [(f"`{one.name}`", one.words, titles(one.roles)) for one in HOUSE.permissions.values()]
    reach = [
        (one.title, one.words, REACH_WORDS[one.reach], one.purpose.value.replace("_", " ")) for one in ROLES.values()
    ]
    return page(
        "Permissions and roles",
        "A permission says what a role may do at all. Which people a worker may do it for is the access policy's answer "
        "([policy](policy.md)). An action needs both.",
        "## Permissions",
        table(("Permission", "What it lets a worker do", "Held by"), sorted(held)),
        "## Roles",
        table(("Role", "What for", "Ties reach", "Usual purpose of opening a record"), reach),
    )


def policy_page() -> str:
    """The policy table in words, and what it comes to for three workers."""
    groups = [(f"`{name}`", titles(roles)) for name, roles in GROUPS.items()]
    return page(
        "Who may see what",
        "One table, `desistance/access/policy.csv`, gives every answer. There are three answers.",
        "- **See**: the content is shown.\n"
        "- **Know**: the reader is told that something is there, whose it is and how to ask. Nothing of its content.\n"
        "- **Nothing**: the same answer as for something that does not exist.",
        "The first deny row that fits wins. Otherwise the strongest allow row that fits. Otherwise *nothing*.",
        "## The rows",
        table(
            ("Row", "Who", "How they stand to the person", "Whose entry", "Kinds", "May", "Record", "Answer", "Why"),
            (_policy_row(row) for row in policy()),
        ),
        "## The groups of roles",
        table(("Group", "Roles"), groups),
        "## What that comes to",
        "Worked out from the rows, for a record that is not restricted. *write* means: may also record.",
        *(f"### {ROLES[role].title}\n\n{_comes_to(role)}" for role in ("practitioner", "partner_worker", "governance_officer")),
    )  # fmt: skip


def _policy_row(row: Row) -> tuple[str, ...]:
    group = next(name for name, roles in GROUPS.items() if roles == row.roles)
    kinds = "all" if row.classes == frozenset(DataClass) else listed(kind.words for kind in row.classes)
    may = "read and write" if row.act == "*" else row.act
    who = "everyone" if group == "*" else f"`{group}`"
    return (
        row.id, who, RELATION_WORDS[row.relation], OWNER_WORDS[row.owner], kinds, may,
        RESTRICTED_WORDS[row.restricted], f"**{row.effect}**", row.why,
    )  # fmt: skip


CASES: tuple[tuple[str, Relation, Owner | None], ...] = (
    ("Own agency's entry, tied", Relation.TIED, Owner.OWN),
    ("Another's, tied", Relation.TIED, None),
    ("Another's, tied, agreement", Relation.TIED, Owner.AGREED),
    ("Another's, tied, consent", Relation.TIED, Owner.CONSENTED),
    ("Access given on request", Relation.GRANTED, None),
    ("Emergency access", Relation.EMERGENCY, None),
    ("May find, no tie", Relation.FINDABLE, None),
    ("No tie", Relation.ANY, None),
)


def _comes_to(role: str) -> str:
    columns = ("Kind of information", *(words for words, _, _ in CASES))
    return table(
        columns, ((kind.words, *(_answer(role, kind, how, whose) for _, how, whose in CASES)) for kind in DataClass)
    )


def _answer(role: str, kind: DataClass, how: Relation, whose: Owner | None) -> str:
    standing = Standing(role, frozenset() if how is Relation.ANY else frozenset({how}))
    owners = frozenset() if whose is None else frozenset({whose})
    reads = decide(standing, kind, Act.READ, owners).effect
    writes = decide(standing, kind, Act.WRITE, owners).effect is Effect.SEE
    return f"{reads}, write" if writes else str(reads)


def processing() -> str:
    """The record of processing: UK GDPR Article 30; Data Protection Act 2018 s.61."""
    purposes = sorted({(one.purpose.value.replace("_", " "), one.title) for one in ROLES.values()})
    regimes = [(kind.label, regime_of(kind).value) for kind in AgencyKind]
    kinds = [
        (one.words, listed(AgencyKind(kind).label for kind in one.agency_kinds), one.data_class.words)
        for one in HOUSE.involvement_kinds.values()
    ]
    return page(
        "Record of processing",
        "What Desistance holds about people, why, for how long, and what happens to it on request and on a merge: the part "
        "of the record under UK GDPR Article 30 and section 61 of the Data Protection Act 2018 that the software can know. "
        "The periods are printed here and not yet acted on: only drafts are thrown away by the service. "
        "A partnership adds its controllers, contacts, processors and security measures "
        "([impact assessment](../impact-assessment-template.md)).",
        "## What is held",
        table(("Holding", "Table", "Kind of information", "Kept", "Source of the period", "On a subject's request", "On a merge"),
              (_holding(one) for one in HOUSE.holdings.values())),
        "## Why records are opened",
        table(("Purpose", "Usual purpose of"), purposes),
        "## Kinds of work, and who carries them out",
        table(("Work", "Agencies", "Kind of information"), kinds),
        "## Legal grounds that a worker may name",
        "\n".join(f"- {ground.label}" for ground in LegalGround),
        "## What an agreement may share",
        table(("Kind of information", "What it switches on"),
              ((kind.words, words) for kind, words in SHAREABLE_CLASSES.items())),
        "## Which law an agency works under by default",
        table(("Agency", "Regime"), regimes),
        "`dpa_part_3` is Part 3 of the Data Protection Act 2018 (law enforcement); `uk_gdpr` is the UK GDPR.",
    )  # fmt: skip


def _holding(one: Holding) -> tuple[str, ...]:
    kind = one.data_class.words if isinstance(one.data_class, DataClass) else "as each row says"
    years = "1 year" if one.keep.years == 1 else f"{one.keep.years} years"
    kept = f"{years} after {one.keep.after}" if one.keep.years else f"until {one.keep.after}"
    return (one.words, f"`{one.model}`", kind, kept, one.keep.source, one.on_request, MERGE_WORDS[one.on_merge])


def duties() -> str:
    """Work that the rooms find due, in the order of my day."""
    rows = sorted(
        (one.rank, one.group, f"`{one.name}`", one.step, f"`{one.permission}`") for one in HOUSE.duties.values()
    )
    return page(
        "Duties and jobs",
        "A duty is a question that a room asks: it is there while the answer is yes, and gone once it is dealt with. "
        "Rank is its place in *My day*: 1 first.",
        "## Duties",
        table(("Rank", "Group", "Duty", "Next step", "Shown to holders of"), ((str(row[0]), *row[1:]) for row in rows)),
        "## Jobs",
        "Slow or repeated work, carried out by `desistance work`: analyses last, or by a worker with `--only analysis`.",
        table(("Job", "What it does", "When", "Queue"),
              ((f"`{one.name}`", one.words, when(one.cron), one.queue) for one in HOUSE.jobs.values())),
    )  # fmt: skip


def when(cron: str) -> str:
    """A timetable in words, for the shapes that rooms use; any other as it is written."""
    if not cron:
        return "when asked"
    minute, hour, *days = cron.split()
    if days == ["*", "*", "*"] and minute.isdigit() and hour.isdigit():
        return f"every day at {int(hour)}:{int(minute):02} UTC"
    return "every minute" if cron == "* * * * *" else f"`{cron}`"


def feeds() -> str:
    """Files that partners send."""
    parts = []
    for one in HOUSE.feeds.values():
        rows = ((f"`{name}`", words, "yes" if name in one.needed else "") for name, words in one.columns.items())
        columns = table(("Column", "Meaning", "Needed"), rows)
        parts.append(f"## {cell(one.words)}\n\n`{one.name}`, version {one.version}\n\n{columns}")
    intro = "A feed is a file that a partner sends, with the columns it may have."
    return page("Feeds", intro, *(parts or ["None yet."]))


def actions() -> str:
    """Everything that changes something: permission, category of event, and what it does."""
    return page(
        "Actions",
        "Everything that writes. Each runs in one transaction with its event in the audit trail; the category is one of the "
        "operations of Data Protection Act 2018 section 62, or one of our own.",
        table(("Action", "Permission", "Category of event", "What it does"), _deeds()),
    )


def _deeds() -> Iterator[tuple[str, ...]]:
    rooms = {room.split(".")[-1] for room in settings.ROOMS}
    modules()
    for name, deed in sorted(DEEDS.items()):
        if name.split(".")[0] in rooms:
            category: Category = deed.category  # type: ignore[attr-defined]  # set by the decorator
            words = plain((getdoc(deed) or "").partition("\n\n")[0])
            yield f"`{name}`", f"`{deed.permission}`", category.value, words  # type: ignore[attr-defined]


PAGES: dict[str, Callable[[], str]] = {
    "states.md": states,
    "permissions.md": permissions,
    "policy.md": policy_page,
    "processing.md": processing,
    "duties.md": duties,
    "feeds.md": feeds,
    "rules.md": rules,
    "actions.md": actions,
    **score_pages(),
}
