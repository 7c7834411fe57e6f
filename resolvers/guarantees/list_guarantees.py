"""Guarantees as a list."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.enums import GuaranteeKind, GuaranteeOrder, Medium
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import MalformedNumber, end_of, parse, start_of, today
from models.received_notice import ReceivedNotice
from models.texts import search_text
from models.validity import ENDED
from resolvers import access, sorted_pages, text_checks
from resolvers.conditions import given, matching
from resolvers.loading import Reader, page_from
from resolvers.relations import Include, Page, SortedPlace
from resolvers.sorted_pages import SortedBy
from resolvers.text_conditions import containing

SORTED: Mapping[GuaranteeOrder, SortedBy] = {
    GuaranteeOrder.EXPIRY: SortedBy("expiry_date", is_day=True, has_nulls=True),
    GuaranteeOrder.AMOUNT: SortedBy("amount", is_descending=True),
}
"""The orders besides the newest first."""
SEARCHED = ("number", "contract__project_name", "contractor__name", "contract__joint_venture_name")
"""The searched columns, besides the contract's references in the received notices."""


@dataclass(frozen=True)
class GuaranteeFilter:
    """The filter: all given conditions must hold, None is no condition. Texts match partially; days are included."""

    search: str | None = None
    kind: GuaranteeKind | None = None
    medium: Medium | None = None
    is_electronic: bool | None = None
    status: GuaranteeStatus | None = None
    is_in_force: bool | None = None
    number: str | None = None
    contract_reference: str | None = None
    contractor_name: str | None = None
    project_name: str | None = None
    obligee_id: UUID | None = None
    branch_id: UUID | None = None
    issued_from: datetime.date | None = None
    issued_to: datetime.date | None = None
    expires_from: datetime.date | None = None
    expires_to: datetime.date | None = None
    order_by: GuaranteeOrder = GuaranteeOrder.NEWEST


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | SortedPlace | None,
    include: Include,
    wanted: GuaranteeFilter,
    is_counted: bool = False,
) -> Page:
    """Guarantees that the viewer may see; `after` is a place in this order, `is_counted` asks for their number.

    Raises NotSignedIn, InvalidInput.
    """
    access.require("guarantees", reader.viewer)
    names = ("search", "contract_reference", "contractor_name", "project_name")
    text_checks.require_searchable(**{name: getattr(wanted, name) for name in names})
    found, by = _rows(wanted, reader=reader), SORTED.get(wanted.order_by)
    if by is None:
        assert not isinstance(after, SortedPlace)  # noqa: S101 -- narrows the type
        listed = await page_from(found, order="-id", first=first, after=after, include=include, reader=reader)
    else:
        assert not isinstance(after, UUID)  # noqa: S101 -- likewise
        listed = await sorted_pages.page_sorted(found, by, first=first, after=after, include=include, reader=reader)
    return listed.counted(await sorted_pages.count(found)) if is_counted else listed


def _rows(wanted: GuaranteeFilter, *, reader: Reader) -> QuerySet[Guarantee]:
    """All of them, unordered."""
    conditions = {
        "kind": wanted.kind,
        "medium": wanted.medium,
        "status": wanted.status,
        "number": wanted.number,
        "obligee_id": wanted.obligee_id,
        # The branch that issues a guarantee is the one that its application was sent to.
        "application__submission_branch_id": wanted.branch_id,
        "issued_at__gte": wanted.issued_from and start_of(wanted.issued_from),
        "issued_at__lte": wanted.issued_to and end_of(wanted.issued_to),
        "expiry_date__gte": wanted.expires_from,
        "expiry_date__lte": wanted.expires_to,
    }
    found = Guarantee.filter(access.visible(Guarantee, reader.viewer), given(conditions))
    if wanted.is_electronic is not None:
        found = found.filter(_whether(matching({"medium": Medium.ELECTRONIC}), holds=wanted.is_electronic))
    if wanted.is_in_force is not None:
        found = found.filter(_whether(_in_force(reader.at), holds=wanted.is_in_force))
    found = containing(found, wanted.contractor_name, "contractor__name")
    found = containing(found, wanted.project_name, "contract__project_name")
    if search_text.pattern(wanted.contract_reference or ""):
        found = found.filter(_with_reference(wanted.contract_reference))
    return _searched(found, wanted.search)


def _whether(condition: Q, *, holds: bool) -> Q:
    return condition if holds else ~condition


def _in_force(at: datetime.datetime) -> Q:
    """Issued, not ended, and 保証期限 has not passed: the SQL equivalent of models/validity.py, for any medium."""
    is_over = matching({"status__in": ENDED})
    return matching({"issued_at__isnull": False, "expiry_date__gte": today(at)}) & ~is_over


def _with_reference(text: str | None) -> Q:
    """Those with a received notice whose reference contains the text."""
    notices = containing(ReceivedNotice.all(), text, "contract_reference")
    return matching({"id__in": Subquery(notices.values("guarantee_id"))})


def _searched(found: QuerySet[Guarantee], text: str | None) -> QuerySet[Guarantee]:
    """Those that contain the text; an index finds a complete number."""
    try:
        return found.filter(matching({"number": parse(text or "")}))
    except MalformedNumber:
        return containing(found, text, *SEARCHED, otherwise=_with_reference(text))
