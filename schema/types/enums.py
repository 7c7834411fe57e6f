"""Enumerations of the domain, with the meaning of each value."""

from enum import Enum
from inspect import cleandoc

import strawberry

from mail.kinds import DEFINITIONS
from models.after_issue.amendment_request import AmendmentRequestStatus
from models.certificate import CertificateReason, CertificateStatus
from models.comparison import ComparisonDifference
from models.document import DocumentState
from models.enums import (
    AccountRole,
    ApplicationStatus,
    ContractType,
    GuaranteeKind,
    GuaranteeOrder,
    Medium,
    PaperDelivery,
    RemovableContractField,
    Role,
)
from models.guarantee import FeePaymentMethod, GuaranteeStatus
from models.handover_transitions import HandoverEventKind, HandoverStatus
from models.outgoing_mail import MailKind, MailState
from models.parties.branch_notification import NotificationTiming
from models.parties.obligee import DateBasis, HandoverChannel
from models.parties.surety import AccountType
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS
from models.validity import InvalidityReason
from pdf.signing.signature_verifier import Addition
from pdf.signing.trust_anchors import Trust
from pdf.upload_refusals import Reason
from resolvers.applications.list_applications import ApplicationOrder, ReviewedBy
from resolvers.certificates.verify_file import Verdict
from resolvers.parties.list_contracts import ContractOrder


def _publish(enum: type[Enum], **meanings: str) -> None:
    """Make `enum` a GraphQL enumeration; every value has its meaning."""
    strawberry.enum(enum, description=cleandoc(enum.__doc__ or ""))
    for value in enum.__strawberry_definition__.values:  # type: ignore[attr-defined] -- Strawberry adds it
        value.description = meanings[value.name]


