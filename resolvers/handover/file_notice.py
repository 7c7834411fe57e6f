"""Files of uploaded key notices: stored with the guarantee, and recorded as handed over."""

import datetime
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.enums import Role
from models.errors import DomainError
from models.guarantee import Guarantee
from models.handover import MOST_NOTICES
from models.handover_transitions import HandoverStatus
from models.parties.obligee import HandoverChannel
from models.parties.viewer import Viewer
from models.pending_content import ContentAbandoned, PendingContent
from models.received_notice import ReceivedNotice
from resolvers import audit, idempotency, quotas
from resolvers.guarantees import lock_rows
from resolvers.handover import store_handover
from resolvers.loading import Reader
from storage import pending_bytes
from storage.store import StoreUnavailable

OPERATION = "uploadNotice"
MAX_NOTICE_BYTES = 1_000_000
"""Files are never deleted. A notice has 60 to 80 kB; stamps and signatures with validation data add some hundred kB."""


@dataclass(frozen=True)
class Upload:
    """An upload: the file with its SHA-256 (32 bytes), and the obligee's reference of the contract."""

    content: bytes
    sha256: bytes
    contract_reference: str | None

    @property
    def input(self) -> dict[str, object]:
        """Identifies a repeated upload."""
        return {"sha256": self.sha256, "contract_reference": self.contract_reference}


class TooManyNotices(Exception):
    """The guarantee has the maximum of files."""


class _NotKeptError(Exception):
    """The file's bytes are needed again: the hand-over of its first upload was returned meanwhile."""


async def file(
    upload: Upload,
    guarantee_id: UUID,
    idempotency_key: str | None,
    *,
    key_digest: bytes,
    viewer: Viewer,
    reader: Reader,
) -> Guarantee:
    """The guarantee, with the file. Its bytes are stored first, without a lock, and deleted if they are not needed.

    Only a response of the database shows that: after a connection broke in the commit the outcome is unknown. Such
    bytes, and those of a process that dies here, are swept later (storage/pending_bytes.py).

    Raises CertificateNotAvailable if the key was replaced meanwhile, IdempotencyConflict, TooManyNotices,
    TooManyRequests, StoreUnavailable.
    """
    by_key = partial(_filed, guarantee_id, key_digest, upload, idempotency_key=idempotency_key)
    filed = partial(by_key, viewer=viewer, at=reader.at)
    if await _is_known(upload, await Guarantee.get(id=guarantee_id)):
        with suppress(_NotKeptError):
            guarantee, _ = await filed(None)
            return guarantee
    await quotas.require_room(quotas.RECEIVED_NOTICES, viewer=viewer, at=reader.at)
    await _require_room(guarantee_id)
    received, is_filed = await _kept(upload, guarantee_id, viewer, reader), True
    try:
        guarantee, is_filed = await filed(received)
    except (DomainError, TooManyNotices):
        is_filed = False
        raise
    except ContentAbandoned as error:
        raise StoreUnavailable("the bytes have been swept away meanwhile") from error
    finally:
        if not is_filed:
            await pending_bytes.discard(reader.services.store, received.storage_key)
    return guarantee


async def _kept(upload: Upload, guarantee_id: UUID, viewer: Viewer, reader: Reader) -> ReceivedNotice:
    """A row for the file, whose bytes are in the store now."""
    received = ReceivedNotice(
        id=uuid7(),
        guarantee_id=guarantee_id,
        received_at=reader.at,
        received_by=viewer.name,
        actor_id=viewer.actor_id,
        contract_reference=upload.contract_reference,
        size=len(upload.content),
        sha256=upload.sha256,
        storage_key=uuid7(),
    )
    sealed, received.envelope_version = reader.services.keyring.encrypt_bytes(upload.content, str(received.id))
    await pending_bytes.put(reader.services.store, received.storage_key, sealed, at=reader.at)
    return received


@transactional
async def _filed(
    guarantee_id: UUID,
    key_digest: bytes,
    upload: Upload,
    received: ReceivedNotice | None,
    *,
    idempotency_key: str | None,
    viewer: Viewer,
    at: datetime.datetime,
) -> tuple[Guarantee, bool]:
    """The guarantee, and whether the file was added to it; a concurrent upload may have been first.

    Raises _NotKeptError if it must be added without a row for it, and the errors of `file`.
    """
    done = await idempotency.claim(
        OPERATION, idempotency_key, input_=upload.input, result_id=guarantee_id, viewer=viewer, at=at
    )
    if done is None and received is not None:
        await quotas.require(quotas.RECEIVED_NOTICES, viewer=viewer, at=at)
    guarantee = await lock_rows.opened(guarantee_id, key_digest)
    if done is not None:
        return guarantee, False
    by, is_new = await store_handover.party(viewer, guarantee), not await _is_known(upload, guarantee)
    if is_new:
        is_official = viewer.role is Role.OBLIGEE
        guarantee.hand_over(HandoverChannel.DIRECT if is_official else HandoverChannel.E_CONTRACT_SYSTEM, by, at=at)
    guarantee.present(by, at=at)
    await store_handover.save(guarantee)
    await store_handover.note_presentation(guarantee_id, viewer, at=at)
    if is_new:
        if received is None:
            raise _NotKeptError
        await _require_room(guarantee_id)
        received.handover_id = guarantee.handover_id  # type: ignore[assignment] -- it exists now
        await received.save(force_create=True)  # also when the transaction is repeated
        await PendingContent.settle(received.storage_key)
        await audit.record(
            "notice.received", viewer=viewer, at=at, subject_id=guarantee_id, subject=upload.contract_reference
        )
    return guarantee, is_new


async def _is_known(upload: Upload, guarantee: Guarantee) -> bool:
    """Whether the file belongs to the current hand-over; after a return there is none until the next upload."""
    is_returned = guarantee.handover_status is HandoverStatus.RETURNED
    return not is_returned and await ReceivedNotice.exists(handover_id=guarantee.handover_id, sha256=upload.sha256)


async def _require_room(guarantee_id: UUID) -> None:
    """Raises TooManyNotices if the guarantee has the maximum of files."""
    if await ReceivedNotice.filter(guarantee_id=guarantee_id).count() >= MOST_NOTICES:
        raise TooManyNotices
