"""The surety is going to pay a claim: to the obligee and to the applicant."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIM_ACCEPTED, CLAIM_DUE, CLAIMED, page_of_recipient, reason
from mail.recipients import APPLICANT, CLAIMANT
from mail.sources import CLAIMS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

_WORDING = Wording(
    "保証金請求の審査結果のお知らせ（支払決定）",
    [GREETING, "次の保証に対する保証金の請求につきまして、審査の結果、保証金をお支払いすることを決定いたしました。"],
    ["詳細は、次のページでご確認いただけます。"],
)
DEFINITION = Definition(
    MailKind.CLAIM_ACCEPTED,
    "The surety has accepted a claim; to who claimed and to the contractor.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIMED, CLAIM_ACCEPTED, CLAIM_DUE, reason("claim.decision")],
    [Delivery(CLAIMANT, _WORDING), Delivery(APPLICANT, _WORDING)],
    page_of_recipient,
)