_publish(
    GuaranteeKind,
    ADVANCE_PAYMENT=f"{PRODUCTS[GuaranteeKind.ADVANCE_PAYMENT]}: for an advance payment.",
    INTERMEDIATE_ADVANCE_PAYMENT=f"{PRODUCTS[GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT]}: for a second advance"
    " payment, with the obligee's recognition.",
    PERFORMANCE=f"{PRODUCTS[GuaranteeKind.PERFORMANCE]}: for the performance of the contract.",
)
_publish(
    Medium,
    ELECTRONIC="電子保証: deposited in the verification service, read by number and auth key.",
    PAPER="証書（紙）: printed and handed over.",
)
_publish(
    GuaranteeOrder,
    NEWEST="The newest first, by the order of application.",
    EXPIRY="The nearest 保証期限 first; those without one last.",
    AMOUNT="The largest 保証金額 first.",
)
_publish(
    ContractOrder,
    NEWEST="The newest first, by the order of registration.",
    CONTRACT_DATE="The latest 請負契約日 first.",
    PRICE="The largest 請負金額 first.",
)
_publish(
    PaperDelivery,
    CONTRACTOR="契約者事務所へ送付.",
    OBLIGEE="発注者へ送付.",
    BRANCH="支店窓口: fetched at the branch.",
)
_publish(ContractType, **{type_.name: f"{word}." for type_, word in CONTRACT_TYPES.items()})
_publish(
    RemovableContractField,
    CURRENT_FISCAL_YEAR_BASE="今年度対象額.",
    TENDER_NOTICE_DATE="入札公告日.",
    BID_DATE="入札日.",
)
_publish(
    ApplicationStatus,
    DRAFT="作成中: not submitted yet.",
    OPEN="At least one guarantee waits for its review or its issue, and none for the contractor.",
    RETURNED="At least one guarantee was returned: the contractor is asked to mend it.",
    DONE="Each guarantee is issued, declined or withdrawn.",
    WITHDRAWN="Every guarantee was withdrawn.",
)
_publish(
    GuaranteeStatus,
    DRAFT="Not submitted yet.",
    SUBMITTED="申込済: waits for review.",
    UNDER_REVIEW="審査中: a member of the surety's staff reviews it.",
    RETURNED="差戻し: the contractor is asked to mend it.",
    DECLINED="謝絶: declined permanently.",
    WITHDRAWN="取下げ: withdrawn by the contractor.",
    APPROVED="承認済: can be issued.",
    AWAITING_FEE="入金待ち: approved, can be issued when the fee has come in.",
    IN_FORCE="保証中: issued.",
    EXPIRED="The expiry date has passed.",
    RELEASED="Released by the obligee before its expiry.",
    CANCELLED="解約・取消.",
    CLAIMED="保証金請求中.",
    PAID="保証金支払済.",
)
_publish(
    CertificateStatus,
    CURRENT="The current version.",
    SUPERSEDED="An amendment has replaced it.",
    CORRECTED="訂正: a correction has replaced it; visible to the surety only.",
    CANCELLED="取消; seen by the surety only.",
)
_publish(
    DocumentState,
    MAKING="It is being made, or will be in a moment.",
    READY="It has been made, and never changes.",
    FAILED="The last attempt has failed; it is retried automatically, and logged for the operator.",
)
_publish(
    InvalidityReason,
    NOT_ISSUED="Nothing has been issued yet.",
    SUPERSEDED="変更: an amended version has replaced it.",
    CORRECTED="訂正: a corrected version has replaced it.",
    CANCELLED="取消・解約.",
    EXPIRED="保証期限 has passed.",
    RELEASED="解除: released by the obligee before its expiry.",
    PAID_OUT="The guaranteed sum has been paid.",
    ON_PAPER="証書（紙）: only the paper counts, nothing electronic.",
)
_publish(CertificateReason, NEW="新規.", AMENDMENT="変更.", CORRECTION="訂正.")
_publish(
    ComparisonDifference,
    NONE="There is none; for minimumAmount: it is reached.",
    NOTATION="表記のみ: the same but for width, spaces, dashes, or an abbreviated legal form such as （株）.",
    KANJI_FORM="字体: the same but for old, variant and new forms of a kanji, such as 髙 and 高. A person decides.",
    CONTENT="内容: something else; for minimumAmount: it is not reached.",
)
_publish(
    FeePaymentMethod,
    MONTHLY_CONSOLIDATED="一括納付: the fees of one month are paid together, after issue.",
    SINGLE="Paid for each guarantee, before issue.",
)
_publish(DateBasis, CONTRACT_DATE="請負契約日.", TENDER_NOTICE_DATE="入札公告日.", BID_DATE="入札日.")
_publish(
    HandoverChannel,
    E_CONTRACT_SYSTEM="電子契約システム: upload of the key notice.",
    EMAIL="Key notice attached to an e-mail.",
    DIRECT="Number and key entered by the obligee.",
)
_publish(
    HandoverStatus,
    NOT_SENT="Not handed over yet.",
    SENT="Number and key are on their way to the obligee.",
    VIEWED="The obligee has read the certificate.",
    ACCEPTED="The obligee has accepted it.",
    RETURNED="The obligee has given it back, with a reason.",
)
_publish(
    HandoverEventKind,
    SENT="Number and key were sent, or came otherwise.",
    VIEWED="Somebody of the obligee read the certificate for the first time.",
    ACCEPTED="The obligee accepted it.",
    RETURNED="The obligee gave it back.",
)
_publish(
    ApplicationOrder,
    NEWEST="The newest first.",
    LONGEST_WAITING="Only those that wait for the surety's decision: first what has waited longest.",
)
_publish(
    ReviewedBy,
    ME="The viewer reviews it.",
    NOBODY="It waits for a review (SUBMITTED), and nobody has started one.",
)
_publish(
    NotificationTiming,
    IMMEDIATE="A mail for each application, at once; above 30 an hour the rest is in the digest.",
    HOURLY="One digest an hour, of the applications of the hour before.",
)
_publish(MailKind, **{kind.name: definition.description for kind, definition in DEFINITIONS.items()})
_publish(
    MailState,
    WAITING="To be sent, or being sent now.",
    SENT="A mail server has accepted it.",
    DEAD="Rejected permanently, or failed for 24 hours: it needs attention.",
)
_publish(
    Reason,
    NOT_A_PDF="No PDF at all.",
    TOO_LARGE="Larger than 1 MB, or an attachment larger than 10 MB.",
    DAMAGED="Truncated, against the format, or followed by something that is no PDF.",
    ENCRYPTED="Encrypted, even if everybody may open it.",
    TOO_COMPLEX="More objects, depth or memory than any genuine file needs.",
    TOO_MANY_PAGES="A key notice has one page; an attachment has up to 500.",
    TOO_SLOW="Its examination was given up.",
    ADDED_CONTENT="Scripts, actions, files within the file, or much white space behind the end.",
    SCANNED="Neither attachment nor text: a picture. Number and key are to be typed in.",
    WITHOUT_ATTACHMENT="It says what a notice says, but was printed or converted on its way.",
    NOT_A_KEY_NOTICE="Some other document.",
    INVALID_ATTACHMENT="What is attached for machines is not as it should be.",
    CONTRADICTORY="The attachment says something else than what people see.",
    DIFFERENT="Number and key are right, but the certificate says something else than the notice.",
    TOO_MANY_NOTICES="Twenty different files have been uploaded for the guarantee; no further one is kept.",
    NOT_EXAMINED="Its examination broke down.",
    OTHER_TYPE="An attachment that is neither PDF nor PNG nor JPEG by its content.",
    EMPTY="An attachment without any byte.",
    TOO_MANY_PIXELS="An image of more than 40 million pixels.",
    BUSY="Other uploads are being examined; the same file may be sent again.",
)
_publish(
    Role,
    CONTRACTOR="請負者.",
    SURETY="保証会社.",
    OBLIGEE="発注者.",
    E_CONTRACT_SYSTEM="電子契約システム, acting for obligees.",
    OPERATOR="運用者: sees everything but keys.",
)
_publish(
    AccountRole,
    ADMINISTRATOR="管理者: what staff may do, and the accounts of the organisation.",
    STAFF="担当者: everything that the organisation may do.",
    READER="閲覧者: reads, and changes nothing but the own password and sessions.",
)
_publish(AccountType, ORDINARY="普通.", CURRENT="当座.")
_publish(AmendmentRequestStatus, OPEN="回答待ち.", WITHDRAWN="取下げ.", DECLINED="謝絶.", DONE="変更済.")
_publish(
    Verdict,
    GENUINE="A certificate that this service issued, with a valid signature, and nothing after it that changes it.",
    ALTERED="Signed, but changed afterwards, or with something added that is not what archives add.",
    COPY="Issued here for a guarantee on paper, a copy (写し) or what was printed: only the paper itself counts.",
    UNCONFIRMED="Not known here: not a certificate of this service, or not as it was issued.",
)
_publish(
    Trust,
    TRUSTED="An authority that this service signs under, or did when the certificate was made.",
    SAMPLE="試験用署名: the sample authority of a trial installation, without legal effect.",
    UNKNOWN="Nobody whom this service knows for the time at which the certificate was made.",
)
_publish(
    Addition,
    TIME_STAMP="A document time stamp, which says that the file existed then.",
    VALIDATION_DATA="Certificates and revocation data by which the signature can be verified later.",
    WHITE_SPACE="Line ends, spaces or zeros behind the end.",
)
