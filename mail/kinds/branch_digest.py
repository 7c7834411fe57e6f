"""Applications of an hour that no mail has told a branch of: to the branch, in one mail."""

from mail.definitions import Definition, Delivery, Fact, Wording
from mail.facts import APPLICATIONS, GUARANTEES
from mail.recipients import BRANCH
from mail.sources import BRANCHES
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.BRANCH_DIGEST,
    "保証申込みの受付, the applications of an hour in one mail, to the branch.",
    BRANCHES,
    [Fact("count", "event.given -> 'count'"), APPLICATIONS],
    [
        Delivery(
            BRANCH,
            Wording(
                "保証申込みの受付（{count}件）",
                ["次の保証申込み{count}件を受け付けました。"],
                ["内容を審査してください。", "申込みの一覧は、次のページで確認できます。"],
            ),
        )
    ],
    lambda _: GUARANTEES,
)
