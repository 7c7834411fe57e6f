"""The obligee returned the certificate: to the applicant, and to the surety, with the reason."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT, SURETY
from mail.sources import GUARANTEES
from mail.wordings import GREETING, NO_END
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.OBLIGEE_RETURNED,
    "The obligee has returned it, with a reason; to the contractor and to the surety.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("guarantee.return_reason")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "電子証書の返却のお知らせ",
                [
                    GREETING,
                    "次の保証につきまして、発注者が下記の理由により電子証書を返却いたしましたので、お知らせいたします。",
                ],
                [
                    "お手数をおかけいたしますが、理由をご確認のうえ、必要なお手続をお取りくださいますようお願いいたします。",
                    "詳細は、次のページにサインインのうえ、ご確認いただけます。",
                ],
                [NO_END],
            ),
        ),
        Delivery(
            SURETY,
            Wording(
                "電子証書の返却：{保証契約番号}",
                ["次の保証について、発注者が下記の理由により電子証書を返却しました。"],
                ["理由を確認し、{contractor_term}と対応を調整してください。", "詳細は、次のページで確認できます。"],
                [NO_END],
            ),
        ),
    ],
    guarantee_page,
)
