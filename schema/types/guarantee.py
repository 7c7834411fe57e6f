"""Guarantees."""

import datetime

import strawberry

import models
from models.after_issue.amendment_request import MOST_REQUESTS
from models.after_issue.claim import MOST_CLAIMS
from models.auth_key import AuthKeyStatus
from models.certificate import MOST_HANDOVERS, MOST_VERSIONS, CertificateStatus
from models.document import DocumentKind
from models.enums import GuaranteeKind, Medium, PaperDelivery
from models.fees.fee_statement import MOST_STATEMENTS
from models.guarantee import FeePaymentMethod, GuaranteeStatus
from models.handover import MOST_NOTICES
from resolvers.certificates import presented_keys
from resolvers.conditions import OneOf
from resolvers.relations import ToDocument, ToFirst, ToMany, ToOne, ToPresentations
from schema.reading.fields import ListLength, Node, column, part, pure, relation, row_type
from schema.scalars import AuthKey, GuaranteeNumber, Yen
from schema.types.after_issue.amendment_request import AmendmentRequest
from schema.types.after_issue.claim import Claim
from schema.types.after_issue.key_presentation import KeyPresentation
from schema.types.application import Application
from schema.types.certificate import Certificate
from schema.types.contract import Contract
from schema.types.document import Document
from schema.types.fee import FeeStatement
from schema.types.handover import Handover, ReceivedNotice
from schema.types.surety import Branch
from schema.types.validity import GUARANTEE, VERSION, Validity, of_guarantee


def _ratio(guarantee: strawberry.Parent[models.Guarantee]) -> float:
    return guarantee.amount / guarantee.base_amount


def _reviewer(guarantee: strawberry.Parent[models.Guarantee]) -> str | None:
    account = guarantee.related["reviewer"]
    return account and account.name


@row_type(models.Guarantee)
class Guarantee(Node):
    """A guarantee (保証) in favour of an obligee."""

    kind: GuaranteeKind = column("What is guaranteed.")
    medium: Medium = column("How the certificate is given; fixed for life.")
    paper_delivery: PaperDelivery | None = column(
        "保証証書受取: where the certificate on paper goes; null for electronic ones."
    )
    status: GuaranteeStatus = column("手続状況.")
    validity: Validity = pure(
        of_guarantee,
        "Whether a certificate of it counts now; if not, why and since when.",
        of=GUARANTEE,
        needs=ToFirst(models.Certificate, "guarantee_id", where=OneOf("status", (CertificateStatus.CURRENT,))),
        of_needed=VERSION,
    )
    status_reason: str | None = column(
        "Why it was returned, declined, released or cancelled, or its approval revoked; for the contractor and the"
        " surety only."
    )
    reviewer: str | None = pure(
        _reviewer,
        "Who reviews it, for the surety's staff and operators only; null unless UNDER_REVIEW.",
        needs=ToOne(models.Account, "reviewer_id"),
    )
    review_started_at: datetime.datetime | None = column(
        "Since when it is under review, for the contractor and the surety only; null unless UNDER_REVIEW."
    )
    number: GuaranteeNumber | None = column("保証契約番号; null until issued.")
    amount: Yen = column("保証金額.")
    expiry_date: datetime.date | None = column("保証期限.")
    deposit_bank: str | None = column("預託金融機関; for advance payments.")
    redeposit: bool | None = column("再預託利用区分; for advance payments.")
    recognized_on: datetime.date | None = column("The obligee's recognition (認定); for intermediate advance payments.")
    fee_payment_method: FeePaymentMethod | None = column("保証料支払方法; for the contractor and the surety only.")
    bill_to: str | None = column("保証料請求先, by its name at the submission; for the contractor and the surety only.")
    paper_fee_statement: bool | None = column(
        "Whether 保証料計算書（紙）was asked for; for the contractor and the surety only."
    )
    fee_paid_on: datetime.date | None = column("When the fee came in; null for consolidated payment.")
    paper_receipt: bool | None = column(
        "Whether a receipt (領収書) of the fee goes out, always on paper; null until it is paid by itself."
    )
    issued_at: datetime.datetime | None = column("When it was issued.")
    contract: Contract = relation(ToOne(models.Contract, "contract_id"), "The contract that it belongs to.")
    application: Application = relation(ToOne(models.Application, "application_id"), "The application for it.")
    handling_branch: Branch | None = relation(
        ToOne(models.Branch, "handling_branch_id"), "取扱箇所; null until issued."
    )
    auth_key: AuthKey | None = relation(
        ToFirst(models.AuthKey, "guarantee_id", where=OneOf("status", (AuthKeyStatus.ACTIVE,))),
        "For the contractor and the surety only; each reading is recorded. Null until issued, and on paper.",
    )
    certificate: Certificate | None = relation(
        ToFirst(models.Certificate, "guarantee_id", where=OneOf("status", (CertificateStatus.CURRENT,))),
        "The current version; null until issued.",
    )
    history: list[Certificate] = relation(
        ToMany(models.Certificate, "guarantee_id", order="issued_at"),
        "Versions the viewer may see, oldest first: corrected and cancelled ones only for the surety.",
        length=ListLength(2, MOST_VERSIONS),
    )
    handover: Handover = part("The current hand-over to the obligee: the last of `handovers`.", type_=Handover)
    handovers: list[Handover] = relation(
        ToMany(models.Handover, "guarantee_id"),
        "All hand-overs to the obligee, oldest first: one, and another for each sending after a return or a version.",
        length=ListLength(2, MOST_HANDOVERS),
    )
    received_notices: list[ReceivedNotice] = relation(
        ToMany(models.ReceivedNotice, "guarantee_id", order="received_at"),
        "Key notices that were uploaded for the obligee, oldest first.",
        length=ListLength(2, MOST_NOTICES),
    )
    amendment_requests: list[AmendmentRequest] = relation(
        ToMany(models.AmendmentRequest, "guarantee_id"),
        "Requests for amendments, oldest first. For the contractor, the surety and operators: empty for others.",
        length=ListLength(2, MOST_REQUESTS),
    )
    claims: list[Claim] = relation(
        ToMany(models.Claim, "guarantee_id"),
        "Claims of the obligee (保証金請求), oldest first: at most one that is neither rejected nor withdrawn.",
        length=ListLength(1, MOST_CLAIMS),
    )
    fee_statements: list[FeeStatement] = relation(
        ToMany(models.FeeStatement, "guarantee_id", order="sequence"),
        "保証料計算書, oldest first: from the approval if the fee is paid singly, else from the issue. For the"
        " contractor, the surety and operators: empty for others.",
        length=ListLength(2, MOST_STATEMENTS),
    )
    key_notice: Document | None = relation(
        ToDocument(DocumentKind.KEY_NOTICE),
        "「認証キー」のお知らせ, for the contractor only; each link is recorded. Null until issued, and on paper.",
    )
    key_presentations: list[KeyPresentation] = relation(
        ToPresentations(),
        "Who has presented number and key, by any key that it had, the latest first; for the contractor, the surety and"
        " operators: empty for others.",
        length=ListLength(3, presented_keys.MOST),
    )
    ratio: float = pure(_ratio, "Amount over the base, as a fraction.", of=("amount", "base_amount"))
