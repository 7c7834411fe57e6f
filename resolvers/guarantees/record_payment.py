"""Payments of fees that the surety records: of a guarantee before its issue or after it, or for a monthly bill."""

import datetime
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem, WrongState
from models.fees.monthly_bill import FeePayment, MonthlyBill, PaymentRequest
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas
from resolvers.guarantees import additional_fees, review


@refuses(WrongState, NotFound, InvalidInput, IdempotencyConflict)
@transactional
async def record(
    *, request: PaymentRequest, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> Guarantee | FeePayment:
    """Record it: the guarantee as it is then, or the payment.

    Raises WrongState, NotFound, InvalidInput, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("recordFeePayment", viewer)
    payment_id = uuid7()
    first_id = await idempotency.claim(
        "recordFeePayment", idempotency_key, input_=request, result_id=payment_id, viewer=viewer, at=at
    )
    if (request.guarantee_id is None) == (request.monthly_bill_id is None):
        message = "保証と請求書の、どちらか一方を指定してください。"
        raise InvalidInput([Problem(("guaranteeId",), "EXACTLY_ONE", message)])
    if request.guarantee_id is not None:
        _require_whole(request)
        if first_id is not None:
            return await Guarantee.get(id=request.guarantee_id)
        added = await additional_fees.record(
            payment_id, request, guarantee_id=request.guarantee_id, viewer=viewer, at=at
        )
        return added or await review.record_fee_payment(
            guarantee_id=request.guarantee_id,
            paid_on=request.paid_on,
            paper_receipt=request.paper_receipt,
            viewer=viewer,
            at=at,
        )
    if first_id is not None:
        return await FeePayment.get(id=first_id)
    return await _record(payment_id, request, viewer=viewer, at=at)


def _require_whole(request: PaymentRequest) -> None:
    """Raises InvalidInput: what is open of the fee of a guarantee is paid whole or not at all."""
    given = {"amount": request.amount, "reverses": request.reverses}
    message = "保証ごとの保証料では指定できません。"
    if problems := [Problem((name,), "NOT_APPLICABLE", message) for name, value in given.items() if value is not None]:
        raise InvalidInput(problems)


async def _record(payment_id: UUID, request: PaymentRequest, *, viewer: Viewer, at: datetime.datetime) -> FeePayment:
    await quotas.require(quotas.BILL_PAYMENTS, viewer=viewer, at=at)
    visible = access.visible(MonthlyBill, viewer)
    bill = await MonthlyBill.get_or_none(visible, id=request.monthly_bill_id)
    if bill is None:
        raise NotFound
    # Bills cannot be locked: nobody may change them.
    await connections.get("default").execute_query_dict(quotas.LOCK, [f"payments of {bill.id}"])
    earlier = await FeePayment.filter(bill_id=bill.id)
    payment = FeePayment.of(bill, earlier, request, at=at, today=today(at))
    payment.id = payment_id
    await payment.save(force_create=True)
    subject = f"{payment.amount} {payment.paid_on}"
    await audit.record(quotas.BILL_PAYMENTS.action, viewer=viewer, at=at, subject_id=bill.id, subject=subject)
    return payment
