"""The auth key of a guarantee was replaced: to the applicant, with the reason. The obligee needs the new one."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, guarantee_page, reason
from mail.recipients import APPLICANT
from mail.sources import GUARANTEES
from mail.wordings import GREETING
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.KEY_ROTATED,
    "認証キー更新のお知らせ, to the contractor.",
    GUARANTEES,
    [*ABOUT_GUARANTEE, reason("event.given ->> 'reason'")],
    [
        Delivery(
            APPLICANT,
            Wording(
                "認証キー更新のお知らせ",
                [
                    GREETING,
                    "次の保証の認証キーを更新いたしましたので、お知らせいたします。",
                    "更新前の認証キーは、使用できなくなりました。保証契約番号と証書の内容に変わりはありません。",
                ],
                [
                    "つきましては、次のページから新しい『「認証キー」のお知らせ』（PDF）をダウンロードしてください。",
                    "サインインのうえ、ダウンロードしたものを発注者へお渡しくださいますようお願いいたします。",
                ],
                [
                    "認証キーは、安全のため、このメールには記載しておりません。",
                    "すでに発注者が受理された証書の提出は、そのまま有効です。",
                ],
            ),
        )
    ],
    guarantee_page,
)
