"""Correcting a certificate with an error (訂正): the same version again, without the error."""

import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.guarantee_acts import GuaranteeAct
from models.certificate import Certificate, CertificateStatus
from models.content.certificate_content import BY_NAME
from models.content.corrections import CertificateCorrections
from models.errors import IdempotencyConflict, InvalidInput, NotFound, WrongState
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.amendments import corrected_content, store_terms, write_version
from resolvers.guarantees import lock_rows

Corrected = tuple[Guarantee, Certificate]


@refuses(InvalidInput, WrongState, NotFound, IdempotencyConflict)
async def correct(
    *,
    guarantee_id: UUID,
    corrections: CertificateCorrections,
    reason: str,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Corrected:
    """Replace content of the current version that was entered with an error; the guarantee with its new version.

    The contractor and the obligee no longer see the version with the error. Raises NotFound, WrongState, InvalidInput,
    IdempotencyConflict, TooManyRequests.
    """
    try:
        return await _correct(guarantee_id, corrections, reason, idempotency_key, viewer=viewer, at=at)
    except IntegrityError:
        # A contract that looks the same was registered meanwhile; now it is found.
        return await _correct(guarantee_id, corrections, reason, idempotency_key, viewer=viewer, at=at)


@transactional
async def _correct(
    guarantee_id: UUID,
    corrections: CertificateCorrections,
    reason: str,
    idempotency_key: str | None,
    *,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Corrected:
    viewer, id_ = access.require("correctCertificate", viewer), uuid7()
    given = [guarantee_id, corrections, reason]
    earlier = await idempotency.claim(
        "correctCertificate", idempotency_key, input_=given, result_id=id_, viewer=viewer, at=at
    )
    if earlier is not None:
        return await lock_rows.guarantee(guarantee_id, viewer), await Certificate.get(id=earlier)
    await quotas.require(quotas.CORRECTIONS, viewer=viewer, at=at)
    rows = await store_terms.locked(guarantee_id, viewer)
    guarantee = rows.guarantee
    guarantee.take(GuaranteeAct.CORRECT, today=today(at))
    plain = text_checks.require_reason(reason)
    current = await Certificate.get(guarantee_id=guarantee.id, status=CertificateStatus.CURRENT)
    replaced = corrected_content.replaced(corrections.tidied(), current, today(at))
    await corrected_content.mend_sources(rows, replaced, current, today(at))
    await store_terms.store(rows, "contract.corrected", reason=plain, viewer=viewer, at=at)
    certificate = await write_version.corrected(guarantee, replaced, id_=id_, at=at)
    labels = "、".join(BY_NAME[name].input_label for name in replaced)
    await audit.record("certificate.corrected", viewer=viewer, at=at, subject_id=guarantee.id, subject=labels)
    event = Event(f"certificate.corrected {id_}", guarantee.id, at, {"reason": plain})
    await outbox.enqueue(MailKind.CORRECTED, [event])
    return guarantee, certificate
