"""Applications have waited too long for the surety's decision: to the branch, once a business day."""

from mail.definitions import Definition, Delivery, Fact, Wording
from mail.facts import APPLICATIONS, GUARANTEES
from mail.recipients import BRANCH
from mail.sources import BRANCHES
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.REVIEW_REMINDER,
    "審査待ちの保証申込み, those that have waited too long, to the branch, once a business day.",
    BRANCHES,
    [Fact("count", "event.given -> 'count'"), Fact("days", "event.given -> 'days'"), APPLICATIONS],
    [
        Delivery(
            BRANCH,
            Wording(
                "審査待ちの保証申込み（{count}件）",
                ["次の保証申込み{count}件が、{days}営業日以上、審査を待っています。"],
                ["審査の状況を確認してください。", "申込みの一覧は、次のページで確認できます。"],
            ),
        )
    ],
    lambda _: GUARANTEES,
)
