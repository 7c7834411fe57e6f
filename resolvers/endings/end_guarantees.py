"""The surety ends a guarantee after its issue: release (解除) and cancellation before effect (取消)."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue.claim import Claim
from models.applying.guarantee_acts import GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from models.enums import GuaranteeKind
from models.errors import InvalidInput, NotFound, WrongState
from models.guarantee import Guarantee
from models.handover import Handover
from models.handover_transitions import HandoverStatus
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, text_checks
from resolvers.guarantees import create_fee_statements, lock_rows

ACCEPTED = "発注者が証書を受理した後は、取消しはできません。保証を終えるときは、解除してください。"
"""Why a guarantee cannot be cancelled."""
CLAIMED = "発注者が保証金を請求したことのある保証は、取消しはできません。保証を終えるときは、解除してください。"
"""Likewise: it had effect, whatever became of the claim."""
NEEDED = "同じ契約の中間前払金保証がこの保証を前提としているため、取消しはできません。"
"""Why an advance payment guarantee cannot be cancelled."""
_STANDING = (GuaranteeStatus.IN_FORCE, GuaranteeStatus.CLAIMED)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def release(*, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Release it: the works are done, or the advance is settled. Nothing of the fee is refunded (we decide).

    The other guarantees of its contract stay as they are. Raises NotFound, WrongState, InvalidInput.
    """
    viewer = access.require("releaseGuarantee", viewer)
    guarantee = await _locked(guarantee_id, viewer)
    guarantee.take(GuaranteeAct.RELEASE, today=today(at))
    return await _ended(guarantee, "guarantee.released", reason, viewer, at, mail=MailKind.RELEASED)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def cancel(*, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Cancel it before its effect: until the obligee has accepted a certificate of it, or has claimed.

    The whole fee is refunded.

    An advance payment guarantee cannot be cancelled while an intermediate one of its contract relies on it.

    Raises NotFound, WrongState, InvalidInput.
    """
    viewer = access.require("cancelGuarantee", viewer)
    guarantee = await _locked(guarantee_id, viewer)
    guarantee.require(GuaranteeAct.CANCEL, today=today(at))
    if await Handover.filter(guarantee_id=guarantee.id, handover_status=HandoverStatus.ACCEPTED).exists():
        raise WrongState(guarantee.status, ACCEPTED)
    if await Claim.filter(guarantee_id=guarantee.id).exists():
        raise WrongState(guarantee.status, CLAIMED)
    if await _is_needed(guarantee):
        raise WrongState(guarantee.status, NEEDED)
    guarantee.take(GuaranteeAct.CANCEL, today=today(at))
    await create_fee_statements.at_cancellation(guarantee, at=at)
    return await _ended(guarantee, "guarantee.cancelled", reason, viewer, at, mail=MailKind.CANCELLED)


async def _locked(guarantee_id: UUID, viewer: Viewer) -> Guarantee:
    """The contract is locked too: nothing is issued for it meanwhile. Raises NotFound."""
    await lock_rows.contract_of(await lock_rows.application_of(guarantee_id, viewer))
    return await lock_rows.guarantee(guarantee_id, viewer)


async def _is_needed(guarantee: Guarantee) -> bool:
    """Whether an intermediate one of its contract stands that would be without an advance payment guarantee."""
    if guarantee.kind is not GuaranteeKind.ADVANCE_PAYMENT:
        return False
    others = Guarantee.filter(contract_id=guarantee.contract_id, status__in=_STANDING).exclude(id=guarantee.id)
    kinds = set(await others.values_list("kind", flat=True))
    return GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT in kinds and GuaranteeKind.ADVANCE_PAYMENT not in kinds


async def _ended(
    guarantee: Guarantee, action: str, reason: str, viewer: Viewer, at: datetime.datetime, *, mail: MailKind
) -> Guarantee:
    """Store the end with its time, record it, and enqueue the mail about it. Raises InvalidInput."""
    guarantee.status_reason = text_checks.require_reason(reason)
    guarantee.ended_at = at.astimezone(datetime.UTC)
    await guarantee.save(update_fields=["status", "status_reason", "ended_at"])
    await audit.record(action, viewer=viewer, at=at, subject_id=guarantee.id)
    await outbox.enqueue(mail, [Event(f"{action} {guarantee.id}", guarantee.id, at)])
    return guarantee
