"""The first day of what a surety enters for the future."""

import datetime
from collections.abc import Iterator

from models.errors import Problem
from resolvers.guarantees.estimate_fee import MAX_DAYS


def check(valid_from: datetime.date, *, today: datetime.date) -> Iterator[Problem]:
    """The problem of a day in the past, or one that is too far ahead."""
    if valid_from < today:
        yield Problem(("validFrom",), "IN_THE_PAST", "適用開始日は、本日以後の日としてください。")
    elif (valid_from - today).days > MAX_DAYS:
        yield Problem(("validFrom",), "OUT_OF_RANGE", "適用開始日は100年以内の日としてください。")
