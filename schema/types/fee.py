"""Fees: estimates and statements."""

import datetime

import strawberry

import models
from models.document import DocumentKind
from models.enums import GuaranteeKind
from models.fees.fee_statement import MOST_LINES
from models.guarantee import FeePaymentMethod
from resolvers.relations import ToDocument, ToOne
from schema.reading.fields import ListLength, Node, column, described, pure, relation, row_type
from schema.scalars import GuaranteeNumber, Yen
from schema.types.contractor import Contractor
from schema.types.document import Document
from schema.types.lazy_types import Guarantee
from schema.types.surety import Surety


@described
class FeeLine:
    """A line of a calculation."""

    description: str = column("The part of the amount, its rate and the days; 見本料率 marks sample rates.")
    amount: Yen = column("The sum in yen; negative for deductions.")


@described
class FeeEstimate:
    """What a guarantee would cost by the rates in force today."""

    fee: Yen = column("保証料, tax-exempt (非課税): the sum of the lines.")
    lines: list[FeeLine] = column("How it is calculated.", length=ListLength(3, MOST_LINES))
    surety: Surety = relation(ToOne(models.Surety, "surety_id"), "Whose rates they are.")
    valid_from: datetime.date = column("From when these rates have been in force.")
    is_sample: bool = column("Whether the rates are invented, for trying the system out.")


def _lines(statement: strawberry.Parent[models.FeeStatement]) -> list[FeeLine]:
    return [FeeLine(**line) for line in statement.lines]


@row_type(models.FeeStatement)
class FeeStatement(Node):
    """A fee statement (保証料計算書): what was charged for a guarantee. It never changes; what follows is another."""

    number: str = column(
        "The guarantee's number and a serial, such as 31073-00001M-1; before the issue a number of its own, such as"
        " 310-2026-000001."
    )
    guarantee_number: GuaranteeNumber | None = column("保証契約番号; null on what was stated before the issue.")
    issued_on: datetime.date = column("The day in Japan on which it was issued.")
    kind: GuaranteeKind = column("What is guaranteed (商品).")
    amount: Yen = column("保証金額.")
    period_from: datetime.date = column("The first day of the period that is charged: 工期の始期.")
    period_to: datetime.date = column("The last day: 保証期限.")
    lines: list[FeeLine] = pure(_lines, "How the fee is calculated.", length=ListLength(3, MOST_LINES))
    fee: Yen = column("保証料: the sum of the lines.")
    earlier_charges: Yen = column("What earlier statements of the guarantee have charged; 0 on the first.")
    due: Yen = column(
        "The fee less earlier charges: to be paid; negative: taken back, and paid back (返戻) but for `unpaid`."
    )
    unpaid: Yen = column("Of what is taken back: the additional fee that was never paid, so that it is not paid back.")
    tax_exempt: bool = column("Whether the fee is exempt from consumption tax (非課税).")
    is_sample: bool = column("Whether the rates are invented, for trying the system out.")
    method: FeePaymentMethod = column("保証料支払方法.")
    billing_month: datetime.date | None = column(
        "The first day of the month with whose fees it is paid; null if it is paid singly."
    )
    bill_to: str = column("保証料請求先.")
    bill_to_department: str | None = column("Its department, where the form chose it from the register.")
    bill_to_address: str | None = column("Its address, likewise.")
    paper_requested: bool = column("Whether 保証料計算書（紙）was asked for.")
    due_on: datetime.date | None = column("納付期限; of a fee that is paid singly before the issue.")
    fee_account: str | None = column(
        "振込先; with a due day, null means that the surety has registered none; ask the branch."
    )
    principal_name: str = column("保証契約者; of a joint venture the lead member.")
    joint_venture_name: str | None = column("The joint venture's name.")
    obligee_title: str = column("発注者.")
    project_name: str = column("工事名 or 業務名.")
    guarantee: Guarantee = relation(ToOne(models.Guarantee, "guarantee_id"), "The guarantee that it charges for.")
    contractor: Contractor = relation(
        ToOne(models.Contractor, "contractor_id"), "The contractor; of a joint venture the lead."
    )
    document: Document = relation(ToDocument(DocumentKind.FEE_STATEMENT), "The statement as a PDF.")
