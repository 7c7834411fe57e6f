"""An electronic guarantee was issued: to the applicant, if a notice of completion is requested."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.ISSUED,
    "電子保証（認証キー）発行完了のお知らせ, to the contractor.",
    GUARANTEES,
    ABOUT_GUARANTEE,
    [
        Delivery(
            APPLICANT,
            Wording(
                "電子保証（認証キー）発行完了のお知らせ",
                [
                    GREETING,
                    "お申込みいただいておりました次の保証につきまして、電子証書を発行いたしましたので、お知らせいたします。",
                    "証書は、保証確認サービスに登録しております。",
                ],
                [
                    "つきましては、次のページにサインインのうえ、証書の内容をご確認ください。",
                    "ご確認の後、『「認証キー」のお知らせ』（PDF）をダウンロードし、発注者へご提出くださいますようお願いいたします。",
                ],
                [
                    "認証キーは、安全のため、このメールには記載しておりません。",
                    "発注者へ保証契約番号と認証キーをお知らせいただくことにより、証書の提出（寄託）が完了いたします。",
                ],
            ),
            condition="application.notify_on_completion AND guarantee.medium = 'ELECTRONIC'",
        )
    ],
    guarantee_page,
)
