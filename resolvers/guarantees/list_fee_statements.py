"""Fee statements as a list."""

import datetime
from uuid import UUID

from pypika_tortoise import terms
from tortoise.expressions import F, Function

from models.fees.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, GuaranteeStatus
from resolvers import access, text_checks
from resolvers.conditions import given, matching
from resolvers.loading import Reader, page_from
from resolvers.relations import Include, Page, PageOf
from resolvers.text_conditions import containing

LIST = PageOf(FeeStatement, order="-id")


class IsFollowed(Function):
    """Whether a guarantee has a later statement than the one of a sequence (database/migrations/)."""

    class DatabaseStore(terms.Function):
        """The function call."""

        def __init__(self, *arguments: object) -> None:
            super().__init__("fee_statement_is_followed", *arguments)

    database_func = DatabaseStore


IS_LAST = matching({"is_followed": False, "due__gt": 0})
PAID = IS_LAST & matching({"guarantee__fee_paid_on__isnull": False})
OPEN = (IS_LAST & matching({"guarantee__status": GuaranteeStatus.AWAITING_FEE})) | matching(
    {"method": FeePaymentMethod.MONTHLY_CONSOLIDATED, "due__gt": 0}
)
"""What is awaited before the issue, and what the bill of a month collects."""


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    issued_from: datetime.date | None = None,
    issued_to: datetime.date | None = None,
    billing_month: datetime.date | None = None,
    contractor_id: UUID | None = None,
    bill_to: str | None = None,
    guarantee_number: str | None = None,
    method: FeePaymentMethod | None = None,
    is_paid: bool | None = None,
) -> Page:
    """Statements that the viewer may see, newest first; `billing_month` is any day of the month.

    Raises InvalidInput.
    """
    access.require("feeStatements", reader.viewer)
    text_checks.require_searchable(bill_to=bill_to)
    wanted = {
        "issued_on__gte": issued_from,
        "issued_on__lte": issued_to,
        "billing_month": billing_month and billing_month.replace(day=1),
        "contractor_id": contractor_id,
        "guarantee__number": guarantee_number,
        "method": method,
    }
    found = FeeStatement.filter(access.visible(FeeStatement, reader.viewer), given(wanted))
    found = containing(found, bill_to, "bill_to")
    if is_paid is not None:
        found = found.annotate(is_followed=IsFollowed(F("guarantee_id"), F("sequence")))
        found = found.filter(PAID if is_paid else OPEN)
    return await page_from(found, order=LIST.order, first=first, after=after, include=include, reader=reader)
