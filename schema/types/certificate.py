"""Certificates."""

import datetime

import models
from models.certificate import CertificateReason, CertificateStatus
from models.content.certificate_content import BY_NAME, COMPARED
from models.document import DocumentKind
from resolvers.relations import ToDocument, ToOne
from schema.reading.fields import ListLength, Node, column, pure, relation, row_type, with_fields
from schema.scalars import GuaranteeNumber
from schema.types import joint_venture
from schema.types.certificate_content import content_columns
from schema.types.comparison import FieldComparison, compare_fields
from schema.types.document import Document
from schema.types.joint_venture import JointVentureMember
from schema.types.lazy_types import Guarantee
from schema.types.surety import Branch
from schema.types.validity import GUARANTEE, VERSION, Validity, of_certificate

COMPARE = """
Compares the certificate field by field with expected values. All problems of the input are reported at
once, in a top-level error BAD_USER_INPUT with extensions.problems (path, code, message): also that nothing is given
(REQUIRED), because an empty answer would look like one without differences.
"""


@row_type(models.Certificate)
@with_fields(content_columns())
class Certificate(Node):
    """A version of an electronic certificate (電子証書). Its content never changes."""

    guarantee_number: GuaranteeNumber = column(BY_NAME["guarantee_number"].description)
    joint_venture_members: list[JointVentureMember] = pure(
        joint_venture.of_certificate,
        BY_NAME["joint_venture_members"].description,
        of=("joint_venture_members",),
        length=joint_venture.MEMBERS,
    )
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
    handling_branch: Branch = relation(ToOne(models.Branch, "handling_branch_id"), "取扱箇所.")
    document: Document = relation(
        ToDocument(DocumentKind.CERTIFICATE),
        "The certificate as a signed PDF. Of one on paper, the surety gets what it prints and everybody else a copy"
        " (写し); both are unsigned.",
    )
    compare: list[FieldComparison] = pure(compare_fields, COMPARE.strip(), length=ListLength(7, len(COMPARED)))
    guarantee: Guarantee = relation(ToOne(models.Guarantee, "guarantee_id"), "The guarantee that it certifies.")
