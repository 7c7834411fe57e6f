"""Applications as a list: the newest, or the work list of a surety, which begins with what has waited longest."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.queryset import QuerySet

from models.applying.application import SIDES, Application, Message
from models.certificate import Certificate
from models.enums import GuaranteeKind, Medium
from models.guarantee import ISSUED, Guarantee, GuaranteeStatus
from models.numbering import MalformedNumber, end_of, parse, start_of
from models.parties.viewer import Viewer
from resolvers import access, text_checks
from resolvers.conditions import given, matching
from resolvers.lists import sorted_pages, text_search
from resolvers.lists.text_search import Place
from resolvers.loading import Reader, load
from resolvers.relations import Include, Page

NUMBERS = RawSQL("(SELECT string_agg(number, ' ') FROM guarantee WHERE guarantee.application_id = application.id)")
NUMBER = Place(
    Certificate,
    ("guarantee_number",),
    walked=(NUMBERS,),
    key="(SELECT application_id FROM guarantee WHERE guarantee.id = guarantee_id)",
    possible=text_search.PARTS_OF_NUMBERS,
)
SEARCHED = (text_search.CONTRACT, text_search.CONTRACTOR, NUMBER)


class ReviewedBy(StrEnum):
    """By whom a guarantee in review is reviewed."""

    ME = "ME"
    NOBODY = "NOBODY"


class ApplicationOrder(StrEnum):
    """The order of a list of applications."""

    NEWEST = "NEWEST"
    LONGEST_WAITING = "LONGEST_WAITING"


@dataclass(frozen=True)
class Wanted:
    """Which applications, and their order; None is no condition."""

    search: str | None = None
    kind: GuaranteeKind | None = None
    is_electronic: bool | None = None
    obligee_id: UUID | None = None
    status: GuaranteeStatus | None = None
    branch_id: UUID | None = None
    submitted_from: datetime.date | None = None
    submitted_to: datetime.date | None = None
    waiting_since_to: datetime.date | None = None
    has_unread: bool | None = None
    reviewed_by: ReviewedBy | None = None
    order_by: ApplicationOrder = ApplicationOrder.NEWEST


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    wanted: Wanted,
    is_counted: bool = False,
) -> Page:
    """Applications that the viewer may see, newest first; `is_counted` asks for their number.

    State, kind, medium and reviewer are those of one of its guarantees. Drafts are listed for DRAFT alone: nothing else
    is in that state. Raises NotSignedIn, InvalidInput.
    """
    viewer = access.require("applications", reader.viewer)
    rows = Application.filter(access.visible(Application, viewer), _where(wanted, viewer))
    enough = None if is_counted else first + 1
    found = await _searched(rows, wanted.search, viewer, after=after, enough=enough)
    return await sorted_pages.page(
        found, None, first=first, after=after, include=include, reader=reader, is_counted=is_counted
    )


async def longest_waiting(
    *,
    reader: Reader,
    first: int,
    after: tuple[datetime.datetime, UUID] | None,
    include: Include,
    wanted: Wanted,
    is_counted: bool = False,
) -> Page:
    """The same, but only those that wait for the surety's decision, first those that have waited longest."""
    viewer = access.require("applications", reader.viewer)
    waiting = Application.filter(access.own(Application, viewer), _where(wanted, viewer), waiting_since__isnull=False)
    listed = rows = await _searched(waiting, wanted.search, viewer, after=None, enough=None)
    if after is not None:
        moment, id_ = after
        # Not with OR, which would read all further rows and sort them: so the index leads to the page.
        listed = rows.filter(~Q(waiting_since=moment, id__lte=id_), waiting_since__gte=moment)
    found = await listed.order_by("waiting_since", "id").limit(first + 1)
    await load(found[:first], include, reader=reader)
    page = Page(found[:first], len(found) > first, after is not None, moment="waiting_since")
    return await sorted_pages.counted(page, rows, is_counted=is_counted)


async def _searched(
    rows: QuerySet[Application], text: str | None, viewer: Viewer, *, after: UUID | None, enough: int | None
) -> QuerySet[Application]:
    """Those with the text; an index finds a complete number."""
    text_checks.require_searchable(search=text)
    try:
        guarantees = Guarantee.filter(number=parse(text or ""))
    except MalformedNumber:
        return await text_search.in_pages(rows, text, *SEARCHED, after=after, enough=enough, viewer=viewer)
    return rows.filter(matching({"id__in": Subquery(guarantees.values("application_id"))}))


def _where(wanted: Wanted, viewer: Viewer) -> Q:
    where = given(
        {
            "contract__obligee_id": wanted.obligee_id,
            "submission_branch_id": wanted.branch_id,
            "submitted_at__gte": wanted.submitted_from and start_of(wanted.submitted_from),
            "submitted_at__lte": wanted.submitted_to and end_of(wanted.submitted_to),
            "waiting_since__lte": wanted.waiting_since_to and end_of(wanted.waiting_since_to),
        }
    )
    where &= matching({"submitted_at__isnull": wanted.status is GuaranteeStatus.DRAFT})
    if (wanted.waiting_since_to, wanted.has_unread, wanted.reviewed_by) != (None, None, None):
        # Waits, messages and reviews are not for the other members of a joint venture.
        where &= access.own(Application, viewer)
    guarantee = _of_guarantee(wanted, viewer)
    if guarantee is not None:
        where &= matching({"id__in": Subquery(Guarantee.filter(guarantee).values("application_id"))})
    if wanted.has_unread is not None:
        unread = matching({"id__in": Subquery(_unread(viewer).values("application_id"))})
        where &= unread if wanted.has_unread else ~unread
    return where


def _of_guarantee(wanted: Wanted, viewer: Viewer) -> Q | None:
    """The condition on one of its guarantees."""
    conditions: list[Q] = []
    if wanted.status not in {None, GuaranteeStatus.DRAFT}:
        conditions.append(_in_state(wanted.status))
    if wanted.reviewed_by is ReviewedBy.ME:
        conditions.append(matching({"reviewer_id": viewer.actor_id}))
    if wanted.reviewed_by is ReviewedBy.NOBODY:
        conditions.append(_in_state(GuaranteeStatus.SUBMITTED))
    if wanted.kind is not None:
        conditions.append(matching({"kind": wanted.kind}))
    if wanted.is_electronic is not None:
        conditions.append(matching({"medium": Medium.ELECTRONIC if wanted.is_electronic else Medium.PAPER}))
    return Q(*conditions) if conditions else None


def _in_state(status: GuaranteeStatus | None) -> Q:
    """In this state; the index of guarantees that are not issued is small, and needs to be told of."""
    unissued = {} if status in ISSUED else {"number__isnull": True}
    return matching({"status": status, **unissued})


def _unread(viewer: Viewer) -> QuerySet[Message]:
    """Messages that the viewer's side has not read."""
    others = SIDES - {viewer.role} if viewer.role in SIDES else frozenset()
    return Message.filter(read_at__isnull=True, sender__in=list(others))
