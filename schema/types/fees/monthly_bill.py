"""Monthly bills, and what was paid for them."""

import datetime

import strawberry

import models
from models.document import DocumentKind
from models.fees.monthly_bill import MOST_ITEMS, MOST_PAYMENTS
from resolvers.relations import ToDocument, ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, pure, relation, row_type
from schema.scalars import Yen
from schema.types.contractor import Contractor
from schema.types.document import Document
from schema.types.fee import FeeStatement
from schema.types.surety import Surety

PAYMENTS = ToMany(models.FeePayment, "bill_id", most=MOST_PAYMENTS)


@row_type(models.MonthlyBillItem)
class MonthlyBillItem:
    """A statement on a bill."""

    statement: FeeStatement = relation(ToOne(models.FeeStatement, "statement_id"), "The fee statement.")


@row_type(models.FeePayment)
class FeePayment(Node):
    """A payment for a monthly bill, or the reversal of one. It never changes."""

    amount: Yen = column("入金額; negative for a reversal.")
    paid_on: datetime.date = column("入金日; of a reversal the day on which the payment was taken back.")
    recorded_at: datetime.datetime = column("When it was recorded.")
    paper_receipt: bool = column("Whether a receipt (領収書) goes out, always on paper; false for a reversal.")
    bill: "MonthlyBill" = relation(ToOne(models.MonthlyBill, "bill_id"), "The bill.")
    reverses: "FeePayment | None" = relation(
        ToOne(models.FeePayment, "reverses_id"), "The payment that it takes back; null for a payment."
    )


def _sum(payments: list[models.FeePayment]) -> int:
    return sum(payment.amount for payment in payments)


def _paid(bill: strawberry.Parent[models.MonthlyBill]) -> Yen:
    return Yen(_sum(bill.related["paid"]))


def _balance(bill: strawberry.Parent[models.MonthlyBill]) -> Yen:
    return Yen(bill.total - _sum(bill.related["balance"]))


@row_type(models.MonthlyBill)
class MonthlyBill(Node):
    """The bill of a month (一括納付): all statements of a contractor and bill-to. It never changes."""

    number: str = column("The month and a serial, such as 202611-000001.")
    surety: Surety = relation(ToOne(models.Surety, "surety_id"), "The surety.")
    contractor: Contractor = relation(ToOne(models.Contractor, "contractor_id"), "The contractor.")
    billing_month: datetime.date = column("The first day of the month whose fees it has.")
    bill_to: str = column("保証料請求先.")
    bill_to_department: str | None = column("Its department, where the form chose it from the register.")
    bill_to_address: str | None = column("Its address, likewise.")
    issued_on: datetime.date = column("The day in Japan on which it was issued.")
    due_on: datetime.date = column("納付期限.")
    total: Yen = column("What its statements charge together; negative: to be paid back.")
    fee_account: str | None = column("振込先; null: the surety has registered none; ask the branch.")
    items: list[MonthlyBillItem] = relation(
        ToMany(models.MonthlyBillItem, "bill_id"), "Its statements.", length=ListLength(10, MOST_ITEMS)
    )
    payments: list[FeePayment] = relation(
        PAYMENTS, "Payments and their reversals, oldest first.", length=ListLength(1, MOST_PAYMENTS)
    )
    paid: Yen = pure(_paid, "What was paid, less reversals.", needs=PAYMENTS, length=ListLength(1, MOST_PAYMENTS))
    balance: Yen = pure(
        _balance,
        "What is still to be paid: the total less what was paid; negative after an overpayment.",
        needs=PAYMENTS,
        length=ListLength(1, MOST_PAYMENTS),
    )
    document: Document = relation(ToDocument(DocumentKind.MONTHLY_BILL), "The bill as a PDF.")
