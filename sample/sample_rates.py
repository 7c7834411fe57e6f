"""Sample fee rates: the leaflets give none, so these are invented, marked as such, and of no real surety.

(Only the flat 0.065 % for intermediate advance payments is public, at one surety.)
"""

import datetime
from typing import Any
from uuid import UUID

from models.enums import GuaranteeKind
from models.fees.fee import FeeTable

SINCE = datetime.date(2020, 4, 1)

RATES: dict[GuaranteeKind, dict[str, Any]] = {
    GuaranteeKind.ADVANCE_PAYMENT: {
        "thresholds": [5_000_000, 30_000_000, 100_000_000],
        "rates_ppm": [4_000, 3_200, 2_400, 1_800],
        "is_annual": False,
        "minimum_fee": 2_000,
        "rounding_unit": 10,
    },
    GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: {
        "thresholds": [],
        "rates_ppm": [650],
        "is_annual": False,
        "minimum_fee": 1_000,
        "rounding_unit": 10,
    },
    GuaranteeKind.PERFORMANCE: {
        "thresholds": [10_000_000],
        "rates_ppm": [5_000, 4_000],
        "is_annual": True,
        "minimum_fee": 2_000,
        "rounding_unit": 10,
    },
}


async def register(surety_id: UUID) -> None:
    """One table for each kind."""
    await FeeTable.bulk_create(
        FeeTable(surety_id=surety_id, kind=kind, valid_from=SINCE, is_sample=True, **rates)
        for kind, rates in RATES.items()
    )
