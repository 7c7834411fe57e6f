"""Making documents: after the commit that asked for them, never in a transaction, by the worker or the first reader.

Whoever makes one claims it; a claim that nobody fulfils, because its process was killed, is taken over. Each claim is a
storage key of its own, and only the last claim can be fulfilled: what others have stored goes again.
"""

import asyncio
import datetime
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import UUID

from database import leases
from models.document import Document, DocumentKind, DocumentProgress
from models.job import LEASE, ConnectionFailure, TemporaryFailure
from pdf.documents.renderer import DocumentData, RenderError
from resolvers import audit
from resolvers.document_services import Archive
from resolvers.documents import compose_data
from resolvers.job_attempts import attempt
from security.auth_keys import DecryptionError
from storage import pending_bytes
from storage.store import StoreUnavailable

BATCH = 16
"""How many one reader claims at once: no more than are printed well within a claim."""
PATIENCE = 5
"""Seconds for which a reader waits, for all documents of a request together; a request has ten."""
TICK = 0.05
"""Seconds between looks at what somebody else is making."""


async def make_due(*, archive: Archive, at: datetime.datetime, ids: Sequence[UUID]) -> int:
    """Make what is due of these, the oldest first; says how many were tried, none if the store is away."""
    claimed = await leases.claim(Document, at=at, until=at + LEASE, most=BATCH, ids=ids)
    attempts = (make(document, archive=archive, clock=lambda: at) for document in claimed)
    for error in filter(None, await asyncio.gather(*attempts, return_exceptions=True)):
        if isinstance(error, ConnectionFailure):
            return 0
        raise error
    return len(claimed)


async def make(
    document: Document,
    *,
    archive: Archive,
    clock: Callable[[], datetime.datetime],
    is_stopping: Callable[[], bool] = lambda: True,
) -> None:
    """Make a claimed document, and settle the claim. What goes wrong is an alarm, and is tried again later.

    Raises ConnectionFailure, and the errors of a database that is away.
    """

    async def print_and_keep(_: Document) -> None:
        await _make(document, archive, clock())

    is_done = False
    try:
        is_done = await attempt(document, print_and_keep, clock=clock, is_stopping=is_stopping)
    finally:
        if not is_done and document.claim is not None:
            with suppress(StoreUnavailable):
                await pending_bytes.discard(archive.store, document.claim)


def end_of_patience() -> float:
    """Until when, on the event loop's clock, somebody waits who begins to read now."""
    return asyncio.get_running_loop().time() + PATIENCE


async def make_now(ids: Sequence[UUID], *, archive: Archive, at: datetime.datetime, until: float) -> None:
    """Make these, or wait until whoever is making them has done it; waits no longer than `until` in any case.

    What is begun is done even if the reader goes away; what is not claimed by then is left to others.
    """
    awaited = Document.filter(id__in=ids, state=DocumentProgress.WAITING, last_error__isnull=True)
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


async def _make(document: Document, archive: Archive, at: datetime.datetime) -> None:
    """Print and store one document, and note on it what it is. Raises TemporaryFailure, ConnectionFailure."""
    shown = await Document.get(id=document.id).select_related("certificate", "auth_key", "fee_statement")
    try:
        if document.abandoned is not None:
            await pending_bytes.discard(archive.store, document.abandoned)
        content = await archive.renderer.render(await _sheet(shown, archive, at))
        await _keep(document, content, archive, at)
        document.filename = compose_data.filename(shown)
    except StoreUnavailable as error:
        raise ConnectionFailure(f"StoreUnavailable: {error}") from error
    except (RenderError, DecryptionError) as error:
        raise TemporaryFailure(f"{type(error).__name__}: {error}") from error


async def _sheet(document: Document, archive: Archive, at: datetime.datetime) -> DocumentData:
    """What the document shows."""
    if document.fee_statement is not None:
        return compose_data.of_statement(document.fee_statement)
    version, key = document.certificate, document.auth_key
    assert version is not None  # noqa: S101 -- the database says so
    if key is None:
        return compose_data.of_certificate(version, is_copy=document.kind is DocumentKind.CERTIFICATE_COPY)
    opened = archive.keyring.decrypt(key.envelope, key.envelope_version, version.guarantee_number)
    await audit.record_by_itself("auth_key.printed", [version.guarantee_id], at=at)
    return compose_data.of_notice(version, opened, verification_page=f"{archive.address}/verify")


async def _keep(document: Document, content: bytes, archive: Archive, at: datetime.datetime) -> None:
    """Store the bytes under the claim's id."""
    assert document.claim is not None  # noqa: S101 -- it is claimed
    kept, version = content, None
    if document.kind is DocumentKind.KEY_NOTICE:
        kept, version = archive.keyring.encrypt_bytes(content, str(document.id))
    await pending_bytes.put(archive.store, document.claim, kept, at=at)
    document.size, document.sha256, document.envelope_version = len(content), hashlib.sha256(content).digest(), version
