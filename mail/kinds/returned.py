"""The surety returned a guarantee before issue: to the applicant, with the reason."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.RETURNED,
    "差戻し, to the contractor.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("guarantee.status_reason")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証申込みの差戻しのお知らせ",
                [
                    GREETING,
                    "お申込みいただきました次の保証につきまして、内容を確認いたしました結果、差し戻しいたしましたので、お知らせいたします。",
                ],
                [
                    "お手数をおかけいたしますが、次のページにサインインのうえ、お申込みの内容をご確認くださいますようお願いいたします。"
                ],
            ),
        )
    ],
    guarantee_page,
)
