"""Payments of what amendments have added to fees that are paid singly."""

import datetime
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.errors import InvalidInput, Problem
from models.fees.fee_statement import FeeStatement
from models.fees.monthly_bill import PaymentRequest
from models.row import Row, reference


class AdditionalPayment(Row):
    """What was paid of a fee after the issue: all that was open. Rows are never changed."""

    statement: FeeStatement = reference("models.FeeStatement")
    """The newest of its guarantee: it and those before it are paid."""
    statement_id: UUID
    amount: int = fields.BigIntField()
    """Yen."""
    paid_on: datetime.date = fields.DateField()
    """入金日."""
    recorded_at = fields.DatetimeField()
    paper_receipt = fields.BooleanField(default=False)
    """Whether a receipt (領収書) goes out, which is on paper."""

    class Meta:
        table = "additional_payment"
        constraints = (
            CheckConstraint(name="additional_payment_is_positive", check="amount > 0"),
            UniqueConstraint(fields=("statement_id",), name="additional_payment_is_recorded_once"),
        )

    @classmethod
    def of(
        cls,
        statement: FeeStatement,
        amount: int,
        given: PaymentRequest,
        *,
        at: datetime.datetime,
        today: datetime.date,
    ) -> "AdditionalPayment":
        """The payment of all that is open, not stored yet. Raises InvalidInput for a day that it cannot be of."""
        if given.paid_on > today:
            raise InvalidInput([Problem(("paidOn",), "IN_THE_FUTURE", "入金日に将来の日付は指定できません。")])
        if given.paid_on < statement.issued_on:
            message = "入金日は、追加の保証料を計算した日以後の日としてください。"
            raise InvalidInput([Problem(("paidOn",), "TOO_EARLY", message)])
        return cls(
            statement_id=statement.id,
            amount=amount,
            paid_on=given.paid_on,
            recorded_at=at,
            paper_receipt=given.paper_receipt,
        )
