"""Handing over by mail: the contractor has the key notice sent to an address that the obligee has registered for it."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from models.auth_key import AuthKeyStatus
from models.certificate import CertificateStatus
from models.contract import Contract
from models.document import Document, DocumentKind
from models.errors import AddressNotRegistered, WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from models.handover import Handover, HandoverStatus
from models.kinds import Medium
from models.numbering import today
from models.obligee import ElectronicAcceptance, HandoverChannel
from models.viewer import Viewer
from resolvers import access, audit
from resolvers.guarantees import locked


@transactional
async def send_notice(
    *, guarantee_id: UUID, to: str, viewer: Viewer | None, at: datetime.datetime
) -> tuple[Guarantee, Handover]:
    """Owe the obligee a mail with the key notice: one a day to one address, however often it is asked for.

    Raises NotFound, WrongState unless it is in force and electronic, AddressNotRegistered.
    """
    viewer = access.require("sendNotice", viewer)
    guarantee = await locked(guarantee_id, viewer)
    if guarantee.status is not GuaranteeStatus.IN_FORCE or guarantee.medium is not Medium.ELECTRONIC:
        raise WrongState(guarantee.status)
    recipient = await _registered(guarantee, to.strip())
    notice = await Document.get(
        kind=DocumentKind.KEY_NOTICE,
        certificate__guarantee_id=guarantee_id,
        certificate__status=CertificateStatus.CURRENT,
        auth_key__status=AuthKeyStatus.ACTIVE,
    )
    sent = {"status": HandoverStatus.SENT, "channel": HandoverChannel.EMAIL, "sent_at": at}
    handover, _ = await Handover.update_or_create(sent, guarantee_id=guarantee_id)
    await outbox.hand_over(f"notice {notice.id} {recipient} {today(at)}", notice.id, recipient=recipient, at=at)
    await audit.record("key_notice.mailed", viewer=viewer, at=at, subject_id=guarantee_id, subject=recipient)
    return guarantee, handover


async def _registered(guarantee: Guarantee, to: str) -> str:
    """The address, if the obligee has registered it for such guarantees. Raises AddressNotRegistered."""
    contract = await Contract.get(id=guarantee.contract_id)
    acceptance = await ElectronicAcceptance.get_or_none(
        obligee_id=guarantee.obligee_id, kind=guarantee.kind, contract_type=contract.contract_type
    )
    if acceptance is None or HandoverChannel.EMAIL not in acceptance.channels or to not in acceptance.notice_addresses:
        raise AddressNotRegistered
    return to
