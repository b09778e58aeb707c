"""What can be done with a publication: prepare, check, have it approved by another person, publish, withdraw, correct."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.measurement.models import Change, Evaluation, Publication, Snapshot
from desistance.measurement.queries.approvers import approvers
from desistance.measurement.queries.contents import figures_published, tables_published
from desistance.measurement.queries.tables import period_of
from desistance.measurement.rules import answers
from desistance.measurement.rules.approval import (
    may_approve,
    may_be_published_now,
    may_be_set_for,
    reason_stands,
    usual_moment,
)
from desistance.measurement.rules.cited import benchmark_for
from desistance.measurement.rules.periods import maturity
from desistance.measurement.rules.texts import text_stands
from desistance.measurement.rules.wording import (
    LIMITS,
    headline_for,
    slug_for,
    slug_of_evaluation,
    summary_for,
    title_for,
)
from desistance.measurement.terms import BEFORE_PUBLICATION, LONGEST_TITLE, PUBLICATION_STATES

UNSIGNED: dict[str, Any] = {
    "checked_at": None, "checked_by": None, "submitted_at": None, "submitted_by": None,
    "approved_at": None, "approved_by": None, "publish_at": None,
}  # fmt: skip


@deed("publication.prepare", Category.ADMINISTRATION)
def prepare_publication(*, snapshot: Snapshot, by: Pass, at: datetime) -> Publication:
    """Start the first edition of a release from a counted snapshot, with a text whose figures are fields.

    Raises :class:`Refused` where the snapshot is not counted, or its period has a release: that one is corrected instead.
    """
    _is_counted(snapshot)
    period = period_of(snapshot)
    slug = slug_for(snapshot.measure, period)
    if Publication.objects.filter(slug=slug).exists():
        raise Refused(f"There is a release for {period.words} already. Correct that one instead.", field="snapshot")
    texts = {
        "headline": headline_for(snapshot.is_provisional),
        "summary": summary_for(benchmark_for(period.first, period.last) is not None),
        "limits": LIMITS,
    }
    return _made(snapshot, slug=slug, title=title_for(period), edition=1, by=by, at=at, **texts)


@deed("publication.prepare", Category.ADMINISTRATION)
def prepare_evaluation(*, evaluation: Evaluation, by: Pass, at: datetime) -> Publication:
    """Start the release of an evaluation that was worked out: its tables, and a text whose figures are fields.

    Raises :class:`Refused` before it is worked out, and where it has a release already.
    """
    if evaluation.state != "counted":
        raise Refused("This evaluation is not worked out, so there is nothing to publish.")
    if Publication.objects.filter(evaluation=evaluation).exists():
        raise Refused("There is a release of this evaluation already. Open that one.")
    texts = {
        "headline": "{finding}",
        "summary": answers.summary_for(evaluation.result),
        "limits": f"{{read_first}}\n\n{answers.LIMITS}",
    }
    slug = slug_of_evaluation(evaluation.question, evaluation.pk)
    told: dict[str, Any] = {"slug": slug, "title": evaluation.question, "edition": 1, "evaluation": evaluation}
    return _made(evaluation.snapshot, by=by, at=at, **told, **texts)


@deed("publication.prepare", Category.ADMINISTRATION)
def change_text(
    *,
    publication: Publication,
    version: int,
    title: str,
    headline: str,
    summary: str,
    limits: str,
    by: Pass,
    at: datetime,
) -> Publication:
    """Change the text of a draft; a checked one becomes a draft again.

    Raises :class:`Refused` for a figure that was typed, a field that is not known, and a field whose number is hidden.
    """
    if publication.state not in ("draft", "checked"):
        raise Refused(f"This is {_wording(publication)}, so its text cannot be changed. Stop it or send it back first.")
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise Refused(f"Enter a title of at most {LONGEST_TITLE} characters.", field="title")
    given = {"headline": headline.strip(), "summary": summary.strip(), "limits": limits.strip()}
    _texts_stand(publication, given)
    values = {"title": title.strip(), **given, **UNSIGNED, "state": "draft"}
    change(publication, version=version, by=by, at=at, **values)
    return publication


@deed("publication.prepare", Category.ADMINISTRATION)
def sign_checks(*, publication: Publication, version: int, by: Pass, at: datetime) -> Publication:
    """Sign that the quality of the data and the hidden cells were looked at; every text must stand."""
    texts = {name: getattr(publication, name) for name in ("headline", "summary", "limits")}
    _texts_stand(publication, texts)
    _move(publication, "checked", by, at, version=version, checked_at=at, checked_by=by.staff)
    return publication


@deed("publication.prepare", Category.ADMINISTRATION)
def ask_for_approval(
    *, publication: Publication, version: int, by: Pass, at: datetime, publish_at: datetime | None = None
) -> Publication:
    """Ask another person to approve it, for a moment: 9:30am on the next working day unless another is given."""
    moment = publish_at or usual_moment(at)
    ready = maturity(period_of(publication.snapshot), complete_to=publication.snapshot.complete_to)
    is_as_it_is = publication.evaluation_id is not None or publication.snapshot.is_provisional
    final_from = None if is_as_it_is else ready.can_be_published_from
    may_be_set_for(moment, at=at, final_from=final_from).demand("publish_at")
    signed: dict[str, Any] = {"submitted_at": at, "submitted_by": by.staff, "publish_at": moment}
    _move(publication, "waiting", by, at, version=version, **signed)
    return publication


@deed("publication.approve", Category.ADMINISTRATION)
def approve(*, publication: Publication, version: int, by: Pass, at: datetime) -> Publication:
    """Approve what another person prepared; it is published at its moment, or in the next minute where that is past."""
    can = approvers(publication, at=at)
    may_approve(
        approver=by.staff, prepared_by=publication.prepared_by, submitted_by=publication.submitted_by, can=can
    ).demand("approve")
    _move(publication, "approved", by, at, version=version, approved_at=at, approved_by=by.staff)
    return publication


@deed("publication.approve", Category.ADMINISTRATION)
def send_back(*, publication: Publication, version: int, because: str, by: Pass, at: datetime) -> Publication:
    """Send back what waits for approval, or stop what is approved and not out yet, with words for who prepared it."""
    reason_stands(because).demand("because")
    if publication.state not in ("waiting", "approved"):
        raise Refused(f"This is {_wording(publication)}, so it cannot be sent back.")
    _move(publication, "draft", by, at, version=version, words=because, **UNSIGNED)
    return publication


@deed("publication.prepare", Category.ADMINISTRATION)
def publish(*, publication: Publication, by: Pass, at: datetime) -> Publication:
    """Publish what was approved, once its moment has come. An edition that it corrects stays at its own address, marked."""
    PUBLICATION_STATES.may_move(publication.state, "published").demand()
    may_be_published_now(publish_at=publication.publish_at, at=at).demand()
    earlier = Publication.objects.filter(slug=publication.slug, state__in=("published", "withdrawn"))
    for one in earlier.select_for_update():
        _move(one, "corrected", by, at, words=f"Corrected by edition {publication.edition}")
    told = f"{publication.what_changed} {publication.why_changed}".strip()
    _move(publication, "published", by, at, published_at=at, words=told[:500])
    return publication


@deed("publication.withdraw", Category.ADMINISTRATION)
def withdraw(*, publication: Publication, version: int, because: str, by: Pass, at: datetime) -> Publication:
    """Withdraw a published figure. Its address stays and says that it was withdrawn, when and why."""
    reason_stands(because).demand("because")
    told = {"withdrawn_at": at, "withdrawn_by": by.staff, "withdrawn_because": because.strip()}
    _move(publication, "withdrawn", by, at, version=version, words=because, **told)
    return publication


@deed("publication.prepare", Category.ADMINISTRATION)
def correct(
    *, publication: Publication, snapshot: Snapshot, what_changed: str, why_changed: str, by: Pass, at: datetime
) -> Publication:
    """Start the next edition of a published or withdrawn release, from the same or another snapshot of its period.

    It says what changed and why. The edition it corrects stands until this one is published, and stays reachable after.
    """
    reason_stands(what_changed).demand("what_changed")
    reason_stands(why_changed).demand("why_changed")
    PUBLICATION_STATES.may_move(publication.state, "corrected").demand()
    if publication.evaluation_id is not None:
        raise Refused(
            "Amend the evaluation and publish the amendment. Then withdraw this one, and say where the new one is."
        )
    _is_counted(snapshot)
    if (snapshot.measure, period_of(snapshot)) != (publication.snapshot.measure, period_of(publication.snapshot)):
        raise Refused(
            "A correction counts the same measure and period. Choose a snapshot of the same period.", field="snapshot"
        )
    if Publication.objects.filter(slug=publication.slug, state__in=BEFORE_PUBLICATION).exists():
        raise Refused("A correction of this release has been started already. Go on with that one.")
    texts = {name: getattr(publication, name) for name in ("headline", "summary", "limits")}
    told = {"what_changed": what_changed.strip(), "why_changed": why_changed.strip(), "corrects": publication}
    edition = publication.edition + 1
    return _made(
        snapshot, slug=publication.slug, title=publication.title, edition=edition, by=by, at=at, **texts, **told
    )


def _made(snapshot: Snapshot, *, slug: str, by: Pass, at: datetime, **more: Any) -> Publication:
    made = Publication.objects.create(
        snapshot=snapshot,
        slug=slug,
        prepared_at=at,
        prepared_by=by.staff,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
        **more,
    )
    Change.objects.create(publication=made, at=at, by_staff=by.staff, to_state=made.state, words="")
    return made


def _is_counted(snapshot: Snapshot) -> None:
    if snapshot.state != "counted":
        raise Refused("This snapshot is not counted yet, so nothing can be published from it.", field="snapshot")


def _texts_stand(publication: Publication, texts: dict[str, str]) -> None:
    figures = figures_published(publication, tables_published(publication))
    for name, text in texts.items():
        text_stands(text, figures).demand(name)
    if not texts["headline"] or not texts["summary"]:
        raise Refused("Enter a headline and a summary.", field="headline")


def _move(
    publication: Publication,
    to: str,
    by: Pass,
    at: datetime,
    *,
    version: int | None = None,
    words: str = "",
    **values: Any,
) -> None:
    PUBLICATION_STATES.may_move(publication.state, to).demand()
    change(publication, version=version, by=by, at=at, state=to, **values)
    Change.objects.create(publication=publication, at=at, by_staff=by.staff, to_state=to, words=words.strip())


def _wording(publication: Publication) -> str:
    return PUBLICATION_STATES[publication.state].wording.lower()
