"""Fee statements as a list."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from pypika_tortoise import terms
from tortoise.expressions import F, Function
from tortoise.queryset import QuerySet

from models.fees.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, GuaranteeStatus
from models.parties.viewer import Viewer
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


class IsBillSettled(Function):
    """Whether a statement is on a monthly bill whose payments cover its total."""

    class DatabaseStore(terms.Function):
        """The function call."""

        def __init__(self, *arguments: object) -> None:
            super().__init__("fee_statement_bill_is_settled", *arguments)

    database_func = DatabaseStore


class IsAdditionPaid(Function):
    """Whether a payment after the issue covers the statement of a sequence, and those before it."""

    class DatabaseStore(terms.Function):
        """The function call."""

        def __init__(self, *arguments: object) -> None:
            super().__init__("fee_addition_is_paid", *arguments)

    database_func = DatabaseStore


class AdditionStands(Function):
    """Whether what the statement of a sequence has added was not taken back before it was paid."""

    class DatabaseStore(terms.Function):
        """The function call."""

        def __init__(self, *arguments: object) -> None:
            super().__init__("fee_addition_stands", *arguments)

    database_func = DatabaseStore


CHARGED = matching({"due__gt": 0})
SINGLE = matching({"method": FeePaymentMethod.SINGLE, "is_followed": False})
MONTHLY = matching({"method": FeePaymentMethod.MONTHLY_CONSOLIDATED})
ADDED = matching({"guarantee_number__isnull": False, "earlier_charges__gt": 0})
"""By an amendment: the payment of the first fee says nothing about it."""
PAID = CHARGED & (
    (SINGLE & ADDED & matching({"is_addition_paid": True, "addition_stands": True}))
    | (SINGLE & ~ADDED & matching({"guarantee__fee_paid_on__isnull": False}))
    | (MONTHLY & matching({"is_settled": True}))
)
OPEN = CHARGED & (
    (SINGLE & ADDED & matching({"is_addition_paid": False, "addition_stands": True}))
    | (SINGLE & ~ADDED & matching({"guarantee__status": GuaranteeStatus.AWAITING_FEE}))
    | (MONTHLY & matching({"is_settled": False}))
)


@dataclass(frozen=True)
class Wanted:
    """The filter: all given conditions must hold, None is no condition."""

    issued_from: datetime.date | None = None
    issued_to: datetime.date | None = None
    billing_month: datetime.date | None = None
    """Any day of the month."""
    contractor_id: UUID | None = None
    bill_to: str | None = None
    guarantee_number: str | None = None
    method: FeePaymentMethod | None = None
    is_paid: bool | None = None


async def page(*, reader: Reader, first: int, after: UUID | None, include: Include, wanted: Wanted) -> Page:
    """Statements that the viewer may see, newest first. Raises InvalidInput."""
    access.require("feeStatements", reader.viewer)
    validate(wanted)
    found = rows(wanted, viewer=reader.viewer)
    return await page_from(found, order=LIST.order, first=first, after=after, include=include, reader=reader)


def validate(wanted: Wanted) -> None:
    """Raises InvalidInput."""
    text_checks.require_searchable(bill_to=wanted.bill_to)


def rows(wanted: Wanted, *, viewer: Viewer | None) -> QuerySet[FeeStatement]:
    """All of them, unordered."""
    conditions = {
        "issued_on__gte": wanted.issued_from,
        "issued_on__lte": wanted.issued_to,
        "billing_month": wanted.billing_month and wanted.billing_month.replace(day=1),
        "contractor_id": wanted.contractor_id,
        "guarantee__number": wanted.guarantee_number,
        "method": wanted.method,
    }
    found = FeeStatement.filter(access.visible(FeeStatement, viewer), given(conditions))
    found = containing(found, wanted.bill_to, "bill_to")
    if wanted.is_paid is None:
        return found
    key = F("guarantee_id"), F("sequence")
    found = found.annotate(
        is_followed=IsFollowed(*key),
        is_settled=IsBillSettled(*key),
        is_addition_paid=IsAdditionPaid(*key),
        addition_stands=AdditionStands(*key),
    )
    return found.filter(PAID if wanted.is_paid else OPEN)
