"""Monthly bills (一括納付): a contractor's and bill-to's fee statements of one month, and what was paid for them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.errors import InvalidInput, Problem, too_many
from models.fees.fee_statement import FeeStatement
from models.parties.contractor import Contractor
from models.parties.surety import Surety
from models.row import Row, reference

MOST_ITEMS = 1_000
"""Statements on one bill; those above it are on further bills."""
MOST_PAYMENTS = 100
"""Of one bill, reversals included."""
MOST_YEN = 10**13
"""Of one payment: the sum of all of a bill is exact in JSON (2^53)."""


@dataclass(frozen=True)
class PaymentRequest:
    """What came in: the whole fee of a guarantee, an amount (yen) for a bill, or the reversal of a payment for one."""

    guarantee_id: UUID | None
    monthly_bill_id: UUID | None
    paid_on: datetime.date
    amount: int | None
    reverses: UUID | None
    paper_receipt: bool = False


class MonthlyBill(Row):
    """What a contractor owes for the fees of a month, as it was told. Rows are never changed."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    billing_month: datetime.date = fields.DateField()
    """The first day of the month whose fees it has."""
    bill_to = fields.CharField(max_length=120)
    bill_to_department = fields.CharField(max_length=60, null=True)
    bill_to_address = fields.CharField(max_length=120, null=True)
    part: int = fields.SmallIntField()
    """1; more only above the maximum of statements on one bill."""
    number = fields.CharField(max_length=20, unique=True)
    """The month and a serial: 202611-000001."""
    issued_on: datetime.date = fields.DateField()
    due_on: datetime.date = fields.DateField()
    """納付期限."""
    total: int = fields.BigIntField()
    """Yen: the sum of what the statements charge; negative if more is paid back."""
    tax_exempt = fields.BooleanField(default=True)
    is_sample = fields.BooleanField()
    fee_account = fields.CharField(max_length=121, null=True)
    """振込先, as it was on the day of issue."""
    contractor_name = fields.CharField(max_length=120)
    surety_name = fields.CharField(max_length=120)
    surety_address = fields.CharField(max_length=200)
    surety_representative = fields.CharField(max_length=120)
    handling_branch_name = fields.CharField(max_length=60)
    """取扱箇所: that of the newest statement."""
    handling_branch_telephone = fields.CharField(max_length=20)
    handling_branch_fax = fields.CharField(max_length=20, null=True)

    class Meta:
        table = "monthly_bill"
        indexes = (
            Index(fields=("surety_id", "id"), name="monthly_bill_of_surety"),
            Index(fields=("contractor_id", "id"), name="monthly_bill_of_contractor"),
        )
        constraints = (
            CheckConstraint(
                name="monthly_bill_is_of_an_ended_month",
                check="extract(day FROM billing_month) = 1 AND issued_on >= billing_month + interval '1 month'"
                " AND due_on > issued_on AND part > 0",
            ),
        )


class MonthlyBillItem(Row):
    """A statement on a bill; each is on one bill at most."""

    bill: MonthlyBill = reference("models.MonthlyBill")
    bill_id: UUID
    statement: FeeStatement = reference("models.FeeStatement")
    statement_id: UUID

    class Meta:
        table = "monthly_bill_item"
        constraints = (UniqueConstraint(fields=("statement_id",), name="monthly_bill_item_is_billed_once"),)


class FeePayment(Row):
    """A payment for a bill, or the reversal of one. Rows are never changed."""

    bill: MonthlyBill = reference("models.MonthlyBill")
    bill_id: UUID
    amount: int = fields.BigIntField()
    """Yen; negative for a reversal, which takes back a whole payment."""
    paid_on: datetime.date = fields.DateField()
    """入金日; of a reversal the day on which it was taken back."""
    recorded_at = fields.DatetimeField()
    paper_receipt = fields.BooleanField(default=False)
    """Whether a receipt (領収書) goes out, which is on paper."""
    reverses: "FeePayment | None" = reference("models.FeePayment", null=True)
    reverses_id: UUID | None

    class Meta:
        table = "fee_payment"
        constraints = (
            CheckConstraint(
                name="fee_payment_reverses_or_adds",
                check="(amount < 0) = (reverses_id IS NOT NULL) AND amount <> 0"
                f" AND amount BETWEEN -{MOST_YEN} AND {MOST_YEN}",
            ),
            UniqueConstraint(fields=("reverses_id",), name="fee_payment_is_reversed_once"),
        )

    @classmethod
    def of(
        cls,
        bill: MonthlyBill,
        earlier: list["FeePayment"],
        given: PaymentRequest,
        *,
        at: datetime.datetime,
        today: datetime.date,
    ) -> "FeePayment":
        """A payment, or the reversal of an earlier one, not stored yet. Payments for the bill are locked.

        Raises InvalidInput with every problem.
        """
        if len(earlier) >= MOST_PAYMENTS:
            message = f"1件の請求書に記録できる入金は、取消しを含めて{MOST_PAYMENTS}件までです。"
            raise too_many(("monthlyBillId",), message)
        reversed_ = next((each for each in earlier if each.id == given.reverses), None)
        is_payment = given.reverses is None
        problems = _problems_of_amount(given.amount) if is_payment else _problems_of_reversal(earlier, reversed_, given)
        first = reversed_.paid_on if reversed_ else bill.billing_month
        if given.paid_on > today:
            problems.append(Problem(("paidOn",), "IN_THE_FUTURE", "入金日に将来の日付は指定できません。"))
        elif given.paid_on < first:
            problems.append(Problem(("paidOn",), "TOO_EARLY", "請求月または取り消す入金より前の日は指定できません。"))
        if problems:
            raise InvalidInput(problems)
        return cls(
            bill_id=bill.id,
            amount=-reversed_.amount if reversed_ else given.amount,
            paid_on=given.paid_on,
            recorded_at=at,
            paper_receipt=given.paper_receipt,
            reverses_id=given.reverses,
        )


def _problems_of_amount(amount: int | None) -> list[Problem]:
    if amount is None:
        return [Problem(("amount",), "REQUIRED", "入金額を指定してください。")]
    if amount <= 0:
        return [Problem(("amount",), "NOT_POSITIVE", "入金額は1円以上としてください。")]
    if amount > MOST_YEN:
        return [Problem(("amount",), "ABOVE_LIMIT", f"入金額は{MOST_YEN:,}円以下としてください。")]
    return []


def _problems_of_reversal(
    earlier: list[FeePayment], reversed_: FeePayment | None, given: PaymentRequest
) -> list[Problem]:
    problems: list[Problem] = []
    if given.amount is not None:
        problems.append(Problem(("amount",), "NOT_APPLICABLE", "入金の取消しでは、金額は指定できません。"))
    if given.paper_receipt:
        problems.append(Problem(("paperReceipt",), "NOT_APPLICABLE", "入金の取消しに領収書はありません。"))
    if reversed_ is None or reversed_.amount < 0:
        problems.append(Problem(("reverses",), "NOT_FOUND", "取り消す入金が見つかりません。"))
    elif any(each.reverses_id == reversed_.id for each in earlier):
        problems.append(Problem(("reverses",), "ALREADY_REVERSED", "この入金は、すでに取り消されています。"))
    return problems
