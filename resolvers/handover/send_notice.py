"""Handing over (提出) by mail."""

import datetime
from uuid import UUID

from tortoise.expressions import Q
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.guarantee_acts import GuaranteeAct
from models.auth_key import AuthKeyStatus
from models.certificate import CertificateStatus
from models.document import Document, DocumentKind
from models.enums import Medium
from models.errors import AddressNotRegistered, InvalidInput, NotFound, WrongState, too_many
from models.guarantee import ALREADY, Guarantee
from models.handover import MOST_MAILINGS, HandoverEvent
from models.handover_transitions import HandoverStatus
from models.numbering import start_of, today
from models.outgoing_mail import MailKind, MailState
from models.parties.obligee import HandoverChannel
from models.parties.rules_refusals import ChannelNotAccepted
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas
from resolvers.guarantees import lock_rows
from resolvers.handover import accepted_channels, store_handover


@refuses(AddressNotRegistered, ChannelNotAccepted, WrongState, NotFound, InvalidInput)
@transactional
async def send(*, guarantee_id: UUID, to: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Enqueue a mail with the key notice: per hand-over one a day to one address, unless it cannot arrive.

    Raises NotFound, WrongState unless it is in force, electronic and not accepted yet, AddressNotRegistered,
    ChannelNotAccepted, InvalidInput above the maximum of sendings in one hand-over, TooManyRequests.
    """
    viewer = access.require("sendNotice", viewer)
    await quotas.require(quotas.MAILED_NOTICES, viewer=viewer, at=at)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.require(GuaranteeAct.SEND_NOTICE, today=today(at))
    if guarantee.medium is not Medium.ELECTRONIC:
        raise WrongState(guarantee.status)
    if guarantee.handover_status is HandoverStatus.ACCEPTED:
        raise WrongState(guarantee.status, ALREADY[guarantee.handover_status])
    recipient = await accepted_channels.registered_address(guarantee, to.strip(), at=at)
    notice = await Document.get(
        kind=DocumentKind.KEY_NOTICE,
        certificate__guarantee_id=guarantee_id,
        certificate__status=CertificateStatus.CURRENT,
        auth_key__status=AuthKeyStatus.ACTIVE,
    )
    if await _is_enqueued(guarantee, notice, recipient, at):
        return guarantee
    await _require_room(guarantee, at)
    event = Event(f"notice {uuid7()}", notice.id, at, {"recipient": recipient})
    (mail_id,) = await outbox.enqueue(MailKind.KEY_NOTICE, [event])
    guarantee.hand_over(HandoverChannel.EMAIL, await store_handover.party(viewer, guarantee), at=at, mail_id=mail_id)
    await store_handover.save(guarantee)
    await audit.record("key_notice.mailed", viewer=viewer, at=at, subject_id=guarantee_id, subject=recipient)
    return guarantee


async def _is_enqueued(guarantee: Guarantee, notice: Document, recipient: str, at: datetime.datetime) -> bool:
    """Whether such a mail of this hand-over is queued, or was sent today. A dead one will never arrive."""
    if guarantee.handover_status is HandoverStatus.RETURNED:
        return False
    mails = HandoverEvent.filter(
        handover_id=guarantee.handover_id, mail__document_id=notice.id, mail__recipient=recipient
    ).filter(
        Q(mail__state=MailState.WAITING) | Q(mail__state=MailState.SENT, mail__created_at__gte=start_of(today(at)))
    )
    return await mails.exists()


async def _require_room(guarantee: Guarantee, at: datetime.datetime) -> None:
    """Raises TooManyRequests, and InvalidInput if this hand-over has the maximum of sendings."""
    await quotas.require_of_subject(quotas.MAILED_NOTICES_OF_A_GUARANTEE, guarantee.id, at=at)
    if guarantee.handover_status is HandoverStatus.RETURNED:
        return
    if await HandoverEvent.filter(handover_id=guarantee.handover_id, mail_id__isnull=False).count() >= MOST_MAILINGS:
        message = f"1回の提出につき、お知らせのメール送信は{MOST_MAILINGS}回までです。別の方法で提出してください。"
        raise too_many(("guaranteeId",), message)
