"""Purges rows by the rules of retention, in batches.

A batch and its part of the report are one transaction: a worker that dies leaves no purge without a report. Workers at
the same time skip each other's rows.
"""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.after_issue.retention import PurgeReport, PurgeSubject
from models.applying.application import Application, ApplicationDraft
from models.applying.attachment import Attachment
from models.numbering import today
from resolvers import access, audit, throttle_failures
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page, PageOf
from resolvers.retention import retention_rules
from storage import pending_bytes

LIST = PageOf(PurgeReport, order="-id")
BATCH = 1_000
"""Rows of one transaction."""
MOST_BATCHES = 20
"""Of one run and subject; the next run continues."""
MOST_DRAFTS = 100


def _some(table: str, condition: str) -> str:
    """The condition on the rows of one batch; an array, since a plan may run a subquery of IN for each row anew."""
    found = f"SELECT id FROM {table} WHERE {condition} LIMIT {BATCH} FOR UPDATE SKIP LOCKED"  # noqa: S608 -- names
    return f"id = ANY(ARRAY({found}))"


def _deletion(table: str, condition: str) -> str:
    return f"DELETE FROM {table} WHERE {_some(table, condition)}"  # noqa: S608 -- names


STATEMENTS: Mapping[PurgeSubject, str] = {
    PurgeSubject.SESSIONS: _deletion("access_token", "account_id IS NOT NULL AND expires_at < $1"),
    PurgeSubject.API_TOKENS: _deletion(
        "access_token", "api_client_id IS NOT NULL AND least(revoked_at, expires_at) < $1"
    ),
    PurgeSubject.PASSWORD_LINKS: _deletion("password_link", "coalesce(used_at, expires_at) < $1"),
    PurgeSubject.IDEMPOTENCY_RECORDS: _deletion("idempotency_record", "created_at < $1"),
    # Sent mails are proof that they were sent, to whom and when. Others may still be sent, with their facts.
    PurgeSubject.MAIL_FACTS: "UPDATE outgoing_mail SET facts = '{}' WHERE "  # noqa: S608 -- names
    + _some("outgoing_mail", "state = 'SENT' AND facts <> '{}' AND sent_at < $1"),
}
"""`$1` is the moment before which rows have ended. The others have functions."""
FAILURES = _deletion("failure_window", "failed_at[cardinality(failed_at)] <= clock_timestamp() - $1::interval")
"""By the clock of the database, as the throttle counts them."""
REPORT = """
INSERT INTO purge_report AS known (id, subject, day, days, purged, last_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (subject, day) DO UPDATE
SET purged = known.purged + EXCLUDED.purged, last_at = greatest(known.last_at, EXCLUDED.last_at)
"""


async def run(*, at: datetime.datetime) -> dict[PurgeSubject, int]:
    """Purge what may be purged by the rules of today; returns the number of rows."""
    days = await retention_rules.days_in_force(today(at))
    return {subject: await _purge(subject, days[subject], at=at) for subject in PurgeSubject}


async def page(*, reader: Reader, first: int, after: UUID | None, include: Include) -> Page:
    """The reports, newest first."""
    access.require("purges", reader.viewer)
    return await page_of(PurgeReport, Q(), order=LIST.order, first=first, after=after, include=include, reader=reader)


async def _purge(subject: PurgeSubject, days: int, *, at: datetime.datetime) -> int:
    batch = MOST_DRAFTS if subject is PurgeSubject.DRAFTS else BATCH
    purged = 0
    for _ in range(MOST_BATCHES):
        some = await _purge_some(subject, days, at=at)
        purged += some
        if some < batch:
            break
    return purged


@transactional
async def _purge_some(subject: PurgeSubject, days: int, *, at: datetime.datetime) -> int:
    """One batch, and its part of the report."""
    before = at - datetime.timedelta(days)
    execute = connections.get("default").execute_query
    match subject:
        case PurgeSubject.DRAFTS:
            purged = await _purge_drafts(before, at=at)
        case PurgeSubject.FAILURE_WINDOWS:
            purged, _ = await execute(FAILURES, [throttle_failures.LIFETIME + datetime.timedelta(days)])
        case _:
            purged, _ = await execute(STATEMENTS[subject], [before])
    if purged:
        await execute(REPORT, [uuid7(), subject.value, today(at), days, purged, at])
    return purged


async def old_drafts(before: datetime.datetime) -> list[UUID]:
    """Applications that were never sent and whose form was not saved since then; some of them, if there are many."""
    old = ApplicationDraft.filter(saved_at__lt=before, application__submitted_at=None).limit(MOST_DRAFTS)
    found: Any = await old.order_by("saved_at").values_list("application_id", flat=True)
    return found


async def _purge_drafts(before: datetime.datetime, *, at: datetime.datetime) -> int:
    """Drafts to which nothing was saved or attached since then, with their attachments."""
    drafts = Application.filter(id__in=await old_drafts(before), submitted_at=None)
    locked = [draft.id for draft in await drafts.select_for_update(skip_locked=True).only("id")]
    # Read again: somebody may have saved one before it was locked.
    still: Any = await ApplicationDraft.filter(application_id__in=locked, saved_at__lt=before).values_list(
        "application_id", flat=True
    )
    ids: set[UUID] = set(still)
    attachments = await Attachment.filter(application_id__in=ids)
    ids -= {each.application_id for each in attachments if each.uploaded_at >= before}
    if ids:
        removed = [each for each in attachments if each.application_id in ids]
        await pending_bytes.abandon([each.storage_key for each in removed], at=at)
        await Attachment.filter(id__in=[each.id for each in removed]).delete()
        await ApplicationDraft.filter(application_id__in=ids).delete()
        await Application.filter(id__in=ids).delete()
        await audit.record_system("application.draft_purged", sorted(ids), at=at)
    return len(ids)
