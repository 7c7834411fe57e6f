"""A certificate was corrected (訂正): to the applicant, with the reason. The new version has to be handed over."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.CORRECTED,
    "保証証書訂正のお知らせ, to the contractor.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("event.given ->> 'reason'")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証証書訂正のお知らせ",
                [
                    GREETING,
                    "次の保証の証書の記載を訂正し、訂正後の証書を発行いたしましたので、お知らせいたします。",
                    "保証契約番号と認証キーに変わりはありません。",
                ],
                [
                    "つきましては、次のページにサインインのうえ、証書の内容をご確認くださいますようお願いいたします。",
                    "電子証書の場合は、ご確認の後、発注者へ改めてご提出ください。",
                ],
            ),
        )
    ],
    guarantee_page,
)
