"""Temporary rates for advance payments that differ from the sample data's."""

import datetime
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from models.enums import GuaranteeKind
from models.fees.fee import FeeTable
from models.parties.surety import Surety


@asynccontextmanager
async def changed_rates(**columns: Any) -> AsyncGenerator[None]:
    """With these columns within the context."""
    tables = FeeTable.filter(kind=GuaranteeKind.ADVANCE_PAYMENT)
    (before,) = await tables.values(*columns)
    await tables.update(**columns)
    try:
        yield
    finally:
        await tables.update(**before)


def without_rates() -> Any:
    """No rates in force yet."""
    return changed_rates(valid_from=datetime.date(2099, 1, 1))


def minimum_fee(yen: int) -> Any:
    """The lowest possible fees."""
    return changed_rates(minimum_fee=yen)


DAY = datetime.date(2026, 11, 10)


ADVANCE = GuaranteeKind.ADVANCE_PAYMENT


async def new_table(surety_id: Any, valid_from: datetime.date, ppm: int = 10_000, **columns: Any) -> FeeTable:
    sound: dict[str, Any] = {"kind": ADVANCE, "thresholds": [], "rates_ppm": [ppm], "is_annual": False,
                             "minimum_fee": 0, "rounding_unit": 1, "is_sample": False}  # fmt: skip
    return await FeeTable.create(surety_id=surety_id, valid_from=valid_from, **sound | columns)


@asynccontextmanager
async def unbilled() -> AsyncGenerator[None]:
    """Sureties as they are registered, afterwards too: without bills, which are made on the fifth day."""
    as_registered = {"billed_until": None, "billing_day": 5}
    await Surety.all().update(**as_registered)
    yield
    await Surety.all().update(**as_registered)
