"""Housekeeping: work that is due by time alone, such as expiry of guarantees and purging of old rows."""

import datetime

from resolvers import outgoing_mails
from resolvers.applications.branch_mails import remind_branches, send_digests
from resolvers.endings import expire_guarantees
from resolvers.guarantees import make_monthly_bills
from resolvers.retention import purge_rows


async def run(*, at: datetime.datetime) -> dict[str, int]:
    """Run all of it; returns the number of rows by task. Safe at any time, in any number of processes at once."""
    return {
        "guarantees_expired": await expire_guarantees.expire(at=at),
        "monthly_bills_made": await make_monthly_bills.bill_ended_months(at=at),
        "branch_digests": await send_digests.send(at=at),
        "review_reminders": await remind_branches.remind(at=at),
        "warnings_of_wrong_keys": await outgoing_mails.warn_of_wrong_keys(at=at),
        **{f"{subject.lower()}_purged": rows for subject, rows in (await purge_rows.run(at=at)).items()},
    }
