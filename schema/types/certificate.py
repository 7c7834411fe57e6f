"""Certificates."""

import datetime

import strawberry

import models
from models.certificate import CertificateReason, CertificateStatus
from models.document import DocumentKind
from models.enums import ContractType, GuaranteeKind, Medium
from resolvers.loading import ToDocument, ToOne
from schema.reading.fields import Node, column, described, pure, relation, row_type
from schema.scalars import GuaranteeNumber, Yen
from schema.types.comparison import FieldComparison, compare_fields
from schema.types.document import Document
from schema.types.lazy_types import Guarantee
from schema.types.surety import Branch
from schema.types.validity import GUARANTEE, VERSION, Validity, of_certificate


@described
class JointVentureMember:
    """A member (構成員) of a joint venture."""

    name: str = column("Its name.")
    address: str | None = column("Its address, where the certificate has it: the lead member's.")
    share_percent: float | None = column("出資割合, in percent; null where it was not told.")
    is_lead: bool = column("Whether it is the lead member (代表者).")


def _members(certificate: strawberry.Parent[models.Certificate]) -> list[JointVentureMember]:
    return [JointVentureMember(**member) for member in certificate.joint_venture_members]


COMPARE = """
Field by field against what the reader expects, so that nobody compares by eye. What is wrong with the input is told at
once, in a top-level error BAD_USER_INPUT with extensions.problems (path, code, message): also that nothing is given
(REQUIRED), because an empty answer would look like one without differences.
"""


@row_type(models.Certificate)
class Certificate(Node):
    """A version of an electronic certificate (電子証書). Its content never changes."""

    guarantee_number: GuaranteeNumber = column("保証契約番号.")
    kind: GuaranteeKind = column("What is guaranteed.")
    status: CertificateStatus = column("What has become of this version; whether it counts, `validity` says.")
    validity: Validity = pure(
        of_certificate,
        "Whether this version counts now; if not, why and since when.",
        of=VERSION,
        needs=ToOne(models.Guarantee, "guarantee_id"),
        of_needed=GUARANTEE,
    )
    reason: CertificateReason = column("Why this version was made.")
    amendment_number: int = column("0 for new, n for 変更－n.")
    issued_at: datetime.datetime = column("When the verification service had it.")
    principal_name: str = column("保証契約者.")
    principal_address: str = column("Address of the principal.")
    contract_type: ContractType = column("Works or services.")
    medium: Medium = column("How the original is given: a version of a paper certificate tells what was printed.")
    joint_venture_name: str | None = column("共同企業体の名称.")
    joint_venture_members: list[JointVentureMember] = pure(
        _members, "構成員 as they were at issue; empty without a joint venture.", of=("joint_venture_members",)
    )
    obligee_title: str = column("被保証者, such as 栃木県知事.")
    amount: Yen = column("保証金額（総額）.")
    expiry_date: datetime.date = column("保証期限.")
    project_name: str = column("工事名; 業務名 of services.")
    contract_price: Yen = column("請負金額（総額）; 業務委託料 of services.")
    period_from: datetime.date = column("The first day of 工期, or of 履行期間.")
    period_to: datetime.date = column("The last day of it.")
    contract_date: datetime.date = column("請負契約日.")
    deposit_bank: str | None = column("預託金融機関; for advance payments.")
    surety_name: str = column("The surety.")
    surety_address: str = column("Address of the surety.")
    surety_representative: str = column("Title and name of the surety's representative.")
    handling_branch: Branch = relation(ToOne(models.Branch, "handling_branch_id"), "取扱箇所.")
    document: Document = relation(
        ToDocument(DocumentKind.CERTIFICATE),
        "The certificate as a signed PDF. Of one on paper, the surety gets what it prints and everybody else a copy"
        " (写し); both are unsigned.",
    )
    compare: list[FieldComparison] = pure(compare_fields, COMPARE.strip())
    guarantee: Guarantee = relation(ToOne(models.Guarantee, "guarantee_id"), "The guarantee that it certifies.")
