"""The surety's decisions on a guarantee before its issue."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.application import Application
from models.errors import FeeAboveAmount, FeeRatesMissing, InvalidInput, NotFound, WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.account import Account
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas, text_checks
from resolvers.guarantees import contract_state, create_fee_statements, lock_rows, waiting


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def return_application(
    *, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime
) -> Guarantee:
    """Return to the contractor. Raises NotFound, WrongState, InvalidInput."""
    viewer = access.require("returnGuarantee", viewer)
    application = await lock_rows.application_of(guarantee_id, viewer)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.return_application(text_checks.require_reason(reason))
    return await _saved(guarantee, "guarantee.returned", viewer, at, mail=MailKind.RETURNED, of=application)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def decline(*, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Decline permanently. Raises NotFound, WrongState, InvalidInput."""
    viewer = access.require("declineGuarantee", viewer)
    application = await lock_rows.application_of(guarantee_id, viewer)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.decline(text_checks.require_reason(reason))
    return await _saved(guarantee, "guarantee.declined", viewer, at, mail=MailKind.DECLINED, of=application)


@refuses(InvalidInput, WrongState, NotFound, FeeRatesMissing, FeeAboveAmount)
@transactional
async def approve(
    *, guarantee_id: UUID, expiry_date: datetime.date | None, viewer: Viewer | None, at: datetime.datetime
) -> Guarantee:
    """Approve; the guarantee expires with the contract's period unless another day is given (we decide).

    Raises NotFound, WrongState, InvalidInput, FeeRatesMissing, FeeAboveAmount.
    """
    viewer = access.require("approveGuarantee", viewer)
    application = await lock_rows.application_of(guarantee_id, viewer)
    contract = await lock_rows.contract_of(application)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.approve(expiry_date=expiry_date or contract.period_to, contract=contract, today=today(at))
    submitted_on = today(application.submitted_at or at)
    await contract_state.require_approvable(guarantee, contract, submitted_on=submitted_on, today=today(at))
    await create_fee_statements.at_approval(guarantee, at=at)
    fee_is_awaited = guarantee.status is GuaranteeStatus.AWAITING_FEE
    mail = MailKind.FEE_REQUESTED if fee_is_awaited else None
    return await _saved(guarantee, "guarantee.approved", viewer, at, mail=mail, of=application)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def revoke_approval(
    *, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime
) -> Guarantee:
    """Revoke an approval, until the issue and while no fee is paid; this cancels an unpaid fee.

    Raises NotFound, WrongState, InvalidInput, TooManyRequests.
    """
    viewer = access.require("revokeApproval", viewer)
    await quotas.require(quotas.REVOCATIONS, viewer=viewer, at=at)
    application = await lock_rows.application_of(guarantee_id, viewer)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    fee_was_asked_for = guarantee.status is GuaranteeStatus.AWAITING_FEE
    guarantee.revoke_approval(text_checks.require_reason(reason))
    await create_fee_statements.at_revocation(guarantee, at=at)
    mail = MailKind.APPROVAL_REVOKED if fee_was_asked_for else None
    return await _saved(guarantee, "guarantee.approval_revoked", viewer, at, mail=mail, of=application)


@transactional
async def record_fee_payment(
    *,
    guarantee_id: UUID,
    paid_on: datetime.date,
    paper_receipt: bool = False,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Guarantee:
    """Record the payment of the fee, for recordFeePayment. Raises NotFound, WrongState, InvalidInput."""
    viewer = access.require("recordFeePayment", viewer)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.receive_fee(paid_on=paid_on, paper_receipt=paper_receipt, today=today(at))
    return await _saved(guarantee, "guarantee.fee_received", viewer, at)


async def _saved(
    guarantee: Guarantee,
    action: str,
    viewer: Viewer,
    at: datetime.datetime,
    *,
    mail: MailKind | None = None,
    of: Application | None = None,
) -> Guarantee:
    """Store it, record the act with whose review it has ended, and enqueue the mail about it.

    `of` is its application if the act may begin or end a wait.
    """
    columns = ("status", "status_reason", "expiry_date", "approved_on", "fee_paid_on", "paper_receipt")
    await guarantee.save(update_fields=[*columns, *Guarantee.REVIEW])
    if of is not None:
        await waiting.settle(of, at=at)
    colleague = await _colleague(guarantee, viewer)
    await audit.record(action, viewer=viewer, at=at, subject_id=guarantee.id, subject=colleague)
    if mail is not None:
        await outbox.enqueue(mail, [Event(f"{action} {guarantee.id} {at.isoformat()}", guarantee.id, at)])
    return guarantee


async def _colleague(guarantee: Guarantee, viewer: Viewer) -> str | None:
    """Whose review the act has ended, if it was not the viewer's."""
    if guarantee.ended_review_of in {None, viewer.actor_id}:
        return None
    return (await Account.get(id=guarantee.ended_review_of)).name
