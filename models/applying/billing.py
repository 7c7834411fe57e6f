"""How the fee of a guarantee is paid, and to whom it is billed."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from models.parties.bill_to import BillTo
from models.row import reference


class FeePaymentMethod(StrEnum):
    """保証料支払方法. Consolidated: one month's fees are paid together, after issue."""

    MONTHLY_CONSOLIDATED = "MONTHLY_CONSOLIDATED"
    SINGLE = "SINGLE"


class Billed(Model):
    """What stands on a guarantee about the billing of its fee."""

    fee_payment_method = fields.CharEnumField(FeePaymentMethod, max_length=24)
    bill_to = fields.CharField(max_length=120)
    """保証料請求先, by the name that it had when it was applied for."""
    bill_to_party: BillTo | None = reference("models.BillTo", null=True)
    bill_to_party_id: UUID | None
    """Its entry in the contractor's register, where the form chose one."""
    paper_fee_statement = fields.BooleanField(default=False)

    class Meta:
        abstract = True
