"""Fee statements (保証料計算書): the charge for a guarantee, at its approval or at its issue."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.enums import ContractType, GuaranteeKind, PaperDelivery
from models.fees.fee import FeeLine
from models.guarantee import FeePaymentMethod, Guarantee
from models.numbering import fiscal_year
from models.parties.contractor import Contractor
from models.parties.surety import Surety
from models.row import Row, reference

MOST_STATEMENTS = 100
"""Of one guarantee."""
MOST_LINES = 8
"""Of one statement: six parts, the rounding, the addition (see FeeTable)."""
NUMBER_OF_A_REQUEST = "^[0-9]{3}-[0-9]{4}-[0-9]{6,}$"


@dataclass(frozen=True)
class Charge:
    """The fee of a guarantee on a day, and the values that its statement copies."""

    day: datetime.date
    period_from: datetime.date
    lines: Sequence[FeeLine]
    is_sample: bool
    copied: Mapping[str, Any]
    """The columns of the statement that name parties, contract and surety."""
    branch_code: str
    due_days: int
    account: str | None
    """振込先; None where the surety has registered none."""


class FeeStatement(Row):
    """What was charged for a guarantee, as the payer was told. Rows are never changed: what follows is a new one."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    """That of the guarantee (a trigger writes it), so that lists need no other table."""
    sequence: int = fields.SmallIntField()
    """1 for the first of a guarantee."""
    number = fields.CharField(max_length=18)
    """The guarantee's number and the sequence: 31073-00001M-1. Before the issue branch, fiscal year and a serial."""
    guarantee_number = fields.CharField(max_length=12, null=True)
    """None on what was stated before the issue."""
    issued_on = fields.DateField()
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    amount: int = fields.BigIntField()
    """保証金額, yen."""
    period_from = fields.DateField()
    period_to = fields.DateField()
    lines: list[dict[str, Any]] = fields.JSONField()
    """The calculation: description and amount (yen) of each line."""
    fee: int = fields.BigIntField()
    """Yen; the sum of the lines."""
    earlier_charges: int = fields.BigIntField()
    """Yen; the fee of the statement before this one."""
    due: int = fields.BigIntField()
    """Yen; negative for what is taken back."""
    unpaid: int = fields.BigIntField(default=0, db_default=0)
    """Yen; of what is taken back: what an amendment had added and was never paid, so that it is not paid back."""
    tax_exempt = fields.BooleanField(default=True)
    is_sample = fields.BooleanField()
    method = fields.CharEnumField(FeePaymentMethod, max_length=24)
    billing_month = fields.DateField(null=True)
    """The first day of the month with whose fees it is paid; for consolidated payment."""
    bill_to = fields.CharField(max_length=120)
    bill_to_department = fields.CharField(max_length=60, null=True)
    bill_to_address = fields.CharField(max_length=120, null=True)
    paper_requested = fields.BooleanField()
    paper_delivery = fields.CharEnumField(PaperDelivery, max_length=16, null=True)
    """保証証書受取; of a guarantee on paper."""
    due_on = fields.DateField(null=True)
    """納付期限; of a fee that is to be paid by itself before the issue."""
    fee_account = fields.CharField(max_length=121, null=True)
    """振込先, as it was when the fee was asked for."""
    principal_name = fields.CharField(max_length=120)
    """保証契約者; of a joint venture the lead member."""
    joint_venture_name = fields.CharField(max_length=120, null=True)
    obligee_title = fields.CharField(max_length=120)
    project_name = fields.CharField(max_length=120)
    contract_type = fields.CharEnumField(ContractType, max_length=16)
    surety_name = fields.CharField(max_length=120)
    surety_address = fields.CharField(max_length=200)
    surety_representative = fields.CharField(max_length=120)
    handling_branch_name = fields.CharField(max_length=60)
    handling_branch_telephone = fields.CharField(max_length=20)
    handling_branch_fax = fields.CharField(max_length=20, null=True)

    class Meta:
        table = "fee_statement"
        unique_together = (("guarantee_id", "sequence"),)
        indexes = (
            Index(fields=("surety_id", "id"), name="fee_statement_of_surety"),
            Index(fields=("contractor_id", "id"), name="fee_statement_of_contractor"),
            Index(fields=("surety_id", "issued_on"), name="fee_statement_of_day"),
        )
        constraints = (
            CheckConstraint(
                name="fee_statement_sums_are_sound",
                check="amount > 0 AND fee >= 0 AND earlier_charges >= 0 AND due = fee - earlier_charges"
                " AND (sequence > 1 OR earlier_charges = 0)",
            ),
            CheckConstraint(
                name="fee_statement_unpaid_is_taken_back",
                check="unpaid BETWEEN 0 AND greatest(-due, 0) AND (unpaid = 0 OR method = 'SINGLE')",
            ),
            CheckConstraint(name="fee_statement_period_runs_forward", check="period_from <= period_to"),
            CheckConstraint(
                name="fee_statement_number_is_well_formed",
                check="sequence > 0 AND CASE WHEN guarantee_number IS NULL THEN"
                f" number ~ '{NUMBER_OF_A_REQUEST}' ELSE guarantee_number ~ '^[0-9]{{5}}-[0-9]{{5}}[A-Z]$'"
                " AND number = guarantee_number || '-' || sequence END",
            ),
            UniqueConstraint(
                fields=("number",), name="fee_statement_request_is_numbered_once", condition="guarantee_number IS NULL"
            ),
            CheckConstraint(
                name="fee_statement_asks_for_what_is_single",
                check="(due_on IS NULL OR (method = 'SINGLE' AND due_on > issued_on))"
                " AND (fee_account IS NULL OR due_on IS NOT NULL)",
            ),
            CheckConstraint(
                name="fee_statement_consolidated_has_a_month",
                check="(method = 'MONTHLY_CONSOLIDATED') = (billing_month IS NOT NULL)"
                " AND extract(day FROM billing_month) = 1",
            ),
        )

    @classmethod
    def of(
        cls,
        guarantee: Guarantee,
        charge: Charge,
        *,
        request_serial: int | None = None,
        earlier: "FeeStatement | None" = None,
    ) -> "FeeStatement":
        """The statement of a guarantee's fee, not stored yet. `earlier`: the previous one, if any.

        `request_serial`, unique among statements: the statement requests a fee that is paid before the issue.
        """
        fee = sum(line.amount for line in charge.lines)
        charged, sequence = (earlier.fee, earlier.sequence + 1) if earlier else (0, 1)
        is_consolidated = guarantee.fee_payment_method is FeePaymentMethod.MONTHLY_CONSOLIDATED
        number = f"{guarantee.number}-{sequence}"
        request = {"number": number} if request_serial is None else _request(charge, request_serial)
        return cls(
            surety_id=guarantee.surety_id,
            guarantee_id=guarantee.id,
            contractor_id=guarantee.contractor_id,
            sequence=sequence,
            guarantee_number=guarantee.number,
            issued_on=charge.day,
            kind=guarantee.kind,
            amount=guarantee.amount,
            period_from=charge.period_from,
            period_to=guarantee.expiry_date,
            lines=[line._asdict() for line in charge.lines],
            fee=fee,
            earlier_charges=charged,
            due=fee - charged,
            is_sample=charge.is_sample,
            method=guarantee.fee_payment_method,
            billing_month=charge.day.replace(day=1) if is_consolidated else None,
            paper_requested=guarantee.paper_fee_statement,
            **request,
            **charge.copied,
        )

    def paid_back(self, *, number: str, on: datetime.date) -> "FeeStatement":
        """The statement, not stored yet, of a guarantee that is withdrawn after this was paid: a full refund."""
        return self._followed(number, on, "発行前のお申込みの取下げにより、保証料はかかりません")

    def cancelled(self, *, number: str, on: datetime.date) -> "FeeStatement":
        """The statement, not stored yet, that cancels this unpaid fee: the approval is revoked."""
        return self._followed(number, on, "承認の取消しにより、保証料はかかりません", "未納のため、返戻はありません")

    def refunded(self, guarantee: Guarantee, *, unpaid: int, on: datetime.date) -> "FeeStatement":
        """The statement, not stored yet, of the guarantee that is cancelled after its issue: a full refund.

        `unpaid` is what is open of additional fees: it is not paid back. A fee that is paid by the month is refunded
        with the bill of the month of the cancellation.
        """
        number = f"{guarantee.number}-{self.sequence + 1}"
        statement = self._followed(number, on, "保証の取消しにより、保証料はかかりません")
        statement.guarantee_number, statement.unpaid = guarantee.number, unpaid
        statement.billing_month = self.billing_month and on.replace(day=1)
        return statement

    def _followed(self, number: str, on: datetime.date, *reasons: str) -> "FeeStatement":
        columns = {name: getattr(self, name) for name in self._meta.db_fields if name != "id"}
        follows: dict[str, Any] = {
            "sequence": self.sequence + 1,
            "number": number,
            "issued_on": on,
            "lines": [FeeLine(reason, 0)._asdict() for reason in reasons],
            "fee": 0,
            "earlier_charges": self.fee,
            "due": -self.fee,
            "unpaid": 0,
            "due_on": None,
            "fee_account": None,
        }
        return FeeStatement(**columns | follows)


def request_number(branch_code: str, day: datetime.date, serial: int) -> str:
    """The number of a statement before the issue: branch, the year in which the fiscal year began, and a serial."""
    return f"{branch_code}-{fiscal_year(day)}-{serial:06}"


def _request(charge: Charge, serial: int) -> dict[str, Any]:
    """The columns of a statement that requests payment."""
    return {
        "number": request_number(charge.branch_code, charge.day, serial),
        "due_on": charge.day + datetime.timedelta(days=charge.due_days),
        "fee_account": charge.account,
    }
