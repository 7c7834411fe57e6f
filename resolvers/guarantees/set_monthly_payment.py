"""Who may pay fees by the month: entered by the surety, by contractor and day (domain rule 15)."""

import datetime
from typing import Any
from uuid import UUID

from database.transactions import transactional
from models.errors import InvalidInput, NotFound
from models.fees.monthly_payment import MonthlyPayment
from models.numbering import today
from models.parties.contractor import Contractor
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas
from resolvers.conditions import given
from resolvers.guarantees import first_days
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page, PageOf

LIST = PageOf(MonthlyPayment, order="-id")


@refuses(InvalidInput, NotFound)
@transactional
async def set_(
    *,
    contractor_id: UUID,
    may_pay_monthly: bool,
    valid_from: datetime.date,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> MonthlyPayment:
    """Enter a contractor from a day on, in place of what was entered for the same day.

    Raises InvalidInput for a day in the past, NotFound, TooManyRequests.
    """
    viewer = access.require("setMonthlyPayment", viewer)
    await quotas.require(quotas.MONTHLY_PAYMENTS, viewer=viewer, at=at)
    contractor = await Contractor.get_or_none(access.visible(Contractor, viewer), id=contractor_id)
    if contractor is None:
        raise NotFound
    if problems := list(first_days.check(valid_from, today=today(at))):
        raise InvalidInput(problems)
    key: dict[str, Any] = {"surety_id": viewer.surety_id, "contractor_id": contractor.id, "valid_from": valid_from}
    row = MonthlyPayment(**key, may_pay_monthly=may_pay_monthly)
    await MonthlyPayment.bulk_create([row], on_conflict=list(key), update_fields=["may_pay_monthly"])
    stored = await MonthlyPayment.get(**key)
    subject = f"{valid_from} {'monthly' if may_pay_monthly else 'single'} {contractor.name}"
    await audit.record(quotas.MONTHLY_PAYMENTS.action, viewer=viewer, at=at, subject_id=contractor.id, subject=subject)
    return stored


async def page(
    *, reader: Reader, first: int, after: UUID | None, include: Include, contractor_id: UUID | None = None
) -> Page:
    """Entries that the viewer may see, past and future ones too, the last one first."""
    access.require("monthlyPayments", reader.viewer)
    where = given({"contractor_id": contractor_id})
    return await page_of(
        MonthlyPayment, where, order=LIST.order, first=first, after=after, include=include, reader=reader
    )
