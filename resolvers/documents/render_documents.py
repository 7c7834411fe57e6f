"""Rendering documents: after the commit that requested them, outside transactions, by a worker or the first reader.

The renderer of a document claims it; the claim of a killed process is taken over. Each claim has its own storage key,
and only the last claim can be settled: bytes of other claims are deleted.

Readers, mails and the worker take turns (`source`), one document each. The number of renderings for readers is limited:
beyond the limit nothing is claimed for them, and the worker renders it.
"""

import asyncio
import datetime
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import UUID

from database import leases
from models.auth_key import AuthKey
from models.document import Document, DocumentKind, DocumentProgress
from models.fees.monthly_bill import MonthlyBillItem
from models.job import LEASE, ConnectionFailure, TemporaryFailure
from models.numbering import today
from models.parties.seal_image import SealImage
from pdf.documents.renderer import DocumentData, RenderError
from resolvers import audit
from resolvers.document_services import DocumentServices
from resolvers.documents import compose_data
from resolvers.job_attempts import attempt
from security.auth_keys import DecryptionError
from storage import pending_bytes
from storage.store import StoreUnavailable

MOST_AT_ONCE = 16
"""The maximum number of claims of one reader: few enough to render within a lease."""
MOST_REQUESTS = 32
"""The maximum number of requests for which this process renders documents at a time."""
MOST_REQUESTS_OF_ONE = 8
"""The maximum of one reader."""
MAILS, WORKER = "mails", "worker"
"""Sources that are not readers."""
POLL_SECONDS = 0.05
"""Seconds between queries for documents that another process is rendering."""


async def render_due(
    *, services: DocumentServices, at: datetime.datetime, ids: Sequence[UUID], source: str = WORKER
) -> int:
    """Render the due ones of these, the oldest first; returns the number of attempts, 0 if the store is unreachable."""
    claimed = await leases.claim(Document, at=at, until=at + LEASE, most=MOST_AT_ONCE, ids=ids)
    attempts = (render_claimed(document, services=services, clock=lambda: at, source=source) for document in claimed)
    for error in filter(None, await asyncio.gather(*attempts, return_exceptions=True)):
        if isinstance(error, ConnectionFailure):
            return 0
        raise error
    return len(claimed)


async def render_claimed(
    document: Document,
    *,
    services: DocumentServices,
    clock: Callable[[], datetime.datetime],
    is_stopping: Callable[[], bool] = lambda: True,
    source: str = WORKER,
) -> None:
    """Render a claimed document, and settle the claim. A failure is logged as an error, and retried later.

    Raises ConnectionFailure, and the errors of an unreachable database.
    """

    async def render_and_store(_: Document) -> None:
        await _render(document, services, clock(), source)

    is_done = False
    try:
        is_done = await attempt(document, render_and_store, clock=clock, is_stopping=is_stopping)
    finally:
        if not is_done and document.claim is not None:
            with suppress(StoreUnavailable):
                await pending_bytes.discard(services.store, document.claim)


async def render_now(
    ids: Sequence[UUID], *, source: str, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> None:
    """Render these, or wait while other processes render them; never waits longer than `wait_until`.

    Rendering in progress is completed even if the reader disconnects; unclaimed documents are left to others. Does not
    wait if too much is being rendered for `source`, or in all.
    """
    awaited = Document.filter(id__in=ids, state=DocumentProgress.WAITING, last_error__isnull=True)
    with suppress(TimeoutError):
        async with asyncio.timeout_at(wait_until):
            while _has_room(services, source):
                if not await asyncio.shield(_start(ids, services, at, source)):
                    break
            else:
                return
            while await awaited.exists():  # noqa: ASYNC110 -- another process may be rendering them
                await asyncio.sleep(POLL_SECONDS)


def _has_room(services: DocumentServices, source: str) -> bool:
    in_flight = list(services.in_flight.values())
    return len(in_flight) < MOST_REQUESTS and in_flight.count(source) < MOST_REQUESTS_OF_ONE


def _start(ids: Sequence[UUID], services: DocumentServices, at: datetime.datetime, source: str) -> asyncio.Task[int]:
    task = asyncio.create_task(render_due(services=services, at=at, ids=ids, source=source))
    services.in_flight[task] = source
    task.add_done_callback(services.in_flight.pop)
    return task


async def _render(document: Document, services: DocumentServices, at: datetime.datetime, source: str) -> None:
    """Render and store one document, and record its properties. Raises TemporaryFailure, ConnectionFailure."""
    shown = await Document.get(id=document.id).select_related(
        "certificate", "auth_key", "fee_statement", "monthly_bill", "filed_claim__certificate"
    )
    try:
        if document.abandoned is not None:
            await pending_bytes.discard(services.store, document.abandoned)
        content = await services.renderer.render(await _data(shown, services, at), source=source)
        await _store(document, content, services, at)
        document.filename = compose_data.filename(shown)
    except StoreUnavailable as error:
        raise ConnectionFailure(f"StoreUnavailable: {error}") from error
    except (RenderError, DecryptionError) as error:
        raise TemporaryFailure(f"{type(error).__name__}: {error}") from error


async def _data(document: Document, services: DocumentServices, at: datetime.datetime) -> DocumentData:
    """The content of the document."""
    if document.fee_statement is not None:
        return compose_data.of_statement(document.fee_statement)
    if document.monthly_bill is not None:
        items = await MonthlyBillItem.filter(bill_id=document.monthly_bill_id).select_related("statement")
        statements = sorted((item.statement for item in items), key=lambda statement: statement.id)
        return compose_data.of_bill(document.monthly_bill, statements)
    if document.filed_claim is not None:
        return compose_data.of_claim(document.filed_claim)
    version, key = document.certificate, document.auth_key
    assert version is not None  # noqa: S101 -- a database constraint
    if key is None:
        seal = None if version.seal_id is None else (await SealImage.get(id=version.seal_id)).content
        is_copy = document.kind is DocumentKind.CERTIFICATE_COPY
        return compose_data.of_certificate(version, is_copy=is_copy, seal=seal)
    opened = services.keyring.decrypt(key.envelope, key.envelope_version, version.guarantee_number)
    await audit.record_system("auth_key.printed", [version.guarantee_id], at=at)
    is_first = not await AuthKey.filter(guarantee_id=key.guarantee_id, id__lt=key.id).exists()
    return compose_data.of_notice(
        version,
        opened,
        verification_page=f"{services.address}/verify",
        replaced_on=None if is_first else today(key.created_at),
    )


async def _store(document: Document, content: bytes, services: DocumentServices, at: datetime.datetime) -> None:
    """Store the bytes under the claim's id."""
    assert document.claim is not None  # noqa: S101 -- it is claimed
    kept, version = content, None
    if document.kind is DocumentKind.KEY_NOTICE:
        kept, version = services.keyring.encrypt_bytes(content, str(document.id))
    await pending_bytes.put(services.store, document.claim, kept, at=at)
    document.size, document.sha256, document.envelope_version = len(content), hashlib.sha256(content).digest(), version
