"""From rows to the sheets that documents are printed from: what is on paper and nothing else."""

from models.certificate import Certificate
from models.contract import Contract
from models.document import DocumentKind
from models.fee_statement import FeeStatement
from models.kinds import ContractType, Medium
from models.numbering import today
from pdf.sheets import (
    CertificateSheet,
    FeeLine,
    FeeStatementSheet,
    Issuer,
    KeyNoticeSheet,
    PaymentMethod,
    Product,
)


def of_certificate(version: Certificate, contract: Contract) -> CertificateSheet:
    """The sheet of a version, loaded with its guarantee; of the contract only the members, which no version copies."""
    return CertificateSheet(
        product=Product(version.kind),
        number=version.guarantee_number,
        amendment_number=version.amendment_number,
        issued_on=today(version.issued_at),
        principal_address=version.principal_address,
        principal_name=version.principal_name,
        joint_venture_name=version.joint_venture_name,
        joint_venture_members=tuple(contract.joint_venture_members) if version.joint_venture_name else (),
        obligee_title=version.obligee_title,
        amount=version.amount,
        expiry_date=version.expiry_date,
        project_name=version.project_name,
        contract_price=version.contract_price,
        period_from=version.period_from,
        period_to=version.period_to,
        contract_date=version.contract_date,
        deposit_bank=version.deposit_bank,
        is_on_paper=version.guarantee.medium is Medium.PAPER,
        issuer=_issuer(version),
    )


def of_notice(version: Certificate, key: str, *, verification_page: str) -> KeyNoticeSheet:
    """The sheet of a key notice; `key` is in the clear."""
    return KeyNoticeSheet(
        product=Product(version.kind),
        number=version.guarantee_number,
        key=key,
        issued_on=today(version.issued_at),
        contractor_name=version.principal_name,
        joint_venture_name=version.joint_venture_name,
        obligee_title=version.obligee_title,
        project_name=version.project_name,
        verification_page=verification_page,
        issuer=_issuer(version),
    )


def of_statement(statement: FeeStatement) -> FeeStatementSheet:
    """The sheet of a fee statement."""
    return FeeStatementSheet(
        statement_number=statement.number,
        number=statement.guarantee_number,
        product=Product(statement.kind),
        issued_on=statement.issued_on,
        bill_to=statement.bill_to,
        principal_name=statement.principal_name,
        joint_venture_name=statement.joint_venture_name,
        obligee_title=statement.obligee_title,
        project_name=statement.project_name,
        is_services=statement.contract_type is ContractType.SERVICES,
        amount=statement.amount,
        period_from=statement.period_from,
        period_to=statement.period_to,
        lines=tuple(FeeLine(**line) for line in statement.lines),
        fee=statement.fee,
        earlier_charges=statement.earlier_charges,
        due=statement.due,
        is_tax_exempt=statement.tax_exempt,
        is_sample=statement.is_sample,
        method=PaymentMethod(statement.method),
        billing_month=statement.billing_month,
        due_on=statement.due_on,
        fee_account=statement.fee_account,
        is_paper_requested=statement.paper_requested,
        issuer=_issuer(statement),
    )


def filename(kind: DocumentKind, version: Certificate) -> str:
    """Under which name people keep a certificate or a key notice."""
    amended = f"_変更{version.amendment_number}" if version.amendment_number else ""
    if kind is DocumentKind.CERTIFICATE:
        return f"{Product(version.kind).printed}証書_{version.guarantee_number}{amended}.pdf"
    return f"認証キーのお知らせ_{version.guarantee_number}{amended}.pdf"


def filename_of_statement(statement: FeeStatement) -> str:
    """Under which name people keep a fee statement."""
    return f"保証料計算書_{statement.number}.pdf"


def _issuer(version: Certificate | FeeStatement) -> Issuer:
    return Issuer(
        surety_name=version.surety_name,
        surety_address=version.surety_address,
        surety_representative=version.surety_representative,
        branch_name=version.handling_branch_name,
        branch_telephone=version.handling_branch_telephone,
        branch_fax=version.handling_branch_fax,
    )
