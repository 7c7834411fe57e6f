"""Reminders of applications that have waited too long for the surety's decision, in business days of Japan."""

import datetime
import json

from tortoise import connections

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying import business_days
from models.numbering import JAPAN, end_of, today
from models.outgoing_mail import MailKind
from models.parties.branch_notification import MOST_REMINDER_DAYS, REMINDER_DAYS

MOST_LISTED = 20
"""Applications in one mail; it says how many others there are."""
FIRST_HOUR = 9
"""In Japan: reminders come in office hours."""
OVERDUE = f"""
SELECT branch.id AS branch_id, notification.days, overdue.count, overdue.applications
FROM branch
JOIN LATERAL (
    SELECT coalesce(
        (SELECT reminder_days FROM branch_notification WHERE branch_id = branch.id), {REMINDER_DAYS}) AS days
) AS notification ON true
JOIN LATERAL (
    SELECT count(*) AS count,
        jsonb_agg(jsonb_build_object('id', id, 'day', (waiting_since AT TIME ZONE 'Asia/Tokyo')::date) ORDER BY place)
            FILTER (WHERE place <= $3) AS applications
    FROM (
        SELECT id, waiting_since, row_number() OVER (ORDER BY waiting_since, id) AS place FROM application
        WHERE submission_branch_id = branch.id AND waiting_since <= ($1::timestamptz[])[notification.days]
    ) AS waiting
) AS overdue ON overdue.count > 0
WHERE NOT EXISTS (
    SELECT FROM outgoing_mail AS earlier WHERE earlier.event = 'review reminder:' || branch.id || ':' || $2)
ORDER BY branch.id
"""  # noqa: S608 -- constants
"""Branches without a reminder on the day $2. $1 has, for each number of days, until when a wait has to have begun."""


@transactional
async def remind(*, at: datetime.datetime) -> int:
    """Enqueue the reminders of today; returns their number. At most one a business day for each branch.

    The mail's event is unique: of concurrent calls one enqueues it.
    """
    day = today(at)
    if at.astimezone(JAPAN).hour < FIRST_HOUR or not business_days.is_business_day(day):
        return 0
    until = [end_of(business_days.before(day, days)) for days in range(1, MOST_REMINDER_DAYS + 1)]
    execute = connections.get("default").execute_query_dict
    events = [
        Event(
            f"review reminder:{row['branch_id']}:{day}",
            row["branch_id"],
            at,
            {"count": row["count"], "days": row["days"], "applications": json.loads(row["applications"])},
        )
        for row in await execute(OVERDUE, [until, day.isoformat(), MOST_LISTED])
    ]
    return len(await outbox.enqueue(MailKind.REVIEW_REMINDER, events))
