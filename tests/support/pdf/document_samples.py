"""Sheets to make documents of: ordinary ones, and each in all variants of paper."""

import datetime
from collections.abc import Mapping

from pdf.documents import (
    certificate_document,
    claim_receipt_document,
    fee_statement_document,
    key_notice_document,
    monthly_bill_document,
)
from pdf.documents.claim_receipt_data import ClaimReceiptData
from pdf.documents.document_data import (
    BilledFee,
    CertificateData,
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
from tests.pdf.certificate_rows import SERVICES, VALUES, WORKS, replace, table
from tests.support.pdf.receipt_samples import receipts

DocumentData = CertificateData | KeyNoticeData | FeeStatementData | MonthlyBillData | ClaimReceiptData

NUMBER = "31073-00001M"
KEY = "Z28YUE4J3Bux"
LONG_PROJECT = (
    "令和７年度　社会資本整備総合交付金事業　主要地方道宇都宮亀和田栃木線（仮称）髙﨑・𠮷野川橋　橋梁補修工事その２"
    "及び附帯する仮設道路の設置撤去、交通誘導並びに河川内の瀬替えに関する業務を含む一式工事（第３工区・ゼロ債務負担行為）"
)

ISSUER = Issuer(
    surety_name="見本建設業保証株式会社",
    surety_address="東京都中央区見本一丁目２番３号",
    surety_representative="取締役社長　見本　太郎",
    branch_name="栃木支店",
    branch_telephone="028-000-0000",
    branch_fax="028-000-0001",
)
CERTIFICATE = CertificateData(
    product=Product.ADVANCE_PAYMENT,
    title="保証証書（前払金保証）",
    labels=WORKS,
    number=NUMBER,
    amendment_number=0,
    issued_on=datetime.date(2025, 11, 20),
    principal_address="栃木県宇都宮市○○町１丁目２番３号",
    principal_name="○○建設 株式会社",
    rows=table(Product.ADVANCE_PAYMENT, WORKS, VALUES),
    general_terms="前払金保証約款",
    issuer=ISSUER,
)
NOTICE = KeyNoticeData(
    product=Product.ADVANCE_PAYMENT,
    product_name="前払金保証",
    labels=WORKS,
    number=NUMBER,
    key=KEY,
    issued_on=datetime.date(2025, 11, 20),
    contractor_name="○○建設 株式会社",
    obligee_title="栃木県知事",
    project_name="市道第１２３号線道路改良工事（第２工区）",
    verification_page="https://kakusho.example/verify",
    issuer=ISSUER,
)
STATEMENT = FeeStatementData(
    statement_number=f"{NUMBER}-1",
    number=NUMBER,
    product_name="前払金保証",
    labels=WORKS,
    issued_on=datetime.date(2025, 11, 20),
    bill_to="○○商事 株式会社　経理部",
    principal_name="○○建設 株式会社",
    obligee_title="栃木県知事",
    project_name="市道第１２３号線道路改良工事（第２工区）",
    amount=20_000_000,
    period_from=datetime.date(2025, 11, 21),
    period_to=datetime.date(2026, 3, 31),
    lines=(
        FeeLine(description="【見本料率】10,000,000円以下の部分　10,000,000円×0.35％", amount=35_000),
        FeeLine(description="【見本料率】10,000,000円を超え50,000,000円以下の部分　10,000,000円×0.25％", amount=25_000),
    ),
    fee=60_000,
    earlier_charges=0,
    due=60_000,
    is_tax_exempt=True,
    is_sample=True,
    method=PaymentMethod.MONTHLY_CONSOLIDATED,
    billing_month=datetime.date(2025, 11, 1),
    issuer=ISSUER,
)

_SERVICE = "一級河川○○川測量設計業務委託"
_VENTURE = "髙﨑・𠮷田・濵﨑特定建設工事共同企業体"
_MEMBERS = tuple(map(Member, ("株式会社髙﨑組", "𠮷田土木 株式会社", "濵﨑建設 株式会社")))
_KNOWN = (
    Member("株式会社髙﨑組", None, 50),
    Member("𠮷田土木 株式会社", "栃木県栃木市○○町３丁目２番１号　𠮷田第二ビル", 33.33),
    Member("濵﨑建設 株式会社", "群馬県前橋市大字濵﨑１２３番地４", 16.67),
)
_LONG_ADDRESS = (
    "栃木県宇都宮市大字長岡町字東原一丁目２番３号　とちぎ県央産業振興センタービルディング別館　第二建設棟" * 2
)
_OLD = {"period_from": datetime.date(2019, 4, 30), "contract_date": datetime.date(2019, 4, 26)}
_NEW = {"period_to": datetime.date(2019, 5, 1), "expiry_date": datetime.date(2019, 12, 31)}

_REQUEST = {
    "statement_number": "310-2025-000001",
    "number": None,
    "method": PaymentMethod.SINGLE,
    "billing_month": None,
    "due_on": datetime.date(2025, 12, 4),
    "fee_account": "○○銀行　本店　普通　1234567　ミホンケンセツギヨウホシヨウ（カ",
    "is_paper_requested": True,
}

BILL = MonthlyBillData(
    bill_number="202511-000001",
    billing_month=datetime.date(2025, 11, 1),
    issued_on=datetime.date(2025, 12, 5),
    due_on=datetime.date(2025, 12, 19),
    bill_to=STATEMENT.bill_to,
    contractor_name=STATEMENT.principal_name,
    lines=tuple(
        BilledFee(
            statement_number=f"31073-0000{place}M-1",
            product_name=STATEMENT.product_name,
            project_name=STATEMENT.project_name,
            due=STATEMENT.due,
        )
        for place in (1, 2, 3)
    ),
    total=3 * STATEMENT.due,
    fee_account="○○銀行　本店　普通　1234567　ミホンケンセツギヨウホシヨウ（カ",
    is_tax_exempt=True,
    is_sample=True,
    issuer=STATEMENT.issuer,
)
DOCUMENT_DATA: Mapping[str, DocumentData] = {
    "certificate": CERTIFICATE,
    "certificate-long": replace(
        CERTIFICATE, project_name=LONG_PROJECT, principal_address=_LONG_ADDRESS, deposit_bank="○○銀行" * 15
    ),
    "certificate-joint-venture": replace(
        CERTIFICATE, joint_venture_name=_VENTURE, joint_venture_members=_MEMBERS, principal_name=_MEMBERS[0].name
    ),
    "certificate-amended": replace(CERTIFICATE, amendment_number=1, amount=24_000_000, contract_price=60_000_000),
    "certificate-intermediate": replace(
        CERTIFICATE,
        product=Product.INTERMEDIATE_ADVANCE_PAYMENT,
        number="31074-00002F",
        amount=10_000_000,
        general_terms="前払金保証約款及び中間前払金保証特約",
    ),
    "certificate-performance": replace(
        CERTIFICATE,
        product=Product.PERFORMANCE,
        number="31072-00001R",
        amount=5_000_000,
        deposit_bank=None,
        general_terms="前払金保証約款及びこれに付帯する契約保証特約",
    ),
    "certificate-ten-members": replace(
        CERTIFICATE,
        joint_venture_name=_VENTURE,
        joint_venture_members=tuple(Member(f"第{count}髙﨑総合建設工業 株式会社") for count in range(1, 11)),
        principal_name="第1髙﨑総合建設工業 株式会社",
    ),
    "certificate-known-members": replace(
        CERTIFICATE, joint_venture_name=_VENTURE, joint_venture_members=_KNOWN, principal_name=_KNOWN[0].name
    ),
    "certificate-twenty-known-members": replace(
        CERTIFICATE,
        joint_venture_name="共" * 120,
        joint_venture_members=(
            Member("長" * 12, None, 5),
            *(Member("髙﨑建設", "栃木市○○町1-2-3", 5) for _ in range(19)),
        ),
        principal_name="長" * 120,
        principal_address=_LONG_ADDRESS,
        project_name=LONG_PROJECT,
        deposit_bank="○○銀行" * 15,
        amendment_number=1,
    ),
    "certificate-services": replace(CERTIFICATE, labels=SERVICES, project_name=_SERVICE),
    "certificate-copy": replace(CERTIFICATE, is_on_paper=True, is_copy=True),
    "certificate-eras": replace(CERTIFICATE, issued_on=datetime.date(2019, 5, 1), **_OLD, **_NEW),
    "notice": NOTICE,
    "notice-long": replace(NOTICE, project_name=LONG_PROJECT, contractor_name="長" * 120, obligee_title="国" * 120),
    "notice-joint-venture": replace(NOTICE, joint_venture_name=_VENTURE, contractor_name=_MEMBERS[0].name),
    "notice-services": replace(NOTICE, labels=SERVICES, product=Product.PERFORMANCE, project_name=_SERVICE),
    "notice-performance": replace(NOTICE, product=Product.PERFORMANCE, number="31072-00001R"),
    "statement": STATEMENT,
    "statement-services": replace(STATEMENT, labels=SERVICES, project_name=_SERVICE),
    "statement-refund": replace(STATEMENT, statement_number=f"{NUMBER}-2", earlier_charges=72_000, due=-12_000),
    "statement-joint-venture": replace(STATEMENT, joint_venture_name=_VENTURE, principal_name=_MEMBERS[0].name),
    "statement-request": replace(STATEMENT, **_REQUEST),
    "statement-request-services": replace(STATEMENT, **_REQUEST | {"fee_account": None, "labels": SERVICES}),
    "bill": BILL,
    "bill-registered": replace(BILL, bill_to_department="経理部", bill_to_address="栃木県○○市△△町1-2-3"),
    **receipts(ISSUER, LONG_PROJECT),
    "statement-registered": replace(
        STATEMENT,
        bill_to_department="経理部",
        bill_to_address="東京都千代田区○○１丁目２番３号",
        paper_delivery=PaperDelivery.CONTRACTOR,
    ),
    "statement-address": replace(STATEMENT, bill_to_address="東京都千代田区○○１丁目２番３号", **_REQUEST),
    "statement-department": replace(STATEMENT, bill_to_department="経理部", paper_delivery=PaperDelivery.BRANCH),
    "statement-long": replace(
        STATEMENT,
        bill_to_department="部" * 60,
        bill_to_address="町" * 120,
        paper_delivery=PaperDelivery.OBLIGEE,
        joint_venture_name="共" * 120,
        principal_name="長" * 120,
        obligee_title="国" * 120,
        bill_to="請" * 120,
        **_REQUEST | {"fee_account": "口" * 121},
        project_name=LONG_PROJECT,
        lines=tuple(replace(STATEMENT.lines[1], amount=999_999_999_999) for _ in range(8)),
        fee=8 * 999_999_999_999,
        due=8 * 999_999_999_999,
    ),
}


def rendered(data: DocumentData) -> bytes:
    """The document of a sheet."""
    match data:
        case CertificateData():
            return certificate_document.render(data)
        case KeyNoticeData():
            return key_notice_document.render(data)
        case ClaimReceiptData():
            return claim_receipt_document.render(data)
        case MonthlyBillData():
            return monthly_bill_document.render(data)
        case FeeStatementData():
            return fee_statement_document.render(data)
