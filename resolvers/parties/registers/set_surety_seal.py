"""The seal (印影) that a surety's certificates print from now on."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound
from models.parties.seal_image import SealImage
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from models.refusals import AttachmentRefused, EntryChangedSince, refuses
from pdf.reading.attachment_reader import AttachmentReader
from pdf.upload_refusals import UploadRefused
from resolvers import access, idempotency, quotas
from resolvers.parties.registers import store_entry
from resolvers.parties.registers.surety_register import REGISTER
from security.digests import digest

OPERATION = "setSuretySeal"


@refuses(AttachmentRefused, InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
async def set_seal(
    *,
    surety_id: UUID,
    version: int,
    file: bytes | None,
    idempotency_key: str | None,
    files: AttachmentReader,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Surety:
    """Set the seal, drawn anew from a file, or remove it; certificates of before keep theirs.

    Raises AttachmentRefused for the file, NotFound, EntryChangedSince, InvalidInput, IdempotencyConflict,
    TooManyRequests.
    """
    viewer = access.require(OPERATION, viewer)
    await quotas.require_room(quotas.REGISTER_CHANGES, viewer=viewer, at=at)
    await store_entry.require_kept(REGISTER, surety_id, viewer)
    drawn = None if file is None else await _drawn(file, files, viewer)
    given = [surety_id, version, None if file is None else await digest(file)]
    return await _set(surety_id, version, drawn, given, idempotency_key, viewer=viewer, at=at)


async def _drawn(file: bytes, files: AttachmentReader, viewer: Viewer) -> bytes:
    try:
        return await files.draw_seal(file, sender=viewer.actor_id.hex)
    except UploadRefused as refused:
        reason = refused.reason
        raise AttachmentRefused(reason, reason.message_of_seal, retry_after=refused.retry_after) from None


@transactional
async def _set(
    surety_id: UUID,
    version: int,
    drawn: bytes | None,
    given: Sequence[object],
    idempotency_key: str | None,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> Surety:
    claimed = await idempotency.claim(
        OPERATION, idempotency_key, input_=given, result_id=surety_id, viewer=viewer, at=at
    )
    if claimed is None:
        await quotas.require(quotas.REGISTER_CHANGES, viewer=viewer, at=at)
    row = await store_entry.lock_kept(REGISTER, surety_id, viewer)
    if claimed is not None:
        return row
    if version != row.version:
        raise EntryChangedSince(row.version)
    before = await SealImage.filter(surety_id=row.id).order_by("-version").first()
    sha256 = None if drawn is None else await digest(drawn)
    if sha256 == (before and before.sha256):
        return row
    row.version = version + 1
    await row.save(update_fields=["version"])
    await SealImage.create(surety_id=row.id, version=row.version, set_at=at, content=drawn, sha256=sha256)
    change = {
        "path": ["file"],
        "label": "印影",
        "before": _named(before and before.sha256),
        "after": _named(sha256),
    }
    await store_entry.record_change(REGISTER, row, [change], viewer=viewer, at=at)
    return row


def _named(sha256: bytes | None) -> str | None:
    """An image in the history, by its digest."""
    return None if sha256 is None else f"SHA-256 {sha256.hex()}"
