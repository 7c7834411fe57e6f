"""The obligee accepted the certificate: to the applicant, and to the surety."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page
from mail.recipients import APPLICANT, SURETY
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.OBLIGEE_ACCEPTED,
    "The obligee has accepted the certificate; to the contractor and to the surety.",
    GUARANTEES,
    ABOUT_GUARANTEE,
    [
        Delivery(
            APPLICANT,
            Wording(
                "電子証書の受理のお知らせ",
                [
                    GREETING,
                    "次の保証につきまして、発注者が電子証書を受理いたしましたので、お知らせいたします。",
                    "これにより、証書の提出の手続は完了いたしました。",
                ],
                ["詳細は、次のページにサインインのうえ、ご確認くださいますようお願いいたします。"],
            ),
        ),
        Delivery(
            SURETY,
            Wording(
                "電子証書の受理：{保証契約番号}",
                ["次の保証について、発注者が電子証書を受理しました。", "これにより、証書の提出の手続は完了しました。"],
                ["詳細は、次のページで確認できます。"],
            ),
        ),
    ],
    guarantee_page,
)
