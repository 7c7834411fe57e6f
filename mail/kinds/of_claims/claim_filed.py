"""The obligee claims under a guarantee: to both parties and to the surety."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIM_DUE, CLAIMED, page_of_recipient, reason
from mail.recipients import APPLICANT, CLAIMANT, SURETY
from mail.sources import CLAIMS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

_WORDING = Wording(
    "保証金請求の受付のお知らせ",
    [GREETING, "次の保証につきまして、発注者からの保証金の請求を受け付けましたので、お知らせいたします。"],
    ["詳細は、次のページでご確認いただけます。"],
)
DEFINITION = Definition(
    MailKind.CLAIM_FILED,
    "The obligee claims under the guarantee; to the surety, to the contractor and to who claimed.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIMED, CLAIM_DUE, reason("claim.reason")],
    [
        Delivery(APPLICANT, _WORDING),
        Delivery(CLAIMANT, _WORDING),
        Delivery(
            SURETY,
            Wording(
                "保証金請求の受付：{保証契約番号}",
                ["次の保証について、発注者が保証金を請求しました。"],
                ["内容を審査し、支払期限までに対応してください。", "詳細は、次のページで確認できます。"],
            ),
        ),
    ],
    page_of_recipient,
)
