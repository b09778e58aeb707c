"""Receiving a file: it is kept whole under a name of our own, and the same file again changes nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import Decision, Refused
from desistance.foundation.file_names import tidy_name
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Feed
from desistance.foundation.stored_files import Kept, receive
from desistance.ingest.models import Import
from desistance.ingest.rules.feeds import SENDERS
from desistance.ingest.rules.files import (
    FIRST_BYTES,
    Opened,
    may_be_received,
    may_send,
    open_text,
    same_file_words,
)
from desistance.ingest.rules.worksheets import Unreadable
from desistance.ingest.terms import IMPORT_STATES, LONGEST_FILE_NAME, MOST_BYTES, NOT_STANDING

FOLDER = "imports"
NO_ROWS = "The file has a heading and no rows, so there is nothing to load"


class SameFile(Refused):
    """The same file came before by the same feed from the same agency. ``number`` is the import that it was."""

    def __init__(self, words: str, number: int) -> None:
        super().__init__(words, field="file")
        self.number = number


@deed("import.load", Category.COLLECTION)
def receive_file(
    *, feed: str, name: str, content: Iterable[bytes], by: Pass, at: datetime, run_later: bool = True
) -> Import:
    """Keep a partner's file and put its check off (``run_later``), for the acting agency.

    Raises :class:`SameFile` when it came before, and :class:`Refused` when it is no CSV or workbook, too large, without rows, or
    lacks a column: then nothing is kept.
    """
    declared = HOUSE.feeds.get(feed)
    sender_kind, sender_words = SENDERS.get(feed, ("", ""))
    may_send(feed=declared, agency_kind=by.agency_kind, sender_kind=sender_kind, sender_words=sender_words).demand(
        "feed"
    )
    assert declared is not None
    kept = receive(content, FOLDER, most_bytes=MOST_BYTES, first_bytes=FIRST_BYTES)
    try:
        may_be_received(name=name, size=kept.size, first=kept.first).demand("file")
        _refuse_the_same(declared, kept, by)
        opened = _opened(kept, declared)
        record = _record(declared, kept, opened, name=name, by=by, at=at)
        kept.settle(record.kept_as)
    finally:
        kept.let_go()
    if run_later:
        later("ingest.check", key=f"import {record.pk}", imported=record.pk)
    return record


def _refuse_the_same(feed: Feed, kept: Kept, by: Pass) -> None:
    same = Import.objects.filter(agency_id=by.agency, feed=feed.name, sha256=kept.sha256)
    earlier = same.exclude(state__in=NOT_STANDING).first()
    if earlier is not None:
        words = same_file_words(
            finished_at=earlier.finished_at,
            received_at=earlier.received_at,
            state_words=IMPORT_STATES[earlier.state].wording,
        )
        raise SameFile(words, earlier.pk)


def _opened(kept: Kept, feed: Feed) -> Opened:
    with kept.path.open("rb") as file:
        opened = open_text(file, kept.first, feed)
        if isinstance(opened, Decision):
            opened.demand("file")
        assert isinstance(opened, Opened)
        try:
            has_rows = next(opened.rows, None) is not None
        except Unreadable as damaged:
            raise Refused(damaged.words, field="file") from damaged
        if not has_rows:
            raise Refused(NO_ROWS, field="file")
    return opened


def _record(feed: Feed, kept: Kept, opened: Opened, *, name: str, by: Pass, at: datetime) -> Import:
    heading = opened.heading
    try:
        with transaction.atomic():
            return Import.objects.create(
                agency_id=by.agency,
                feed=feed.name,
                feed_version=feed.version,
                file_name=tidy_name(name, LONGEST_FILE_NAME, otherwise="file.csv"),
                kept_as=f"{FOLDER}/{kept.sha256}-{by.agency}",
                sha256=kept.sha256,
                size=kept.size,
                uploader_id=by.staff or None,
                received_at=at,
                delimiter=heading.delimiter,
                columns_found=[cell[:200] for cell in heading.found],
                columns_unused=[cell[:200] for cell in heading.unused],
                notes=list(opened.notes),
                created_at=at,
                changed_at=at,
                changed_by=by.staff,
            )
    except IntegrityError:
        # Two uploads of one file at the same moment: the other came first.
        _refuse_the_same(feed, kept, by)
        raise
