"""What an obligee may claim under a guarantee, until when it is to be paid, and the interest on a late payment."""

import datetime
from dataclasses import dataclass

from models.enums import GuaranteeKind
from models.errors import InvalidInput, Problem

PAYMENT_DAYS = 30
"""A claim is to be paid within so many days from the day on which its arrival was recorded."""
MOST_YEN = 2**53 - 1
"""Of one sum of a claim, as of every sum in the API: what JSON has exactly."""
DAYS_OF_A_YEAR = 365
BASIS_POINTS = 10_000
LEGAL_RATES = ((datetime.date(2020, 4, 1), 300),)
"""法定利率: from a day on, in basis points a year.

Source: 民法404条2項: 3 % since 2020-04-01; reviewed every three years.
"""

_NAMES = {
    "advance_paid": ("advancePaid", "支払済みの前払金額"),
    "progress_paid": ("progressPaid", "支払済みの部分払金額"),
    "finished_work_value": ("finishedWorkValue", "出来形相当額"),
}


@dataclass(frozen=True)
class ClaimedSums:
    """What the obligee states, in yen. Claims under performance guarantees need none of it."""

    advance_paid: int | None = None
    progress_paid: int | None = None
    finished_work_value: int | None = None

    def problems(self, kind: GuaranteeKind) -> list[Problem]:
        """Every problem of a sum by itself."""
        found: list[Problem] = []
        for name, (path, label) in _NAMES.items():
            value = getattr(self, name)
            if value is None and kind.is_advance:
                found.append(Problem((path,), "REQUIRED", f"{label}を入力してください。"))
            elif value is not None and not 0 <= value <= MOST_YEN:
                message = f"{label}は0円以上{MOST_YEN:,}円以下としてください。"
                found.append(Problem((path,), "OUT_OF_RANGE", message))
        return found

    def amount(self, kind: GuaranteeKind, guaranteed: int) -> int:
        """The sum to be claimed, in yen: at most the guaranteed sum, and of an advance at most what was paid of it.

        Raises InvalidInput with every problem, also if nothing is left to claim.
        """
        if problems := self.problems(kind):
            raise InvalidInput(problems)
        if not kind.is_advance:
            return guaranteed
        advance = self.advance_paid or 0
        rest = advance + (self.progress_paid or 0) - (self.finished_work_value or 0)
        claimed = min(rest, advance, guaranteed)
        if claimed <= 0:
            message = (
                "出来形相当額が支払済みの金額以上であるか、前払金が支払われていないため、請求できる保証金がありません。"
            )
            raise InvalidInput([Problem(("finishedWorkValue",), "NOTHING_TO_CLAIM", message)])
        return claimed


def due_on(filed_on: datetime.date) -> datetime.date:
    """The last day of the payment of a claim whose arrival was recorded on this day."""
    return filed_on + datetime.timedelta(days=PAYMENT_DAYS)


def late_days(due: datetime.date, paid_on: datetime.date) -> int:
    """Days of delay: from the day after the due day to the day of the payment, both included."""
    return max((paid_on - due).days, 0)


def legal_rate(first_late_day: datetime.date) -> int:
    """The rate of the first day of the delay, in basis points, which holds for all of it (民法419条1項)."""
    return next((rate for valid_from, rate in reversed(LEGAL_RATES) if valid_from <= first_late_day), LEGAL_RATES[0][1])


def late_interest(amount: int, *, due: datetime.date, paid_on: datetime.date) -> int:
    """遅延損害金 in yen, rounded down: simple interest by the day, of a year of 365 days."""
    days = late_days(due, paid_on)
    rate = legal_rate(due + datetime.timedelta(days=1))
    return amount * rate * days // (BASIS_POINTS * DAYS_OF_A_YEAR)
