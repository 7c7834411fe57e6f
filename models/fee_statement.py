"""Fee statements (保証料計算書): what was charged for a guarantee."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.certificate import Certificate
from models.fee import FeeTable
from models.guarantee import FeePaymentMethod, Guarantee
from models.kinds import GuaranteeKind
from models.numbering import today
from models.row import Row, reference
from models.surety import Surety


class FeeStatement(Row):
    """What was charged for a guarantee, as the payer was told. Rows are never changed: what follows is a new one."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    sequence: int = fields.SmallIntField()
    """1 for the first of a guarantee."""
    number = fields.CharField(max_length=18)
    """The guarantee's number and the sequence: 31073-00001M-1."""
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
    """Yen; negative for what is paid back."""
    tax_exempt = fields.BooleanField(default=True)
    is_sample = fields.BooleanField()
    method = fields.CharEnumField(FeePaymentMethod, max_length=24)
    billing_month = fields.DateField(null=True)
    """The first day of the month with whose fees it is paid; for consolidated payment."""
    bill_to = fields.CharField(max_length=120)
    paper_requested = fields.BooleanField()

    class Meta:
        table = "fee_statement"
        unique_together = (("guarantee_id", "sequence"),)
        constraints = (
            CheckConstraint(
                name="fee_statement_sums_are_sound",
                check="amount > 0 AND fee >= 0 AND earlier_charges >= 0 AND due = fee - earlier_charges"
                " AND (sequence > 1 OR earlier_charges = 0)",
            ),
            CheckConstraint(name="fee_statement_period_runs_forward", check="period_from <= period_to"),
            CheckConstraint(
                name="fee_statement_number_is_well_formed",
                check="sequence > 0 AND number ~ '^[0-9]{5}-[0-9]{5}[A-Z]-[0-9]+$'"
                " AND split_part(number, '-', 3) = sequence::text",
            ),
            CheckConstraint(
                name="fee_statement_consolidated_has_a_month",
                check="(method = 'MONTHLY_CONSOLIDATED') = (billing_month IS NOT NULL)"
                " AND extract(day FROM billing_month) = 1",
            ),
        )

    @classmethod
    def of(
        cls, guarantee: Guarantee, certificate: Certificate, table: FeeTable, *, earlier: "FeeStatement | None" = None
    ) -> "FeeStatement":
        """The statement, not stored yet, of what a version of the guarantee costs; `earlier` is the one before it."""
        period = {"period_from": certificate.period_from, "period_to": certificate.expiry_date}
        lines = table.lines(certificate.amount, **period)
        fee = sum(line.amount for line in lines)
        charged = earlier.fee if earlier else 0
        sequence = earlier.sequence + 1 if earlier else 1
        issued_on = today(certificate.issued_at)
        is_consolidated = guarantee.fee_payment_method is FeePaymentMethod.MONTHLY_CONSOLIDATED
        return cls(
            surety_id=guarantee.surety_id,
            guarantee_id=guarantee.id,
            sequence=sequence,
            number=f"{certificate.guarantee_number}-{sequence}",
            issued_on=issued_on,
            kind=certificate.kind,
            amount=certificate.amount,
            **period,
            lines=[line._asdict() for line in lines],
            fee=fee,
            earlier_charges=charged,
            due=fee - charged,
            is_sample=table.is_sample,
            method=guarantee.fee_payment_method,
            billing_month=issued_on.replace(day=1) if is_consolidated else None,
            bill_to=guarantee.bill_to,
            paper_requested=guarantee.paper_fee_statement,
        )
