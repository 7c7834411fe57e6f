"""Fees (保証料): dated rate tables, what they come to, and the statements (保証料計算書) of what was charged."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint

from models.contract import Contract
from models.guarantee import FeePaymentMethod, Guarantee
from models.kinds import GuaranteeKind
from models.row import Row, reference
from models.surety import Surety

MILLION = 1_000_000
DAYS_OF_A_YEAR = 365
"""Of leap years too: that is how interest and fees by the day are usually reckoned in Japan (we decide)."""
SAMPLE_MARK = "【見本料率】"


class FeeLine(NamedTuple):
    """One line of a calculation; `amount` is in whole yen, negative for what is taken off."""

    description: str
    amount: int


class FeeTable(Row):
    """A surety's rates for one kind, in force from a day until its next table for that kind is (domain rule 11).

    The amount is charged by parts: `rates_ppm[0]` on what does not exceed `thresholds[0]`, `rates_ppm[1]` on what does,
    up to `thresholds[1]`, and so on. There is one rate more than there are thresholds.
    """

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    valid_from = fields.DateField()
    thresholds: list[int] = ArrayField("bigint")
    """Yen, ascending."""
    rates_ppm: list[int] = ArrayField("int")
    """Millionths of the amount: 650 is 0.065 %."""
    is_annual = fields.BooleanField()
    """Whether the rates are for a year and charged by the day; else they are for the whole period."""
    minimum_fee: int = fields.BigIntField()
    """Yen."""
    rounding_unit = fields.IntField()
    """Yen; the fee is rounded down to it."""
    is_sample = fields.BooleanField()
    """Whether the rates are invented, for trying the system out."""

    class Meta:
        table = "fee_table"
        unique_together = (("surety_id", "kind", "valid_from"),)
        constraints = (
            CheckConstraint(
                name="fee_table_rates_are_fractions",
                check="0 <= ALL (rates_ppm) AND 100000 >= ALL (rates_ppm) AND array_position(rates_ppm, NULL) IS NULL",
            ),
            CheckConstraint(
                name="fee_table_has_a_rate_for_every_part", check="cardinality(rates_ppm) = cardinality(thresholds) + 1"
            ),
            CheckConstraint(name="fee_table_thresholds_ascend", check="ascends_from_above_zero(thresholds)"),
            CheckConstraint(name="fee_table_sums_are_sound", check="minimum_fee >= 0 AND rounding_unit > 0"),
        )

    def lines(self, amount: int, *, period_from: datetime.date, period_to: datetime.date) -> list[FeeLine]:
        """The calculation for an amount in yen over a period, both days included; the lines' sum is the fee.

        Each part is rounded down to the yen, so that every line can be checked by itself.
        """
        days = (period_to - period_from).days + 1
        found = [self._line(text, part, rate, days) for text, part, rate in self._parts(amount)]
        exact = sum(line.amount for line in found)
        rounded = exact - exact % self.rounding_unit
        if rounded < exact:
            found.append(FeeLine(f"{self.rounding_unit:,}円未満切捨て", rounded - exact))
        if rounded < self.minimum_fee:
            found.append(FeeLine(f"最低保証料{self.minimum_fee:,}円との差額", self.minimum_fee - rounded))
        mark = SAMPLE_MARK if self.is_sample else ""
        return [FeeLine(mark + line.description, line.amount) for line in found]

    def _parts(self, amount: int) -> Iterator[tuple[str, int, int]]:
        """Of each part that the amount reaches: what it is called, how much falls into it (yen), and its rate."""
        for lower, upper, rate in zip([0, *self.thresholds], [*self.thresholds, None], self.rates_ppm, strict=True):
            if amount > lower:
                above = f"{lower:,}円を超え" if lower else ""
                text = f"{above}{upper:,}円以下の部分" if upper else f"{lower:,}円を超える部分" if lower else "保証金額"
                yield text, min(amount, upper or amount) - lower, rate

    def _line(self, text: str, part: int, rate: int, days: int) -> FeeLine:
        percent = f"{rate / 10_000:g}％"
        if not self.is_annual:
            return FeeLine(f"{text}　{part:,}円×{percent}", part * rate // MILLION)
        fee = part * rate * days // (MILLION * DAYS_OF_A_YEAR)
        return FeeLine(f"{text}　{part:,}円×年{percent}×{days:,}日／{DAYS_OF_A_YEAR}日", fee)


@dataclass(frozen=True)
class FeeEstimate:
    """What a guarantee would cost by the surety's rates that have been in force since `valid_from`."""

    surety_id: UUID
    valid_from: datetime.date
    is_sample: bool
    lines: list[FeeLine]
    related: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    """As of rows: what was loaded along."""

    @property
    def fee(self) -> int:
        """Yen."""
        return sum(line.amount for line in self.lines)


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
        cls,
        guarantee: Guarantee,
        contract: Contract,
        table: FeeTable,
        *,
        issued_on: datetime.date,
        earlier: "FeeStatement | None" = None,
    ) -> "FeeStatement":
        """The statement, not stored yet, for a guarantee with number and 保証期限; `earlier` is the one before it."""
        assert guarantee.expiry_date is not None  # noqa: S101 -- whatever has a number has one
        period = {"period_from": contract.period_from, "period_to": guarantee.expiry_date}
        lines = table.lines(guarantee.amount, **period)
        fee = sum(line.amount for line in lines)
        charged = earlier.fee if earlier else 0
        sequence = earlier.sequence + 1 if earlier else 1
        is_consolidated = guarantee.fee_payment_method is FeePaymentMethod.MONTHLY_CONSOLIDATED
        return cls(
            surety_id=guarantee.surety_id,
            guarantee_id=guarantee.id,
            sequence=sequence,
            number=f"{guarantee.number}-{sequence}",
            issued_on=issued_on,
            kind=guarantee.kind,
            amount=guarantee.amount,
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
