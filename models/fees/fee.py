"""Fees (保証料): dated rate tables and the calculation."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint

from models.enums import GuaranteeKind
from models.errors import FeeAboveAmount
from models.parties.surety import Surety
from models.row import Row, reference

MILLION = 1_000_000
DAYS_OF_A_YEAR = 365
"""Of leap years too: the usual convention for interest and daily fees in Japan (we decide)."""
SAMPLE_MARK = "【見本料率】"


class FeeLine(NamedTuple):
    """One line of a calculation; `amount` is in whole yen, negative for a deduction."""

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
            # A printed statement has room for eight lines: six parts, the rounding, the addition.
            CheckConstraint(name="fee_table_fits_on_a_statement", check="cardinality(rates_ppm) <= 6"),
            CheckConstraint(name="fee_table_thresholds_ascend", check="ascends_from_above_zero(thresholds)"),
            CheckConstraint(name="fee_table_sums_are_sound", check="minimum_fee >= 0 AND rounding_unit > 0"),
        )

    def lines(self, amount: int, *, period_from: datetime.date, period_to: datetime.date) -> list[FeeLine]:
        """The calculation for an amount in yen over a period, both days included; the sum of the lines is the fee.

        Each part is rounded down to the yen, which makes every line verifiable.
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

    def charge(self, amount: int, *, period_from: datetime.date, period_to: datetime.date) -> list[FeeLine]:
        """The same, within the permitted maximum (domain rule 14). Raises FeeAboveAmount."""
        found = self.lines(amount, period_from=period_from, period_to=period_to)
        if sum(line.amount for line in found) > amount:
            raise FeeAboveAmount
        return found

    def _parts(self, amount: int) -> Iterator[tuple[str, int, int]]:
        """For each part that the amount reaches: its name, its share of the amount (yen), and its rate."""
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
    """The estimated fee of a guarantee by the surety's rates in force since `valid_from`."""

    surety_id: UUID
    valid_from: datetime.date
    is_sample: bool
    lines: list[FeeLine]
    related: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    """Loaded relations, as rows have them."""

    @property
    def fee(self) -> int:
        """Yen."""
        return sum(line.amount for line in self.lines)
