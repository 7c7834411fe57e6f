"""Rates of a surety as it sets them: tables with bands of the amount, checked as a whole, and examples of fees."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.enums import GuaranteeKind
from models.errors import Problem
from models.fees.fee import MILLION, FeeLine, FeeTable

MOST_BANDS = 6
"""A printed statement has room for six parts of the amount."""
MOST_TABLES = len(GuaranteeKind)
MOST_EXAMPLES = 20
MOST_PPM = MILLION // 10
MOST_YEN = 1_000_000_000_000
MOST_ROUNDING = 1_000_000


@dataclass(frozen=True)
class Band:
    """A part of the amount, in yen: what is above `above`, up to and including `up_to`; None is without end."""

    above: int
    up_to: int | None
    rate_ppm: int


@dataclass(frozen=True)
class NewRates:
    """The table for one kind, as it is given."""

    kind: GuaranteeKind
    bands: Sequence[Band]
    is_annual: bool
    minimum_fee: int
    rounding_unit: int

    def problems(self) -> Iterator[Problem]:
        """Every problem of the table by itself."""
        yield from _problems_of_bands(self.bands)
        if not 0 <= self.minimum_fee <= MOST_YEN:
            message = f"最低保証料は0円以上{MOST_YEN:,}円以下としてください。"
            yield Problem(("minimumFee",), "OUT_OF_RANGE", message)
        if not 1 <= self.rounding_unit <= MOST_ROUNDING:
            message = f"端数処理の単位は1円以上{MOST_ROUNDING:,}円以下としてください。"
            yield Problem(("roundingUnit",), "OUT_OF_RANGE", message)

    def table(self, *, surety_id: UUID | None, valid_from: datetime.date) -> FeeTable:
        """The table, not stored yet, of valid rates."""
        return FeeTable(
            surety_id=surety_id,
            kind=self.kind,
            valid_from=valid_from,
            thresholds=[band.up_to for band in self.bands[:-1]],
            rates_ppm=[band.rate_ppm for band in self.bands],
            is_annual=self.is_annual,
            minimum_fee=self.minimum_fee,
            rounding_unit=self.rounding_unit,
            is_sample=False,
        )


@dataclass(frozen=True)
class ExampleRequest:
    """A guarantee whose fee is asked for as an example."""

    kind: GuaranteeKind
    amount: int
    period_from: datetime.date
    period_to: datetime.date


@dataclass(frozen=True)
class FeeExample:
    """Its fee by the given rates, in yen."""

    kind: GuaranteeKind
    amount: int
    period_from: datetime.date
    period_to: datetime.date
    lines: Sequence[FeeLine]

    @property
    def fee(self) -> int:
        """The sum of the lines."""
        return sum(line.amount for line in self.lines)

    @property
    def is_above_amount(self) -> bool:
        """Whether such a guarantee is refused, because its fee exceeds the guaranteed sum (domain rule 14)."""
        return self.fee > self.amount


def _problems_of_bands(bands: Sequence[Band]) -> Iterator[Problem]:
    """The bands cover every amount from 0, each once."""
    if not 1 <= len(bands) <= MOST_BANDS:
        message = f"保証金額の区分は1件以上{MOST_BANDS}件以内で指定してください。"
        yield Problem(("bands",), "OUT_OF_RANGE", message)
    before: int | None = 0
    for index, band in enumerate(bands):
        path = ("bands", str(index))
        if before is None or band.above < before:
            yield Problem((*path, "above"), "OVERLAP", "前の区分と保証金額の範囲が重なっています。")
        elif band.above > before:
            message = f"{before:,}円を超え{band.above:,}円以下の保証金額の料率がありません。"
            yield Problem((*path, "above"), "GAP", message)
        if band.up_to is not None and band.up_to <= band.above:
            yield Problem((*path, "upTo"), "NOT_ASCENDING", "区分の上限は、下限を超える金額としてください。")
        if not 0 <= band.rate_ppm <= MOST_PPM:
            message = f"料率は0以上{MOST_PPM:,}以下（100万分率）としてください。"
            yield Problem((*path, "ratePpm"), "OUT_OF_RANGE", message)
        before = band.up_to
    if bands and before is not None:
        message = f"{before:,}円を超える保証金額の料率がありません。最後の区分の上限は指定しないでください。"
        yield Problem(("bands", str(len(bands) - 1), "upTo"), "GAP", message)
