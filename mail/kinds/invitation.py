"""Somebody is invited to an account: the link with which to set a password."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import PASSWORD_LINK, password_page
from mail.recipients import ACCOUNT
from mail.sources import ACCOUNTS
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.INVITATION,
    "招待: the one-time link of a new account, to its person.",
    ACCOUNTS,
    [PASSWORD_LINK],
    [
        Delivery(
            ACCOUNT,
            Wording(
                "【確証】アカウントのご登録について",
                ["電子保証の認証サービス「確証」のアカウントをご用意いたしました。"],
                ["次のページでパスワードを設定してください。設定の後、このメールアドレスでサインインできます。"],
                [
                    "このリンクは72時間有効で、一度だけ使用できます。ほかの方に知らせないでください。",
                    "お心当たりのない場合は、このメールを破棄してください。",
                ],
            ),
        )
    ],
    password_page,
)
