"""The surety has paid a claim: to the obligee and to the applicant."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIM_PAID, CLAIM_PAID_ON, page_of_recipient
from mail.recipients import APPLICANT, CLAIMANT
from mail.sources import CLAIMS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

_WORDING = Wording(
    "保証金のお支払いのお知らせ",
    [
        GREETING,
        "次の保証に対する保証金の請求につきまして、発注者に保証金をお支払いいたしましたので、お知らせいたします。",
    ],
    ["詳細は、次のページでご確認いただけます。"],
)
DEFINITION = Definition(
    MailKind.CLAIM_PAID,
    "The surety has paid a claim; to who claimed and to the contractor.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIM_PAID, CLAIM_PAID_ON],
    [Delivery(CLAIMANT, _WORDING), Delivery(APPLICANT, _WORDING)],
    page_of_recipient,
)
