"""An amendment was cancelled (変更取消): to the applicant, with the reason. What holds again is handed over anew."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.AMENDMENT_ENDED,
    "保証内容変更の取消しのお知らせ, to the contractor.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("event.given ->> 'reason'")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "保証内容変更の取消しのお知らせ",
                [
                    GREETING,
                    "次の保証の内容の変更を取り消しましたので、お知らせいたします。変更前の証書が、ふたたび有効となりました。",
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
