"""The surety asks about a claim: to the obligee."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, CLAIMED, page_of_recipient
from mail.recipients import CLAIMANT
from mail.sources import CLAIMS
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.CLAIM_ASKED,
    "The surety asks about a claim; to who claimed.",
    CLAIMS,
    [*ABOUT_GUARANTEE, CLAIMED],
    [
        Delivery(
            CLAIMANT,
            Wording(
                "保証金請求についての照会のお知らせ",
                [GREETING, "次の保証に対する保証金のご請求につきまして、照会がございますので、お知らせいたします。"],
                ["内容をご確認のうえ、ご回答くださいますようお願いいたします。"],
            ),
        )
    ],
    page_of_recipient,
)
