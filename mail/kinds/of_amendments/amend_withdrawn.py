"""The contractor withdrew its request for an amendment: to the branch."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, WISHES, guarantee_page
from mail.recipients import BRANCH
from mail.sources import AMENDMENT_REQUESTS
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.AMEND_WITHDRAWN,
    "変更依頼の取下げ, to the branch.",
    AMENDMENT_REQUESTS,
    [*ABOUT_GUARANTEE, *WISHES],
    [
        Delivery(
            BRANCH,
            Wording(
                "保証の変更の依頼の取下げ：{工事名}",
                ["次の保証について、変更の依頼が取り下げられました。"],
                ["保証の内容は、次のページで確認できます。"],
            ),
        )
    ],
    guarantee_page,
)
