"""Who may pay fees by the month (一括納付): the surety's register by contractor and day."""

from collections.abc import Iterator
from uuid import UUID

from tortoise import fields

from models.errors import InvalidInput, Problem
from models.parties.contractor import Contractor
from models.parties.surety import Surety
from models.row import Row, reference

NOT_ALLOWED = "MONTHLY_PAYMENT_NOT_ALLOWED"
MESSAGE = "一括納付は、保証会社が認めた請負者に限り利用できます。都度納付を選択してください。"


class MonthlyPayment(Row):
    """Whether a contractor may pay a surety by the month, from a day until its next row (domain rule 15)."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    valid_from = fields.DateField()
    may_pay_monthly = fields.BooleanField()

    class Meta:
        table = "monthly_payment"
        unique_together = (("surety_id", "contractor_id", "valid_from"),)


def check(path: str, *, may_pay_monthly: bool | None) -> Iterator[Problem]:
    """The problem of a monthly payment that is not allowed; None is not known yet, because no surety is chosen."""
    if may_pay_monthly is False:
        yield Problem((path,), NOT_ALLOWED, MESSAGE)


def refusal() -> InvalidInput:
    """The refusal of a guarantee's approval or issue for the same reason."""
    return InvalidInput(list(check("guaranteeId", may_pay_monthly=False)))
