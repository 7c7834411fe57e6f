"""An application was sent: to the branch, if it wants a mail about each, at most so many an hour."""

from mail.definitions import Definition, Delivery, Source, Wording
from mail.facts import APPLICATION, APPLIED_FOR, CONTRACT_TYPE, CONTRACTOR, GUARANTEES, OBLIGEE, PROJECT
from mail.recipients import BRANCH
from mail.sources import PARTIES_OF_APPLICATION
from models.outgoing_mail import MailKind
from models.parties.branch_notification import MOST_IMMEDIATE, NotificationTiming

_IMMEDIATE = NotificationTiming.IMMEDIATE.value
_FEW = f"""(SELECT count(*) FROM outgoing_mail AS earlier WHERE earlier.kind = '{MailKind.NEW_APPLICATION.value}'
    AND earlier.created_at > event.at - interval '1 hour' AND earlier.recipient = recipient.address
    ) < {MOST_IMMEDIATE}"""  # noqa: S608 -- constants

DEFINITION = Definition(
    MailKind.NEW_APPLICATION,
    "保証申込みの受付, to the branch that wants a mail about each; at most 30 an hour.",
    Source(
        f"""JOIN application ON application.id = event.subject_id
{PARTIES_OF_APPLICATION}
LEFT JOIN branch_notification AS notification ON notification.branch_id = branch.id""",
        guarantee="NULL::uuid",
    ),
    [APPLICATION, CONTRACT_TYPE, APPLIED_FOR, PROJECT, CONTRACTOR, OBLIGEE],
    [
        Delivery(
            BRANCH,
            Wording(
                "保証申込みの受付：{工事名}",
                ["次の保証申込みを受け付けました。"],
                ["内容を審査してください。", "申込みの一覧は、次のページで確認できます。"],
            ),
            condition=f"coalesce(notification.timing, '{_IMMEDIATE}') = '{_IMMEDIATE}' AND {_FEW}",
        )
    ],
    lambda _: GUARANTEES,
)
