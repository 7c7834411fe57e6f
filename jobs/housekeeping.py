"""Housekeeping: work that is due by time alone, such as expiry of guarantees and purging of old rows."""

import datetime

from database.transactions import transactional
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import today
from resolvers import audit, outgoing_mails
from resolvers.applications.branch_mails import remind_branches, send_digests
from resolvers.guarantees import make_monthly_bills
from resolvers.retention import purge_rows


async def run(*, at: datetime.datetime) -> dict[str, int]:
    """Run all of it; returns the number of rows by task. Safe at any time, in any number of processes at once."""
    return {
        "guarantees_expired": await _expire(at=at),
        "monthly_bills_made": await make_monthly_bills.bill_ended_months(at=at),
        "branch_digests": await send_digests.send(at=at),
        "review_reminders": await remind_branches.remind(at=at),
        "warnings_of_wrong_keys": await outgoing_mails.warn_of_wrong_keys(at=at),
        **{f"{subject.lower()}_purged": rows for subject, rows in (await purge_rows.run(at=at)).items()},
    }


@transactional
async def _expire(*, at: datetime.datetime) -> int:
    """Guarantees whose 保証期限 lies before today."""
    over = Guarantee.filter(status=GuaranteeStatus.IN_FORCE, expiry_date__lt=today(at))
    ids = [guarantee.id for guarantee in await over.select_for_update(skip_locked=True).only("id")]
    if ids:
        await Guarantee.filter(id__in=ids).update(status=GuaranteeStatus.EXPIRED)
        await audit.record_system("guarantee.expired", ids, at=at)
    return len(ids)
