"""Uploads of key notices for the obligee: read, checked against the register, stored, and recorded as handed over."""

import datetime
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.certificate import Certificate, CertificateStatus
from models.enums import Role
from models.errors import CertificateNotAvailable, IdempotencyConflict, InvalidInput, NoticeNotReadable
from models.guarantee import Guarantee
from models.handover_transitions import HandoverStatus
from models.numbering import today
from models.parties.obligee import HandoverChannel
from models.parties.viewer import Viewer
from models.pending_content import ContentAbandoned, PendingContent
from models.received_notice import LONGEST_REFERENCE, ReceivedNotice
from models.refusals import refuses
from pdf.documents.notice_attachment import KeyNotice
from pdf.reading.notice_reader import NoticeReader
from pdf.upload_refusals import Reason, UploadRefused
from resolvers import access, audit, idempotency, limited_attempts, text_checks
from resolvers.certificates import look_up
from resolvers.handover import store_handover
from resolvers.loading import Reader
from resolvers.relations import NOTHING
from security.digests import digest
from security.throttle import Throttle
from storage import pending_bytes
from storage.store import StoreUnavailable

OPERATION = "uploadNotice"


@dataclass(frozen=True)
class Upload:
    """An upload: the file with its SHA-256 (32 bytes), and the obligee's reference of the contract."""

    content: bytes
    sha256: bytes
    contract_reference: str | None


class _NotKeptError(Exception):
    """The file's bytes are needed again: the hand-over of its first upload was returned meanwhile."""


@refuses(NoticeNotReadable, CertificateNotAvailable, IdempotencyConflict, InvalidInput)
async def receive(
    *,
    file: bytes,
    contract_reference: str | None,
    idempotency_key: str | None,
    reader: Reader,
    notices: NoticeReader,
    throttle: Throttle,
) -> tuple[Certificate, Guarantee]:
    """The certificate that a key notice opens, which is now handed over.

    The same file counts once, until the certificate is returned.

    Raises InvalidInput, IdempotencyConflict, NoticeNotReadable, CertificateNotAvailable, TooManyAttempts,
    StoreUnavailable.
    """
    viewer = access.require(OPERATION, reader.viewer)
    upload = Upload(file, await digest(file), contract_reference)
    _check(upload)
    if idempotency_key is not None:
        earlier = await _earlier(upload, idempotency_key, viewer, reader)
        if earlier is not None:
            return earlier
    notice = await _read(upload, reader=reader, viewer=viewer, notices=notices, throttle=throttle)
    certificate = await look_up.certificate(
        number=notice.number, key=notice.key, include=NOTHING, reader=reader, throttle=throttle, presents=False
    )
    if certificate is None:
        raise CertificateNotAvailable
    versions = await Certificate.filter(guarantee_id=certificate.guarantee_id)
    if not any(_tells_of(notice, version) for version in versions):
        raise await _refused(Reason.DIFFERENT, viewer, reader.at)
    return certificate, await _handed_over(upload, certificate.guarantee_id, idempotency_key, viewer, reader)


def _check(upload: Upload) -> None:
    """Raises InvalidInput for an invalid reference; it need not be printable."""
    reference = upload.contract_reference
    found = text_checks.check_form(reference or "", ("contractReference",), LONGEST_REFERENCE, is_multiline=False)
    if reference is not None and (problems := list(found)):
        raise InvalidInput(problems)


async def _earlier(upload: Upload, key: str, viewer: Viewer, reader: Reader) -> tuple[Certificate, Guarantee] | None:
    """The result of the same upload with the same key, which counts as another reading.

    Raises InvalidInput, IdempotencyConflict, CertificateNotAvailable.
    """
    claim = idempotency.claim_of(OPERATION, key, input_=_input(upload), result_id=uuid7(), viewer=viewer, at=reader.at)
    found = (await idempotency.earlier([claim])).get(claim.result_id)
    if isinstance(found, IdempotencyConflict):
        raise found
    if found is None:
        return None
    current = await Certificate.get_or_none(guarantee_id=found, status=CertificateStatus.CURRENT)
    certificate = current and await look_up.without_key(current.id, include=NOTHING, reader=reader)
    if certificate is None:
        raise CertificateNotAvailable
    return certificate, await Guarantee.get(id=found)


def _input(upload: Upload) -> dict[str, object]:
    return {"sha256": upload.sha256, "contract_reference": upload.contract_reference}


async def _read(
    upload: Upload, *, reader: Reader, viewer: Viewer, notices: NoticeReader, throttle: Throttle
) -> KeyNotice:
    """The content of the file. Files that are not key notices are limited by client, like wrong keys."""
    source = viewer.actor_id.hex if viewer.role is Role.E_CONTRACT_SYSTEM else viewer.address
    async with limited_attempts.attempt(throttle, OPERATION, source, upload.sha256.hex()) as attempt:
        try:
            return await notices.read(upload.content, sender=viewer.actor_id.hex)
        except UploadRefused as refused:
            if refused.retry_after is None:
                attempt.fail()
            raise await _refused(refused.reason, viewer, reader.at, refused.retry_after) from None


async def _refused(
    reason: Reason, viewer: Viewer, at: datetime.datetime, retry_after: int | None = None
) -> NoticeNotReadable:
    await audit.record("notice.refused", viewer=viewer, at=at, subject=reason.value)
    return NoticeNotReadable(reason, reason.message, retry_after=retry_after)


def _tells_of(notice: KeyNotice, version: Certificate) -> bool:
    """Whether the notice states what this version certifies (or certified, before an amendment)."""
    said = (
        notice.product.value,
        notice.project_name,
        notice.contractor_name,
        notice.joint_venture_name,
        notice.obligee_title,
        notice.surety_name,
        notice.issued_on,
    )
    return said == (
        version.kind.value,
        version.project_name,
        version.principal_name,
        version.joint_venture_name,
        version.obligee_title,
        version.surety_name,
        today(version.issued_at),
    )


async def _handed_over(
    upload: Upload, guarantee_id: UUID, idempotency_key: str | None, viewer: Viewer, reader: Reader
) -> Guarantee:
    """The guarantee, with the file. Its bytes are stored first, without a lock, and deleted if they are not needed.

    Only a response of the database shows that: after a connection broke in the commit the outcome is unknown. Such
    bytes, and those of a process that dies here, are swept later (storage/pending_bytes.py).
    """
    file = partial(_filed, guarantee_id, upload, idempotency_key=idempotency_key, viewer=viewer, at=reader.at)
    if await _is_known(upload, await Guarantee.get(id=guarantee_id)):
        with suppress(_NotKeptError):
            guarantee, _ = await file(None)
            return guarantee
    received, is_filed = await _kept(upload, guarantee_id, viewer, reader), True
    try:
        guarantee, is_filed = await file(received)
    except IdempotencyConflict:
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
    upload: Upload,
    received: ReceivedNotice | None,
    *,
    idempotency_key: str | None,
    viewer: Viewer,
    at: datetime.datetime,
) -> tuple[Guarantee, bool]:
    """The guarantee, and whether the file was added to it; a concurrent upload may have been first.

    Raises _NotKeptError if it must be added without a row for it.
    """
    done = await idempotency.claim(
        OPERATION, idempotency_key, input_=_input(upload), result_id=guarantee_id, viewer=viewer, at=at
    )
    guarantee = await store_handover.locked(guarantee_id)
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
