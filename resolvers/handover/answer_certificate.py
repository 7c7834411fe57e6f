"""The obligee's decision on a certificate: acceptance or return."""

import datetime
from collections.abc import Callable
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.certificate import Certificate
from models.errors import CertificateNotAvailable, InvalidInput, WrongState, too_many
from models.guarantee import Guarantee
from models.handover import MOST_RETURNS, Handover, Party
from models.handover_transitions import HandoverStatus
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas, text_checks
from resolvers.certificates import look_up
from resolvers.guarantees import lock_rows
from resolvers.handover import store_handover
from resolvers.loading import Reader
from resolvers.relations import NOTHING
from security.throttle import Throttle

ACTIONS = {
    MailKind.OBLIGEE_ACCEPTED: "certificate.accepted",
    MailKind.OBLIGEE_RETURNED: "certificate.returned",
}
"""The actions in the audit log, by the kind of the mail."""


@refuses(CertificateNotAvailable, WrongState)
async def accept(*, number: str, key: str, reader: Reader, throttle: Throttle) -> tuple[Certificate, Guarantee]:
    """The obligee accepts the certificate; contractor and surety get a mail.

    Raises CertificateNotAvailable, WrongState, TooManyAttempts.
    """
    viewer = access.require("acceptCertificate", reader.viewer)
    certificate = await _opened(number, key, reader, throttle)

    def decide(guarantee: Guarantee, by: Party) -> None:
        guarantee.accept(by, at=reader.at)

    digest = reader.services.keyring.digest(number, key)
    kind = MailKind.OBLIGEE_ACCEPTED
    return certificate, await _decided(certificate.guarantee_id, digest, decide, kind, viewer=viewer, at=reader.at)


@refuses(CertificateNotAvailable, WrongState, InvalidInput)
async def return_(
    *, number: str, key: str, reason: str, reader: Reader, throttle: Throttle
) -> tuple[Certificate, Guarantee]:
    """The obligee returns the certificate for correction; contractor and surety get a mail with the reason.

    Raises CertificateNotAvailable, WrongState, InvalidInput, TooManyAttempts, TooManyRequests.
    """
    viewer = access.require("returnCertificate", reader.viewer)
    plain = text_checks.require_reason(reason)
    certificate = await _opened(number, key, reader, throttle)

    def decide(guarantee: Guarantee, by: Party) -> None:
        guarantee.return_certificate(plain, by, at=reader.at)

    digest = reader.services.keyring.digest(number, key)
    kind = MailKind.OBLIGEE_RETURNED
    return certificate, await _decided(certificate.guarantee_id, digest, decide, kind, viewer=viewer, at=reader.at)


async def _opened(number: str, key: str, reader: Reader, throttle: Throttle) -> Certificate:
    certificate = await look_up.certificate(
        number=number, key=key, include=NOTHING, reader=reader, throttle=throttle, presents=False
    )
    if certificate is None:
        raise CertificateNotAvailable
    return certificate


@transactional
async def _decided(
    guarantee_id: UUID,
    digest: bytes,
    decide: Callable[[Guarantee, Party], None],
    kind: MailKind,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> Guarantee:
    if kind is MailKind.OBLIGEE_RETURNED:
        await quotas.require(quotas.RETURNED_CERTIFICATES, viewer=viewer, at=at)
    guarantee = await lock_rows.opened(guarantee_id, digest)
    if kind is MailKind.OBLIGEE_RETURNED:
        await _require_returnable(guarantee_id)
    decide(guarantee, await store_handover.party(viewer, guarantee))
    await store_handover.save(guarantee)
    await store_handover.note_presentation(guarantee_id, viewer, at=at)
    action = ACTIONS[kind]
    await audit.record(action, viewer=viewer, at=at, subject_id=guarantee.id)
    await outbox.enqueue(kind, [Event(f"{action} {guarantee.handover_id}", guarantee.id, at)])
    return guarantee


async def _require_returnable(guarantee_id: UUID) -> None:
    """Raises InvalidInput above the maximum of returns; hand-overs that other versions have ended do not count."""
    returned = Handover.filter(guarantee_id=guarantee_id, handover_status=HandoverStatus.RETURNED)
    if await returned.count() >= MOST_RETURNS:
        message = f"1件の保証の証書は{MOST_RETURNS}回まで返却できます。保証会社にご連絡ください。"
        raise too_many(("guaranteeNumber",), message)
