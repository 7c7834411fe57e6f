"""The contractor asked for an amendment: to the branch, with what would change."""

from mail.definitions import Definition, Delivery, Wording
from mail.facts import ABOUT_GUARANTEE, WISHES, guarantee_page, reason
from mail.recipients import BRANCH
from mail.sources import AMENDMENT_REQUESTS
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.AMENDMENT_ASKED,
    "変更依頼, with what would change, to the branch.",
    AMENDMENT_REQUESTS,
    [*ABOUT_GUARANTEE, *WISHES, reason("request.reason")],
    [
        Delivery(
            BRANCH,
            Wording(
                "保証の変更の依頼：{工事名}",
                ["次の保証について、{contractor_term}から変更の依頼がありました。"],
                ["内容を確認し、変更または謝絶してください。"],
            ),
        )
    ],
    guarantee_page,
)
