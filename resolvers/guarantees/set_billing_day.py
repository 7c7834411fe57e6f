"""The day of the month on which a surety's monthly bills are made."""

import datetime

from database.transactions import transactional
from models.errors import InvalidInput, Problem
from models.parties.surety import LAST_BILLING_DAY, Surety
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas

FIRST_BILLING_DAY = 2
"""An issue at the end of a month may be committed in the first moments of the next."""


@refuses(InvalidInput)
@transactional
async def set_(*, day: int, viewer: Viewer | None, at: datetime.datetime) -> Surety:
    """Set it for the viewer's surety. Raises InvalidInput, TooManyRequests."""
    viewer = access.require("setBillingDay", viewer)
    await quotas.require(quotas.BILLING_DAYS, viewer=viewer, at=at)
    if not FIRST_BILLING_DAY <= day <= LAST_BILLING_DAY:
        message = f"請求日は{FIRST_BILLING_DAY}日から{LAST_BILLING_DAY}日までの日としてください。"
        raise InvalidInput([Problem(("day",), "OUT_OF_RANGE", message)])
    surety = await Surety.filter(id=viewer.surety_id).select_for_update(no_key=True).get()
    subject = f"{surety.billing_day} → {day}"
    surety.billing_day = day
    await surety.save(update_fields=["billing_day"])
    await audit.record(quotas.BILLING_DAYS.action, viewer=viewer, at=at, subject_id=surety.id, subject=subject)
    return surety
