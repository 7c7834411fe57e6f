"""Attaching files to an application, a message about it, a request for an amendment, or a claim."""

import datetime
from dataclasses import asdict, dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.applying.application import Submission
from models.applying.attachment import LONGEST_DESCRIPTION, LONGEST_FILENAME, Attachment, FileType
from models.enums import Role
from models.errors import DomainError, IdempotencyConflict, InvalidInput, NotFound, WrongState
from models.parties.viewer import Viewer
from models.pending_content import ContentAbandoned, PendingContent
from models.refusals import AttachmentRefused, ClaimInWrongState, refuses
from models.texts import file_names
from pdf.reading.attachment_reader import AttachmentReader, ExaminedFile
from pdf.upload_refusals import UploadRefused
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.applications.attachments import attached_to
from resolvers.applications.attachments.attached_to import AttachedTo, Named
from resolvers.guarantees import open_claims
from resolvers.loading import Reader
from security.digests import digest
from storage import pending_bytes
from storage.store import StoreUnavailable

OPERATION = "addAttachment"


@dataclass(frozen=True)
class _Given:
    """What identifies a repeated request."""

    to: AttachedTo
    filename: str | None
    description: str | None
    sha256: bytes


@refuses(AttachmentRefused, InvalidInput, WrongState, ClaimInWrongState, NotFound, IdempotencyConflict)
async def add(
    *,
    named: Named,
    file: bytes,
    part_name: str | None,
    filename: str | None,
    description: str | None,
    idempotency_key: str | None,
    reader: Reader,
    files: AttachmentReader,
) -> Attachment:
    """Attach a file, after its examination; the bytes are stored first, without a lock, and deleted if it is refused.

    `part_name` is the name in the multipart request, which counts if no `filename` is given, and is cleaned.

    Raises AttachmentRefused, InvalidInput, NotFound, WrongState or ClaimInWrongState once nothing is under way,
    IdempotencyConflict, TooManyRequests, StoreUnavailable.
    """
    viewer = access.require(OPERATION, reader.viewer)
    name, plain = _tidied(filename, description)
    to = await attached_to.given(named, viewer)
    given = _Given(to, name or part_name, plain, await digest(file))
    if idempotency_key is not None and (earlier := await _earlier(given, idempotency_key, viewer, reader.at)):
        return earlier
    await quotas.require_room(quotas.ATTACHMENTS, viewer=viewer, at=reader.at)
    await attached_to.place(to, viewer)
    examined = await _examined(file, files, viewer)
    attachment, is_added = await _kept(given, examined, viewer, reader), True
    try:
        found, is_added = await _added(attachment, given, idempotency_key, viewer=viewer, at=reader.at)
    except DomainError:
        is_added = False
        raise
    except ContentAbandoned as error:
        raise StoreUnavailable("the bytes have been swept away meanwhile") from error
    finally:
        if not is_added:
            await pending_bytes.discard(reader.services.store, attachment.storage_key)
    return found


def _tidied(filename: str | None, description: str | None) -> tuple[str | None, str | None]:
    """Both without outer spaces; None if nothing is left. Raises InvalidInput."""
    name, plain = (filename or "").strip() or None, (description or "").strip() or None
    texts = (name, "filename", LONGEST_FILENAME), (plain, "description", LONGEST_DESCRIPTION)
    problems = [
        problem
        for text, field, length in texts
        if text is not None
        for problem in text_checks.check_form(text, (field,), length, is_multiline=False)
    ]
    if problems:
        raise InvalidInput(problems)
    return name, plain


async def _earlier(given: _Given, key: str, viewer: Viewer, at: datetime.datetime) -> Attachment | None:
    """The result of the same request. Raises InvalidInput, IdempotencyConflict, NotFound if it was removed since."""
    claim = idempotency.claim_of(OPERATION, key, input_=asdict(given), result_id=uuid7(), viewer=viewer, at=at)
    found = (await idempotency.earlier([claim])).get(claim.result_id)
    if isinstance(found, IdempotencyConflict):
        raise found
    return await _attachment(found, viewer) if found else None


async def _attachment(id_: UUID, viewer: Viewer) -> Attachment:
    found = await Attachment.filter(access.visible(Attachment, viewer), id=id_).first()
    if found is None:
        raise NotFound
    return found


async def _examined(file: bytes, files: AttachmentReader, viewer: Viewer) -> ExaminedFile:
    try:
        return await files.examine(file, sender=viewer.actor_id.hex)
    except UploadRefused as refused:
        reason = refused.reason
        raise AttachmentRefused(reason, reason.message_of_attachment, retry_after=refused.retry_after) from None


async def _kept(given: _Given, examined: ExaminedFile, viewer: Viewer, reader: Reader) -> Attachment:
    """A row for the file, whose sealed bytes are in the store now."""
    type_ = FileType(examined.type.value)
    attachment = Attachment(
        id=uuid7(),
        **asdict(given.to),
        **{"api_client_id" if viewer.role is Role.E_CONTRACT_SYSTEM else "uploaded_by_id": viewer.actor_id},
        role=viewer.role,
        uploaded_at=reader.at,
        filename=file_names.cleaned(given.filename, type_.extensions),
        description=given.description,
        file_type=type_,
        size=len(examined.content),
        sha256=await digest(examined.content),
        storage_key=uuid7(),
    )
    keyring, store = reader.services.keyring, reader.services.store
    sealed, attachment.envelope_version = keyring.encrypt_bytes(examined.content, str(attachment.id))
    await pending_bytes.put(store, attachment.storage_key, sealed, at=reader.at)
    return attachment


@transactional
async def _added(
    attachment: Attachment, given: _Given, idempotency_key: str | None, *, viewer: Viewer, at: datetime.datetime
) -> tuple[Attachment, bool]:
    """The attachment, and whether it was added; a concurrent request with the same key may have been first."""
    done = await idempotency.claim(
        OPERATION, idempotency_key, input_=asdict(given), result_id=attachment.id, viewer=viewer, at=at
    )
    if done is not None:
        return await _attachment(done, viewer), False
    await quotas.require(quotas.ATTACHMENTS, viewer=viewer, at=at)
    await attached_to.lock(given.to, viewer)
    attachment.place = await attached_to.place(given.to, viewer)
    attachment.submissions_before = await Submission.filter(application_id=given.to.application_id).count()
    await attachment.save(force_create=True)  # also when the transaction is repeated
    await PendingContent.settle(attachment.storage_key)
    subject_id = await open_claims.subject_of(attachment)
    await audit.record("attachment.added", viewer=viewer, at=at, subject_id=subject_id, subject=attachment.filename)
    return attachment, True
