"""Hand-over (提出): by mail, and what the obligee says to the certificate."""

import datetime
from collections.abc import Callable
from uuid import UUID

from tortoise.expressions import Q
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.auth_key import AuthKeyStatus
from models.certificate import Certificate, CertificateStatus
from models.contract import Contract
from models.document import Document, DocumentKind
from models.enums import Medium, Role
from models.errors import AddressNotRegistered, CertificateNotAvailable, InvalidInput, NotFound, WrongState
from models.guarantee import ALREADY, Guarantee, GuaranteeStatus
from models.handover import HANDOVER, HandoverEvent, HandoverStatus, Party
from models.numbering import start_of, today
from models.outgoing_mail import LONGEST_ADDRESS, MailKind, MailState
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, HandoverChannel, Obligee
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit
from resolvers.certificates import look_up
from resolvers.guarantees.review import locked, sound_reason
from resolvers.loading import NOTHING, Reader
from security.throttle import Throttle

ACTIONS = {
    MailKind.OBLIGEE_ACCEPTED: "certificate.accepted",
    MailKind.OBLIGEE_RETURNED: "certificate.returned",
}
"""The actions in the audit log, by the kind of the mail."""


@refuses(AddressNotRegistered, WrongState, NotFound)
@transactional
async def send_notice(*, guarantee_id: UUID, to: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Enqueue a mail with the key notice: in a hand-over one a day to one address, unless it cannot arrive.

    Raises NotFound, WrongState unless it is in force, electronic and not accepted yet, AddressNotRegistered.
    """
    viewer = access.require("sendNotice", viewer)
    guarantee = await locked(guarantee_id, viewer)
    if guarantee.status is not GuaranteeStatus.IN_FORCE or guarantee.medium is not Medium.ELECTRONIC:
        raise WrongState(guarantee.status)
    if guarantee.handover_status is HandoverStatus.ACCEPTED:
        raise WrongState(guarantee.status, ALREADY[guarantee.handover_status])
    recipient = await _registered(guarantee, to.strip())
    notice = await Document.get(
        kind=DocumentKind.KEY_NOTICE,
        certificate__guarantee_id=guarantee_id,
        certificate__status=CertificateStatus.CURRENT,
        auth_key__status=AuthKeyStatus.ACTIVE,
    )
    if await _is_enqueued(guarantee, notice, recipient, at):
        return guarantee
    event = Event(f"notice {uuid7()}", notice.id, at, {"recipient": recipient})
    (mail_id,) = await outbox.enqueue(MailKind.KEY_NOTICE, [event])
    guarantee.hand_over(HandoverChannel.EMAIL, await party(viewer, guarantee), at=at, mail_id=mail_id)
    await save(guarantee)
    await audit.record("key_notice.mailed", viewer=viewer, at=at, subject_id=guarantee_id, subject=recipient)
    return guarantee


@refuses(CertificateNotAvailable, WrongState)
async def accept(*, number: str, key: str, reader: Reader, throttle: Throttle) -> tuple[Certificate, Guarantee]:
    """The obligee accepts the certificate; contractor and surety are told.

    Raises CertificateNotAvailable, WrongState, TooManyAttempts.
    """
    viewer = access.require("acceptCertificate", reader.viewer)
    certificate = await _opened(number, key, reader, throttle)

    def decide(guarantee: Guarantee, by: Party) -> None:
        guarantee.accept(by, at=reader.at)

    kind = MailKind.OBLIGEE_ACCEPTED
    return certificate, await _decided(certificate.guarantee_id, decide, kind, viewer=viewer, at=reader.at)


@refuses(CertificateNotAvailable, WrongState, InvalidInput)
async def give_back(
    *, number: str, key: str, reason: str, reader: Reader, throttle: Throttle
) -> tuple[Certificate, Guarantee]:
    """The obligee returns the certificate, to be mended; contractor and surety are told why.

    Raises CertificateNotAvailable, WrongState, InvalidInput, TooManyAttempts.
    """
    viewer = access.require("returnCertificate", reader.viewer)
    plain = sound_reason(reason)
    certificate = await _opened(number, key, reader, throttle)

    def decide(guarantee: Guarantee, by: Party) -> None:
        guarantee.give_back(plain, by, at=reader.at)

    kind = MailKind.OBLIGEE_RETURNED
    return certificate, await _decided(certificate.guarantee_id, decide, kind, viewer=viewer, at=reader.at)


async def opened(guarantee_id: UUID) -> Guarantee:
    """A guarantee of which number and key are known, locked until the end of the transaction."""
    return await Guarantee.filter(id=guarantee_id).select_for_update().get()


async def party(viewer: Viewer, guarantee: Guarantee) -> Party:
    """The viewer as both sides of the guarantee know it: people stand for their company or obligee."""
    if viewer.role is Role.CONTRACTOR:
        name = (await Contractor.get(id=guarantee.contractor_id)).name
    elif viewer.role is Role.OBLIGEE:
        name = (await Obligee.get(id=guarantee.obligee_id)).name
    else:
        name = viewer.name
    return Party(viewer.role, name)


async def save(guarantee: Guarantee) -> None:
    """Store what stands on it about the hand-over, and what has happened; the database says which hand-over it is."""
    await guarantee.save(update_fields=HANDOVER)
    await guarantee.refresh_from_db(fields=["handover_id"])
    await HandoverEvent.bulk_create(
        HandoverEvent(
            handover_id=guarantee.handover_id,
            at=event.at,
            kind=event.kind,
            channel=event.channel,
            role=event.by.role,
            party_name=event.by.name,
            mail_id=event.mail_id,
        )
        for event in guarantee.happened
    )


async def _opened(number: str, key: str, reader: Reader, throttle: Throttle) -> Certificate:
    certificate = await look_up.find(
        number=number, key=key, include=NOTHING, reader=reader, throttle=throttle, presents=False
    )
    if certificate is None:
        raise CertificateNotAvailable
    return certificate


@transactional
async def _decided(
    guarantee_id: UUID,
    decide: Callable[[Guarantee, Party], None],
    kind: MailKind,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> Guarantee:
    guarantee = await opened(guarantee_id)
    decide(guarantee, await party(viewer, guarantee))
    await save(guarantee)
    action = ACTIONS[kind]
    await audit.record(action, viewer=viewer, at=at, subject_id=guarantee.id)
    await outbox.enqueue(kind, [Event(f"{action} {guarantee.handover_id}", guarantee.id, at)])
    return guarantee


async def _is_enqueued(guarantee: Guarantee, notice: Document, recipient: str, at: datetime.datetime) -> bool:
    """Whether such a mail of this hand-over is on its way, or was sent today. One that is dead will never arrive."""
    if guarantee.handover_status is HandoverStatus.RETURNED:
        return False
    mails = HandoverEvent.filter(
        handover_id=guarantee.handover_id, mail__document_id=notice.id, mail__recipient=recipient
    ).filter(
        Q(mail__state=MailState.WAITING) | Q(mail__state=MailState.SENT, mail__created_at__gte=start_of(today(at)))
    )
    return await mails.exists()


async def _registered(guarantee: Guarantee, to: str) -> str:
    """The address, if the obligee has registered it for such guarantees. Raises AddressNotRegistered."""
    contract = await Contract.get(id=guarantee.contract_id)
    acceptance = await ElectronicAcceptance.get_or_none(
        obligee_id=guarantee.obligee_id, kind=guarantee.kind, contract_type=contract.contract_type
    )
    is_registered = (
        acceptance is not None
        and HandoverChannel.EMAIL in acceptance.channels
        and to in acceptance.notice_addresses
        and len(to) <= LONGEST_ADDRESS  # no mail server takes a longer one
    )
    if not is_registered:
        raise AddressNotRegistered
    return to
