"""From rows to the data that documents are rendered from: exactly the printed content."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from models.after_issue.claim import Claim
from models.certificate import Certificate
from models.content.content_field import Place
from models.document import Document, DocumentKind
from models.enums import Medium
from models.fees.fee_statement import FeeStatement
from models.fees.monthly_bill import MonthlyBill
from models.numbering import today
from models.parties.surety import AccountType
from models.texts.trade_terms import PRODUCTS, certificate_title, terms
from pdf.documents.claim_receipt_data import ClaimLine, ClaimReceiptData
from pdf.documents.document_data import (
    BilledFee,
    CertificateData,
    ContractLabels,
    DocumentRow,
    FeeLine,
    FeeStatementData,
    Issuer,
    KeyNoticeData,
    Member,
    MonthlyBillData,
    PaperDelivery,
    PaymentMethod,
    Product,
)


def of_certificate(version: Certificate, *, is_copy: bool, seal: bytes | None = None) -> CertificateData:
    """The data of a version with its whole certified content, or of the copy of a paper one; `seal` is a PNG."""
    return CertificateData(
        product=Product(version.kind),
        title=certificate_title(version.kind),
        labels=_labels(version),
        number=version.guarantee_number,
        amendment_number=version.amendment_number,
        issued_on=today(version.issued_at),
        principal_address=version.principal_address,
        principal_name=version.principal_name,
        joint_venture_name=version.joint_venture_name,
        joint_venture_members=tuple(map(_member, version.joint_venture_members)),
        rows=tuple(DocumentRow(*row) for row in version.table(Place.PAPER)),
        general_terms=version.general_terms,
        is_on_paper=version.medium is Medium.PAPER,
        is_copy=is_copy,
        seal=seal,
        issuer=_issuer(version),
    )


def of_notice(
    version: Certificate, key: str, *, verification_page: str, replaced_on: datetime.date | None = None
) -> KeyNoticeData:
    """The data of a key notice; `key` is in the clear, and has taken the place of another one on a day."""
    return KeyNoticeData(
        product=Product(version.kind),
        product_name=PRODUCTS[version.kind],
        labels=_labels(version),
        number=version.guarantee_number,
        key=key,
        issued_on=today(version.issued_at),
        contractor_name=version.principal_name,
        joint_venture_name=version.joint_venture_name,
        obligee_title=version.obligee_title,
        project_name=version.project_name,
        verification_page=verification_page,
        replaced_on=replaced_on,
        issuer=_issuer(version),
    )


def of_statement(statement: FeeStatement) -> FeeStatementData:
    """The data of a fee statement."""
    return FeeStatementData(
        statement_number=statement.number,
        number=statement.guarantee_number,
        product_name=PRODUCTS[statement.kind],
        labels=_labels(statement),
        issued_on=statement.issued_on,
        bill_to=statement.bill_to,
        bill_to_department=statement.bill_to_department,
        bill_to_address=statement.bill_to_address,
        principal_name=statement.principal_name,
        joint_venture_name=statement.joint_venture_name,
        obligee_title=statement.obligee_title,
        project_name=statement.project_name,
        amount=statement.amount,
        period_from=statement.period_from,
        period_to=statement.period_to,
        lines=tuple(FeeLine(**line) for line in statement.lines),
        fee=statement.fee,
        earlier_charges=statement.earlier_charges,
        due=statement.due,
        unpaid=statement.unpaid,
        is_tax_exempt=statement.tax_exempt,
        is_sample=statement.is_sample,
        method=PaymentMethod(statement.method),
        billing_month=statement.billing_month,
        due_on=statement.due_on,
        fee_account=statement.fee_account,
        is_paper_requested=statement.paper_requested,
        paper_delivery=PaperDelivery(statement.paper_delivery) if statement.paper_delivery else None,
        issuer=_issuer(statement),
    )


def of_bill(bill: MonthlyBill, statements: Sequence[FeeStatement]) -> MonthlyBillData:
    """The data of a monthly bill with its statements."""
    return MonthlyBillData(
        bill_number=bill.number,
        billing_month=bill.billing_month,
        issued_on=bill.issued_on,
        due_on=bill.due_on,
        bill_to=bill.bill_to,
        bill_to_department=bill.bill_to_department,
        bill_to_address=bill.bill_to_address,
        contractor_name=bill.contractor_name,
        lines=tuple(
            BilledFee(
                statement_number=each.number,
                product_name=PRODUCTS[each.kind],
                project_name=each.project_name,
                due=each.due,
            )
            for each in statements
        ),
        total=bill.total,
        fee_account=bill.fee_account,
        is_tax_exempt=bill.tax_exempt,
        is_sample=bill.is_sample,
        issuer=_issuer(bill),
    )


def of_claim(claim: Claim) -> ClaimReceiptData:
    """The data of the receipt of a claim, whose version is loaded. Of the account's number it shows the end."""
    version, kind_of_account = claim.certificate, AccountType(claim.account_type).printed
    return ClaimReceiptData(
        number=version.guarantee_number,
        product_name=PRODUCTS[version.kind],
        labels=_labels(version),
        received_on=today(claim.filed_at),
        due_on=claim.due_on,
        obligee_title=version.obligee_title,
        principal_name=version.principal_name,
        joint_venture_name=version.joint_venture_name,
        project_name=version.project_name,
        contract_ended_on=claim.contract_ended_on,
        amount=version.amount,
        lines=tuple(
            ClaimLine(description=label, amount=amount)
            for label, amount in claim.calculation(version.kind, version.amount)
        ),
        claimed=claim.amount,
        claim_bank=f"{claim.bank_name}　{claim.bank_branch}",
        claim_account=f"{kind_of_account}　＊＊＊＊{claim.account_number[-3:]}　{claim.account_holder}",
        issuer=_issuer(version),
    )


def filename(document: Document) -> str:
    """The file name of a document whose related rows are loaded."""
    version = document.certificate
    if document.monthly_bill is not None:
        return f"保証料請求書_{document.monthly_bill.number}.pdf"
    if document.filed_claim is not None:
        return f"保証金請求受付書_{document.filed_claim.certificate.guarantee_number}.pdf"
    if version is None:
        assert document.fee_statement is not None  # noqa: S101 -- a database constraint
        return f"保証料計算書_{document.fee_statement.number}.pdf"
    amended = f"_変更{version.amendment_number}" if version.amendment_number else ""
    title = "認証キーのお知らせ" if document.kind is DocumentKind.KEY_NOTICE else certificate_title(version.kind)
    copy = "（写し）" if document.kind is DocumentKind.CERTIFICATE_COPY else ""
    return f"{title}{copy}_{version.guarantee_number}{amended}.pdf"


def _labels(row: Certificate | FeeStatement) -> ContractLabels:
    return ContractLabels(**vars(terms(row.contract_type)))


def _member(known: Mapping[str, Any]) -> Member:
    # The address of the lead stands above the members.
    address = None if known["is_lead"] else known["address"]
    return Member(known["name"], address, known["share_percent"])


def _issuer(version: Certificate | FeeStatement | MonthlyBill) -> Issuer:
    return Issuer(
        surety_name=version.surety_name,
        surety_address=version.surety_address,
        surety_representative=version.surety_representative,
        branch_name=version.handling_branch_name,
        branch_telephone=version.handling_branch_telephone,
        branch_fax=version.handling_branch_fax,
    )
