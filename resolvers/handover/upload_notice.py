"""Uploads of key notices for the obligee: read, and checked against the register."""

import datetime

from uuid_utils.compat import uuid7

from models.certificate import Certificate, CertificateStatus
from models.enums import Role
from models.errors import CertificateNotAvailable, IdempotencyConflict, InvalidInput, NoticeNotReadable
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.obligee import HandoverChannel
from models.parties.rules_refusals import ChannelNotAccepted
from models.parties.viewer import Viewer
from models.received_notice import LONGEST_REFERENCE
from models.refusals import refuses
from pdf.documents.notice_attachment import KeyNotice
from pdf.reading.notice_reader import NoticeReader
from pdf.upload_refusals import Reason, UploadRefused
from resolvers import access, audit, idempotency, limited_attempts, text_checks
from resolvers.certificates import look_up
from resolvers.handover import accepted_channels, file_notice
from resolvers.handover.file_notice import MAX_NOTICE_BYTES, OPERATION, TooManyNotices, Upload
from resolvers.loading import Reader
from resolvers.relations import NOTHING
from security.digests import digest
from security.throttle import Throttle


@refuses(NoticeNotReadable, CertificateNotAvailable, ChannelNotAccepted, IdempotencyConflict, InvalidInput)
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

    Raises InvalidInput, IdempotencyConflict, NoticeNotReadable, CertificateNotAvailable, ChannelNotAccepted,
    TooManyAttempts, TooManyRequests, StoreUnavailable.
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
    await _require_accepted(certificate, viewer, reader.at)
    try:
        key_digest = reader.services.keyring.digest(notice.number, notice.key)
        return certificate, await file_notice.file(
            upload, certificate.guarantee_id, idempotency_key, key_digest=key_digest, viewer=viewer, reader=reader
        )
    except TooManyNotices:
        raise await _refused(Reason.TOO_MANY_NOTICES, viewer, reader.at) from None


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
    claim = idempotency.claim_of(OPERATION, key, input_=upload.input, result_id=uuid7(), viewer=viewer, at=reader.at)
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


async def _read(
    upload: Upload, *, reader: Reader, viewer: Viewer, notices: NoticeReader, throttle: Throttle
) -> KeyNotice:
    """The content of the file. Files that are not key notices are limited by client, like wrong keys."""
    source = viewer.actor_id.hex if viewer.role is Role.E_CONTRACT_SYSTEM else viewer.address
    async with limited_attempts.attempt(throttle, OPERATION, source, upload.sha256.hex()) as attempt:
        try:
            return await _examined(upload.content, notices, sender=viewer.actor_id.hex)
        except UploadRefused as refused:
            if refused.retry_after is None:
                attempt.fail()
            raise await _refused(refused.reason, viewer, reader.at, refused.retry_after) from None


async def _examined(content: bytes, notices: NoticeReader, *, sender: str) -> KeyNotice:
    """Raises UploadRefused."""
    if len(content) > MAX_NOTICE_BYTES:
        raise UploadRefused(Reason.TOO_LARGE)
    return await notices.read(content, sender=sender)


async def _require_accepted(certificate: Certificate, viewer: Viewer, at: datetime.datetime) -> None:
    """Raises ChannelNotAccepted for a system's upload; an official may always file what has arrived otherwise."""
    if viewer.role is Role.E_CONTRACT_SYSTEM:
        guarantee = await Guarantee.get(id=certificate.guarantee_id)
        await accepted_channels.require_channel(guarantee, HandoverChannel.E_CONTRACT_SYSTEM, at=at)


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
