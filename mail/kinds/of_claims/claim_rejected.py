"""The surety is not going to pay a claim: to the obligee and to the applicant."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIMED, page_of_recipient, reason
from mail.recipients import APPLICANT, CLAIMANT
from mail.sources import CLAIMS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

_WORDING = Wording(
    "保証金請求の審査結果のお知らせ",
    [
        GREETING,
        "次の保証に対する保証金の請求につきまして、審査の結果、下記の理由により保証金をお支払いできないこととなりました。",
    ],
    ["ご不明の点は、取扱箇所までお問い合わせくださいますようお願いいたします。"],
)
DEFINITION = Definition(
    MailKind.CLAIM_REJECTED,
    "The surety has rejected a claim, with a reason; to who claimed and to the contractor.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIMED, reason("claim.decision")],
    [Delivery(CLAIMANT, _WORDING), Delivery(APPLICANT, _WORDING)],
    page_of_recipient,
)
