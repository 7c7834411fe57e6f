"""Certificates as a list: all current ones that the viewer may see, searched and filtered.

One per guarantee, in the order of their guarantees, the newest first: a new version keeps the place of the old one, and
paging and exporting return every guarantee once.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.certificate import Certificate, CertificateStatus
from models.enums import GuaranteeKind, Medium
from models.errors import InvalidInput, Problem
from models.guarantee import GuaranteeStatus
from models.handover_transitions import HandoverStatus
from models.numbering import MalformedNumber, end_of, parse, start_of, today
from models.parties.viewer import Viewer
from models.validity import ENDED
from resolvers import access, text_checks
from resolvers.conditions import OneOf, given, matching
from resolvers.lists import text_search
from resolvers.lists.text_search import Place
from resolvers.loading import Reader, follow, load, page_from
from resolvers.relations import Include, Page, PageOf

LIST = PageOf(Certificate, order="-guarantee_id", where=OneOf("status", (CertificateStatus.CURRENT,)))
MOST_DAYS = 3_650
DECIDED = (HandoverStatus.ACCEPTED, HandoverStatus.RETURNED)
TEXTS = Place(Certificate, text_search.INDEXED[Certificate], walked=text_search.INDEXED[Certificate])
"""The searched columns."""


@dataclass(frozen=True)
class CertificateFilter:
    """The filter: all given conditions must hold, None is no condition. Days are days in Japan, and included."""

    search: str | None = None
    kind: GuaranteeKind | None = None
    obligee_id: UUID | None = None
    expires_from: datetime.date | None = None
    expires_to: datetime.date | None = None
    expires_within_days: int | None = None
    """From today on: 0 is today only."""
    received_from: datetime.date | None = None
    received_to: datetime.date | None = None
    issued_from: datetime.date | None = None
    issued_to: datetime.date | None = None
    is_valid: bool | None = None
    """Whether they are valid now, as in models/validity.py."""
    is_decided: bool | None = None
    """Whether the obligee has accepted or returned them in the current hand-over."""


async def certificates(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    before: UUID | None = None,
    include: Include,
    wanted: CertificateFilter,
) -> Page:
    """The page after `after`, or the one that ends before `before` (both ids of guarantees).

    Raises NotSignedIn, InvalidInput.
    """
    viewer = access.require("certificates", reader.viewer)
    validate(wanted)
    found = _filtered(wanted, viewer=viewer, at=reader.at)
    order, place = (LIST.order, after) if before is None else (LIST.order.removeprefix("-"), before)
    near = follow(found, order=order, after=place)
    found = await _indexed(found, wanted.search or "", near=near, enough=first + 1, viewer=viewer)
    if before is None:
        return await page_from(found, order=LIST.order, first=first, after=after, include=include, reader=reader)
    nearest = await follow(found, order="guarantee_id", after=before).limit(first + 1)
    await load(nearest[:first], include, reader=reader)
    return Page(nearest[:first][::-1], has_next=True, has_previous=len(nearest) > first, by="guarantee_id")


def rows(wanted: CertificateFilter, *, viewer: Viewer, at: datetime.datetime) -> QuerySet[Certificate]:
    """All of them, unordered."""
    found, text = _filtered(wanted, viewer=viewer, at=at), wanted.search or ""
    number = _number(text)
    return text_search.walking(found, text, TEXTS) if number is None else found.filter(number)


def _filtered(wanted: CertificateFilter, *, viewer: Viewer, at: datetime.datetime) -> QuerySet[Certificate]:
    """Those that meet all conditions but the search."""
    conditions: dict[str, Any] = {
        "kind": wanted.kind,
        "guarantee__obligee_id": wanted.obligee_id,
        "expiry_date__gte": wanted.expires_from,
        "expiry_date__lte": wanted.expires_to,
        "guarantee__presented_at__gte": wanted.received_from and start_of(wanted.received_from),
        "guarantee__presented_at__lte": wanted.received_to and end_of(wanted.received_to),
        "issued_at__gte": wanted.issued_from and start_of(wanted.issued_from),
        "issued_at__lte": wanted.issued_to and end_of(wanted.issued_to),
    }
    found = Certificate.filter(LIST.where.q(viewer), access.visible(Certificate, viewer), given(conditions))
    if wanted.expires_within_days is not None:
        first = today(at)
        last = first + datetime.timedelta(days=wanted.expires_within_days)
        found = found.filter(given({"expiry_date__gte": first, "expiry_date__lte": last}))
    if wanted.is_valid is not None:
        counting = _counting(at)
        found = found.filter(counting if wanted.is_valid else ~counting)
    if wanted.is_decided is not None:
        decided = matching({"guarantee__handover_status__in": DECIDED})
        found = found.filter(decided if wanted.is_decided else ~decided)
    return found


def _counting(at: datetime.datetime) -> Q:
    """Current versions that are valid: the SQL equivalent of models/validity.py."""
    is_over = matching({"guarantee__status__in": ENDED})
    is_claimed = matching({"guarantee__status": GuaranteeStatus.CLAIMED})
    in_time = matching({"expiry_date__gte": today(at)}) | is_claimed
    return matching({"medium": Medium.ELECTRONIC}) & in_time & ~is_over


async def _indexed(
    found: QuerySet[Certificate], text: str, *, near: QuerySet[Certificate], enough: int, viewer: Viewer
) -> QuerySet[Certificate]:
    """Those that contain the text."""
    number = _number(text)
    if number is not None:
        return found.filter(number)
    return await text_search.search(found, text, TEXTS, near=near, enough=enough, viewer=viewer)


def _number(text: str) -> Q | None:
    """The condition for a complete number, which has an index of its own."""
    try:
        return matching({"guarantee__number": parse(text)})
    except MalformedNumber:
        return None


def validate(wanted: CertificateFilter) -> None:
    """Raises InvalidInput with all problems."""
    if problems := list(_problems(wanted)):
        raise InvalidInput(problems)


def _problems(wanted: CertificateFilter) -> Iterator[Problem]:
    yield from text_checks.check_search(wanted.search, ("search",))
    if wanted.expires_within_days is not None and not 0 <= wanted.expires_within_days <= MOST_DAYS:
        message = f"0から{MOST_DAYS:,}までの日数で指定してください。"
        yield Problem(("expiresWithinDays",), "OUT_OF_RANGE", message)
    for what in ("expires", "received", "issued"):
        first, last = getattr(wanted, f"{what}_from"), getattr(wanted, f"{what}_to")
        if first is not None and last is not None and first > last:
            yield Problem((f"{what}To",), "BEFORE_START", "終わりの日は、始めの日以後としてください。")
