"""Guarantees as a list."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from models.applying.contract import Contract
from models.certificate import Certificate
from models.enums import GuaranteeKind, GuaranteeOrder, Medium
from models.guarantee import Guarantee, GuaranteeStatus
from models.handover_transitions import HandoverStatus
from models.numbering import MalformedNumber, end_of, parse, start_of, today
from models.received_notice import ReceivedNotice
from models.validity import ENDED
from resolvers import access, text_checks
from resolvers.conditions import given, matching
from resolvers.lists import sorted_pages, text_search
from resolvers.lists.sorted_pages import SortedBy
from resolvers.lists.text_search import Place
from resolvers.loading import Reader
from resolvers.relations import Include, Page, SortedPlace

SORTED: Mapping[GuaranteeOrder, SortedBy] = {
    GuaranteeOrder.EXPIRY: SortedBy("expiry_date", is_day=True, has_nulls=True),
    GuaranteeOrder.AMOUNT: SortedBy("amount", is_descending=True),
}
"""The orders besides the newest first."""
REFERENCES = RawSQL(
    "(SELECT string_agg(contract_reference, E'\\x1f') FROM received_notice WHERE guarantee_id = guarantee.id)"
)
PROJECT = Place(Contract, ("project_name",), walked=("contract__project_name",), of="contract_id")
REFERENCE = Place(ReceivedNotice, ("contract_reference",), walked=(REFERENCES,), key="guarantee_id")
NUMBER = Place(
    Certificate,
    ("guarantee_number",),
    walked=("number",),
    key="guarantee_id",
    possible=text_search.PARTS_OF_NUMBERS,
)
SEARCHED = (text_search.CONTRACT, text_search.CONTRACTOR, NUMBER, REFERENCE)
"""A guarantee has a number if it has a certificate, whose index has the numbers."""


@dataclass(frozen=True)
class GuaranteeFilter:
    """The filter: all given conditions must hold, None is no condition. Texts match partially; days are included."""

    search: str | None = None
    kind: GuaranteeKind | None = None
    medium: Medium | None = None
    is_electronic: bool | None = None
    status: GuaranteeStatus | None = None
    is_in_force: bool | None = None
    handover_status: HandoverStatus | None = None
    """Of what is issued and electronic: nothing else is handed over here."""
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
    by = SORTED.get(wanted.order_by)
    enough = None if is_counted or by else first + 1
    found = await _searched(wanted, reader=reader, after=after, enough=enough)
    return await sorted_pages.page(
        found, by, first=first, after=after, include=include, reader=reader, is_counted=is_counted
    )


async def _searched(
    wanted: GuaranteeFilter,
    *,
    reader: Reader,
    after: UUID | SortedPlace | None,
    enough: int | None,
) -> QuerySet[Guarantee]:
    """All of them, unordered; `enough` is how many are wanted behind the place, None if all are."""
    found = _filtered(wanted, reader=reader)
    texts: list[tuple[str | None, Sequence[Place]]] = [
        (wanted.contractor_name, [text_search.CONTRACTOR]),
        (wanted.project_name, [PROJECT]),
        (wanted.contract_reference, [REFERENCE]),
    ]
    try:
        found = found.filter(given({"number": parse(wanted.search or "")}))  # an index finds a complete number
    except MalformedNumber:
        texts.append((wanted.search, SEARCHED))
    for text, places in texts:
        found = await text_search.in_pages(found, text, *places, after=after, enough=enough, viewer=reader.viewer)
    return found


def _filtered(wanted: GuaranteeFilter, *, reader: Reader) -> QuerySet[Guarantee]:
    """Those that meet all conditions but the texts."""
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
    if wanted.handover_status is not None:
        handed_over = {"medium": Medium.ELECTRONIC, "number__isnull": False, "handover_status": wanted.handover_status}
        found = found.filter(matching(handed_over))
    if wanted.is_in_force is not None:
        found = found.filter(_whether(_in_force(reader.at), holds=wanted.is_in_force))
    return found


def _whether(condition: Q, *, holds: bool) -> Q:
    return condition if holds else ~condition


def _in_force(at: datetime.datetime) -> Q:
    """Issued, not ended, claimed or before its 保証期限: the SQL equivalent of models/validity.py, for any medium."""
    is_over = matching({"status__in": ENDED})
    in_time = matching({"expiry_date__gte": today(at)}) | matching({"status": GuaranteeStatus.CLAIMED})
    return matching({"issued_at__isnull": False}) & in_time & ~is_over
