"""Fee rates: dated tables, and examples of fees."""

import datetime
from typing import Any

import strawberry

import models
from models.enums import GuaranteeKind
from models.fees.fee_rates import MOST_BANDS
from models.fees.fee_statement import MOST_LINES
from resolvers.relations import ToOne
from schema.reading.fields import ListLength, Node, column, described, pure, relation, row_type
from schema.scalars import Yen
from schema.types.fee import FeeLine
from schema.types.surety import Surety


@described
class FeeBand:
    """A part of the guaranteed sum with its rate."""

    above: Yen = column("What exceeds this sum: 0 for the first band.")
    up_to: Yen | None = column("Up to and including this sum; null for the last band.")
    rate_ppm: int = column("Millionths: 650 is 0.065 %.")


def _named(above: int, up_to: int | None, rate_ppm: int) -> dict[str, Any]:
    return {"above": above, "up_to": up_to, "rate_ppm": rate_ppm}


def _bands(table: strawberry.Parent[models.FeeTable]) -> list[FeeBand]:
    limits = zip([0, *table.thresholds], [*table.thresholds, None], table.rates_ppm, strict=True)
    return [FeeBand(**_named(*band)) for band in limits]


@row_type(models.FeeTable)
class FeeTable(Node):
    """A surety's rates for one kind of guarantee (料率表), in force until its next table for that kind begins."""

    surety: Surety = relation(ToOne(models.Surety, "surety_id"), "Whose rates they are.")
    kind: GuaranteeKind = column("For which kind of guarantee.")
    valid_from: datetime.date = column("The first day on which they are in force.")
    bands: list[FeeBand] = pure(_bands, "The parts of the guaranteed sum, ascending.", length=ListLength(3, MOST_BANDS))
    is_annual: bool = column("Whether the rates are for a year and charged by the day; else for the whole period.")
    minimum_fee: Yen = column("最低保証料.")
    rounding_unit: Yen = column("The fee is rounded down to a multiple of it.")
    is_sample: bool = column("Whether the rates are invented, for trying the system out.")


@described
class FeeExample:
    """What a guarantee would cost by given rates."""

    kind: GuaranteeKind = column("What is guaranteed.")
    amount: Yen = column("保証金額.")
    period_from: datetime.date = column("The first day that is charged.")
    period_to: datetime.date = column("The last day.")
    fee: Yen = column("保証料: the sum of the lines.")
    lines: list[FeeLine] = column("How it is calculated.", length=ListLength(3, MOST_LINES))
    is_above_amount: bool = column("Whether such a guarantee is refused: its fee exceeds the guaranteed sum.")
