"""Housekeeping: work that is due by time alone, such as expiry of guarantees and purging of old rows."""

import datetime

from models.parties.account import AccessToken
from resolvers import idempotency, outgoing_mails, throttle_failures
from resolvers.applications.branch_mails import remind_branches, send_digests
from resolvers.endings import expire_guarantees
from resolvers.guarantees import make_monthly_bills
from resolvers.parties import manage_api_tokens


async def run(*, at: datetime.datetime) -> dict[str, int]:
    """Run all of it; returns the number of rows by task. Safe at any time, in any number of processes at once."""
    return {
        "guarantees_expired": await expire_guarantees.expire(at=at),
        "monthly_bills_made": await make_monthly_bills.bill_ended_months(at=at),
        "sessions_ended": await AccessToken.filter(account_id__isnull=False, expires_at__lt=at).delete(),
        "api_tokens_purged": await manage_api_tokens.purge_ended(at=at),
        "branch_digests": await send_digests.send(at=at),
        "review_reminders": await remind_branches.remind(at=at),
        "warnings_of_wrong_keys": await outgoing_mails.warn_of_wrong_keys(at=at),
        "idempotency_records_purged": await idempotency.purge(at=at),
        "failure_windows_purged": await throttle_failures.purge(),
    }
