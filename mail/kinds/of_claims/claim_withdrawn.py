"""The obligee no longer claims: to the surety, and to the applicant."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIMED, guarantee_page, reason
from mail.recipients import APPLICANT, SURETY
from mail.sources import CLAIMS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.CLAIM_WITHDRAWN,
    "The obligee has withdrawn its claim; to the surety and to the contractor.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIMED, reason("claim.decision")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証金請求の取下げのお知らせ",
                [
                    GREETING,
                    "次の保証につきまして、発注者が保証金の請求を取り下げましたので、お知らせいたします。",
                ],
                ["詳細は、次のページでご確認いただけます。"],
            ),
        ),
        Delivery(
            SURETY,
            Wording(
                "保証金請求の取下げ：{保証契約番号}",
                ["次の保証について、発注者が保証金の請求を取り下げました。"],
                ["詳細は、次のページで確認できます。"],
            ),
        ),
    ],
    guarantee_page,
)
