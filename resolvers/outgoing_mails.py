"""The surety's view of the outbox."""

import datetime
from uuid import UUID

from tortoise import connections

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.errors import MailAlreadySent, NotFound
from models.outgoing_mail import MailKind, MailState, OutgoingMail
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas
from resolvers.conditions import given
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page

FAILURES_BEFORE_WARNING = 20
"""Wrong keys for one number within an hour (design/security.md)."""
MOST_WARNINGS = 20
"""For a surety in an hour: attempts on many numbers do not fill a mailbox. The other numbers are in the audit log."""
WARNING_LOCK = 0x6B6579730000
"""Key of the advisory lock; arbitrary, but unique."""
TRIED = """
WITH tried AS (
    SELECT subject AS number, count(*) AS failures FROM audit_event
    WHERE action = 'certificate.refused' AND at > $1::timestamptz - interval '1 hour' AND at <= $1::timestamptz
    GROUP BY subject HAVING count(*) >= $2
), due AS (
    SELECT number, failures, branch.surety_id,
        row_number() OVER (PARTITION BY branch.surety_id ORDER BY failures DESC, number) AS place
    FROM tried JOIN branch ON branch.code = left(number, 3)
    WHERE NOT EXISTS (
        SELECT FROM unnest($3::text[]) AS near (hour)
        JOIN outgoing_mail AS earlier ON earlier.event = 'wrong keys:' || number || ':' || near.hour
        WHERE earlier.created_at > $1::timestamptz - interval '1 hour'
    )
), warned AS (
    SELECT surety_id, count(*) AS times FROM outgoing_mail
    WHERE kind = 'WRONG_KEYS' AND created_at > $1::timestamptz - interval '1 hour' GROUP BY surety_id
)
SELECT number, failures, (
    SELECT id FROM guarantee WHERE guarantee.number = due.number ORDER BY issued_at DESC LIMIT 1) AS guarantee_id
FROM due LEFT JOIN warned USING (surety_id)
WHERE place + coalesce(times, 0) <= $4
ORDER BY number
"""
"""Numbers with at least $2 wrong keys in the hour before $1, unless one was warned of in this hour or one beside it.

Those with the most attempts first, up to $4 warnings per surety and hour.
"""


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    state: MailState | None = None,
    kind: MailKind | None = None,
    guarantee_id: UUID | None = None,
) -> Page:
    """Mails that the viewer may see, newest first."""
    access.require("outgoingMails", reader.viewer)
    where = given({"state": state, "kind": kind, "guarantee_id": guarantee_id})
    return await page_of(OutgoingMail, where, order="-id", first=first, after=after, include=include, reader=reader)


@refuses(MailAlreadySent, NotFound)
@transactional
async def retry(*, mail_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> OutgoingMail:
    """Retry a mail now that is dead or waits for a retry. Raises NotFound, MailAlreadySent, TooManyRequests."""
    viewer = access.require("retryMail", viewer)
    await quotas.require(quotas.RETRIED_MAILS, viewer=viewer, at=at)
    mails = OutgoingMail.filter(access.visible(OutgoingMail, viewer), id=mail_id)
    mail = await mails.select_for_update().first()
    if mail is None:
        raise NotFound
    mail.release(at=at)
    await mail.save(update_fields=["state", "attempts", "due_at", "dead_at"])
    await audit.record("mail.released", viewer=viewer, at=at, subject_id=mail.id)
    return mail


@transactional
async def warn_of_wrong_keys(*, at: datetime.datetime) -> int:
    """Enqueue a warning to the surety for each number with too many wrong keys; returns how many are new.

    Once per number and hour, however often this is called, up to a maximum per surety and hour. Concurrent calls wait
    for each other; otherwise both would warn at the turn of an hour.
    """
    execute = connections.get("default").execute_query_dict
    await execute("SELECT pg_advisory_xact_lock($1)", [WARNING_LOCK])
    # Another worker's clock may be in the next hour already.
    hours = [f"{at.astimezone(datetime.UTC) + datetime.timedelta(hours=hours):%Y-%m-%dT%H}" for hours in (0, -1, 1)]
    found = await execute(TRIED, [at, FAILURES_BEFORE_WARNING, hours, MOST_WARNINGS])
    events = [
        Event(
            f"wrong keys:{row['number']}:{hours[0]}",
            row["guarantee_id"],
            at,
            {"number": row["number"], "failures": row["failures"]},
        )
        for row in found
    ]
    return len(await outbox.enqueue(MailKind.WRONG_KEYS, events))
