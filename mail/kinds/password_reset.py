"""Somebody has asked for a new password of an account: the link with which to set it."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import PASSWORD_LINK, password_page
from mail.recipients import ACCOUNT
from mail.sources import ACCOUNTS
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.PASSWORD_RESET,
    "パスワードの再設定: the one-time link for a new password, to the account's person.",
    ACCOUNTS,
    [PASSWORD_LINK],
    [
        Delivery(
            ACCOUNT,
            Wording(
                "【確証】パスワードの再設定について",
                ["パスワードの再設定の依頼を受け付けました。"],
                ["次のページで新しいパスワードの設定をお願いいたします。"],
                [
                    "このリンクは1時間有効で、一度だけ使用できます。ほかの方に知らせないでください。",
                    "お心当たりのない場合は、このメールを破棄してください。現在のパスワードは変わりません。",
                ],
            ),
        )
    ],
    password_page,
)
