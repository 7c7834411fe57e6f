"""The surety declined a guarantee: to the applicant, with the reason."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.DECLINED,
    "謝絶, to the contractor.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("guarantee.status_reason")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証申込みの審査結果のお知らせ",
                [
                    GREETING,
                    "お申込みいただきました次の保証につきまして、慎重に審査いたしました結果、誠に遺憾ながら、お引受けいたしかねることとなりましたので、お知らせいたします。",
                ],
                ["何卒ご了承くださいますようお願いいたします。", "お申込みの内容は、次のページでご確認いただけます。"],
            ),
        )
    ],
    guarantee_page,
)
