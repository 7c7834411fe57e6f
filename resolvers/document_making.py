"""Making documents: after the commit that asked for them, never in a transaction, by the worker or the first reader.

Whoever makes one claims it for a minute; a claim that nobody fulfils, because its process was killed, is taken over.
Each claim has a storage key of its own, and only the last claim can be fulfilled: what others have stored goes again.
"""

import asyncio
import datetime
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from tortoise import connections

from database.connection import is_unreachable
from models.document import LEASE, Document, DocumentKind
from pdf.press import NotPrinted, Sheet, kind_and_place
from resolvers import audit, sheets
from resolvers.archive import Archive
from security.auth_keys import BrokenEnvelope
from storage.store import StoreUnavailable

log = structlog.get_logger(__name__)

BATCH = 16
"""How many one caller claims at once: no more than are printed well within a claim."""
PATIENCE = 5
"""Seconds for which a reader waits, for all documents of a request together; a request has ten."""
TICK = 0.05
"""Seconds between looks at what somebody else is making."""

CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM document WHERE made_at IS NULL AND due_at <= $1 {among}
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE document SET attempts = attempts + 1, due_at = $2, storage_key = uuidv7()
FROM due WHERE document.id = due.id
RETURNING document.id, old.storage_key AS abandoned
"""
"""Materialized: a plan may run a subquery once for each row, and would claim more than the limit every time."""
CLAIM_ANY, CLAIM_THESE = CLAIM.format(among=""), CLAIM.format(among="AND id = ANY($4)")


class Claim(NamedTuple):
    """A document that is this process's to make, and under which key an earlier claim may have left bytes."""

    document: Document
    abandoned: UUID | None


async def make_due(*, archive: Archive, at: datetime.datetime, ids: Sequence[UUID] | None = None) -> int:
    """Make some of what is due (of these, if ids are given), the oldest first; says how many were tried."""
    claims = await (_claim(CLAIM_ANY, at, BATCH) if ids is None else _claim(CLAIM_THESE, at, BATCH, ids))
    await asyncio.gather(*(_make(claim, archive, at) for claim in claims))
    return len(claims)


def end_of_patience() -> float:
    """Until when, on the event loop's clock, somebody waits who begins to read now."""
    return asyncio.get_running_loop().time() + PATIENCE


async def make_now(ids: Sequence[UUID], *, archive: Archive, at: datetime.datetime, until: float) -> None:
    """Make these, or wait until whoever is making them has done it; waits no longer than `until` in any case.

    What is begun is done even if the reader goes away; what is not claimed by then is left to others.
    """
    awaited = Document.filter(id__in=ids, made_at__isnull=True, failure__isnull=True)
    with suppress(TimeoutError):
        async with asyncio.timeout_at(until):
            while await asyncio.shield(_begun(ids, archive, at)):
                pass
            while await awaited.exists():  # noqa: ASYNC110 -- another process may be making them
                await asyncio.sleep(TICK)


def _begun(ids: Sequence[UUID], archive: Archive, at: datetime.datetime) -> asyncio.Task[int]:
    task = asyncio.create_task(make_due(archive=archive, at=at, ids=ids))
    archive.under_way.add(task)
    task.add_done_callback(archive.under_way.discard)
    return task


async def _claim(statement: str, at: datetime.datetime, *values: Any) -> list[Claim]:
    """Due documents that from now on are this caller's to make, with what they show."""
    rows = await connections.get("default").execute_query_dict(statement, [at, at + LEASE, *values])
    abandoned = {row["id"]: row["abandoned"] for row in rows}
    if not rows:
        return []
    claimed = Document.filter(id__in=list(abandoned))
    related = ("certificate", "auth_key", "fee_statement")
    return [Claim(document, abandoned[document.id]) for document in await claimed.select_related(*related)]


async def _make(claim: Claim, archive: Archive, at: datetime.datetime) -> None:
    """Print, seal and store one document; what goes wrong is an alarm, and is tried again later."""
    document = claim.document
    try:
        if claim.abandoned is not None:
            await archive.store.delete(claim.abandoned)
        filename, sheet = sheets.filename(document), await _sheet(document, archive, at)
        await _keep(document, filename, await archive.press.print_(sheet), archive, at)
    except Exception as error:
        if is_unreachable(error):
            raise
        await _postpone(document, error, at)


async def _postpone(document: Document, error: Exception, at: datetime.datetime) -> None:
    is_foreseen = isinstance(error, NotPrinted | StoreUnavailable | BrokenEnvelope)
    failure = f"{type(error).__name__}: {error}"[:200] if is_foreseen else kind_and_place(error)
    again_at = at + document.pause
    log.error(
        "document_not_made",
        document_id=str(document.id),
        kind=document.kind.value,
        attempts=document.attempts,
        failure=failure,
        again_at=again_at.isoformat(),
    )
    await _held(document).update(failure=failure, due_at=again_at)


async def _sheet(document: Document, archive: Archive, at: datetime.datetime) -> Sheet:
    """What the document shows."""
    if document.fee_statement is not None:
        return sheets.of_statement(document.fee_statement)
    version, key = document.certificate, document.auth_key
    assert version is not None  # noqa: S101 -- the database says so
    if key is None:
        return sheets.of_certificate(version, is_copy=document.kind is DocumentKind.CERTIFICATE_COPY)
    opened = archive.keyring.open(key.envelope, key.envelope_version, version.guarantee_number)
    await audit.record_by_itself("auth_key.printed", [version.guarantee_id], at=at)
    return sheets.of_notice(version, opened, verification_page=f"{archive.address}/verify")


async def _keep(document: Document, filename: str, content: bytes, archive: Archive, at: datetime.datetime) -> None:
    """Store the bytes, then say so, unless somebody else has taken over meanwhile; then the bytes go again."""
    key = document.storage_key
    assert key is not None  # noqa: S101 -- a claim has one
    kept, version = content, None
    if document.kind is DocumentKind.KEY_NOTICE:
        kept, version = archive.keyring.seal_bytes(content, str(document.id))
    await archive.store.put(key, kept)
    made = {
        "made_at": at,
        "filename": filename,
        "size": len(content),
        "sha256": hashlib.sha256(content).digest(),
        "envelope_version": version,
        "failure": None,
    }
    if not await _held(document).update(**made):
        await archive.store.delete(key)


def _held(document: Document) -> Any:
    """The document, as long as the claim on it holds."""
    return Document.filter(id=document.id, storage_key=document.storage_key, made_at__isnull=True)
