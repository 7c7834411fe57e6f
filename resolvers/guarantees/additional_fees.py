"""What amendments have added to fees that are paid singly: what of it is open, and its payment."""

import datetime
from collections.abc import Mapping, Sequence
from uuid import UUID

from tortoise import connections

from models.fees.additional_payment import AdditionalPayment
from models.fees.fee_statement import FeeStatement
from models.fees.monthly_bill import PaymentRequest
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.viewer import Viewer
from resolvers import access, audit
from resolvers.guarantees import lock_rows

OPEN = "SELECT fee_open_additional($1) AS yen"
DAYS = """
SELECT added.id, CASE WHEN fee_addition_stands(added.guarantee_id, added.sequence) THEN (
    SELECT min(paid_on) FROM additional_payment AS payment JOIN fee_statement AS paid ON paid.id = payment.statement_id
    WHERE paid.guarantee_id = added.guarantee_id AND paid.sequence >= added.sequence
) END AS day
FROM fee_statement AS added
WHERE id = ANY($1) AND method = 'SINGLE' AND guarantee_number IS NOT NULL AND earlier_charges > 0
"""


async def open_of(guarantee: Guarantee) -> int:
    """What was added and is neither paid nor taken back, in yen; the guarantee is locked."""
    (row,) = await connections.get("default").execute_query_dict(OPEN, [guarantee.id])
    return row["yen"]


async def days_of(statement_ids: Sequence[UUID]) -> Mapping[UUID, datetime.date | None]:
    """On which day each of these that followed the first fee after the issue was paid; None if it was not.

    What was taken back before is not among what was paid.
    """
    rows = await connections.get("default").execute_query_dict(DAYS, [statement_ids])
    return {row["id"]: row["day"] for row in rows}


async def record(
    payment_id: UUID, request: PaymentRequest, *, guarantee_id: UUID, viewer: Viewer, at: datetime.datetime
) -> Guarantee | None:
    """Record the payment of all that is open; None if nothing is. For recordFeePayment.

    Also after the end of the guarantee: what was added stays due. Raises NotFound, InvalidInput.
    """
    viewer = access.require("recordFeePayment", viewer)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    amount = await open_of(guarantee)
    if amount == 0:
        return None
    statement = await FeeStatement.filter(guarantee_id=guarantee.id).order_by("-sequence").first()
    assert statement is not None  # noqa: S101 -- what is open is stated
    payment = AdditionalPayment.of(statement, amount, request, at=at, today=today(at))
    payment.id = payment_id
    await payment.save(force_create=True)
    subject = f"{amount} {payment.paid_on}"
    await audit.record(
        "guarantee.additional_fee_received", viewer=viewer, at=at, subject_id=guarantee.id, subject=subject
    )
    return guarantee
