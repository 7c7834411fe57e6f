"""The register of a contractor's bill-to parties (保証料請求先)."""

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.commands import BillToRequest
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.bill_to import MOST_BILL_TOS, BillTo, fold
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas, text_checks

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
"""Writers of one contractor's register wait for each other. It is the last lock of a transaction."""
TEXTS = {"name": ("bill_to_name", 120), "department": ("bill_to_department", 60), "address": ("bill_to_address", 120)}
"""By field: as what it is printed, and its maximum length in characters."""


@refuses(InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def save(
    *,
    bill_to_id: UUID | None,
    request: BillToRequest,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> BillTo:
    """Register a new entry, or replace one as a whole; what was stated before stays as it is.

    Raises InvalidInput with every problem, NotFound, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("saveBillTo", viewer)
    request, id_ = request.tidied(), bill_to_id or uuid7()
    first_id = await idempotency.claim(
        "saveBillTo", idempotency_key, input_=[bill_to_id, request], result_id=id_, viewer=viewer, at=at
    )
    if first_id is not None:
        return await BillTo.get(id=first_id)
    await quotas.require(quotas.BILL_TOS, viewer=viewer, at=at)
    await _lock(viewer.contractor_id)
    if bill_to_id is None:
        row = BillTo(id=id_, contractor_id=viewer.contractor_id)
    else:
        row = await _own(bill_to_id, viewer)
    row.update_from_dict(vars(request) | {"folded": fold(request.name, request.department)})
    if problems := _text_problems(request) or await _conflicts(row, is_new=bill_to_id is None):
        raise InvalidInput(problems)
    await row.save(force_create=bill_to_id is None)
    await audit.record("bill_to.saved", viewer=viewer, at=at, subject_id=row.id, subject=row.name)
    return row


@refuses(NotFound)
@transactional
async def remove(*, bill_to_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> UUID:
    """Remove an entry; guarantees that name it keep it. Returns its id. Raises NotFound."""
    viewer = access.require("removeBillTo", viewer)
    await _lock(viewer.contractor_id)
    row = await _own(bill_to_id, viewer)
    await BillTo.filter(id=row.id).update(is_removed=True)
    await audit.record("bill_to.removed", viewer=viewer, at=at, subject_id=row.id, subject=row.name)
    return row.id


async def add_used(names: Iterable[str | None], *, contractor_id: UUID) -> None:
    """Register what a form has named by text, while there is room; inside the transaction of its submission."""
    wanted = {fold(name, None): name for name in names if name}
    if await _missing(wanted, contractor_id):
        await _lock(contractor_id)
        missing = await _missing(wanted, contractor_id)
        room = MOST_BILL_TOS - await _count(contractor_id)
        await BillTo.bulk_create(
            BillTo(contractor_id=contractor_id, name=wanted[folded], folded=folded)
            for folded in missing[: max(0, room)]
        )


async def _missing(folded: Iterable[str], contractor_id: UUID) -> Sequence[str]:
    """Those that are not registered, in order."""
    names = list(folded)
    known = BillTo.filter(contractor_id=contractor_id, is_removed=False, folded__in=names)
    registered = {row.folded for row in await known.only("folded")} if names else set[str]()
    return [name for name in names if name not in registered]


async def _count(contractor_id: UUID | None) -> int:
    return await BillTo.filter(contractor_id=contractor_id, is_removed=False).count()


async def _own(bill_to_id: UUID, viewer: Viewer) -> BillTo:
    row = await BillTo.get_or_none(access.visible(BillTo, viewer), id=bill_to_id)
    if row is None:
        raise NotFound
    return row


def _text_problems(request: BillToRequest) -> list[Problem]:
    problems: list[Problem] = []
    for name, (printed, length) in TEXTS.items():
        value = getattr(request, name)
        if value is not None:
            found = list(text_checks.check_form(value, (name,), length, is_multiline=False))
            problems += found or text_checks.check_printing(value, (name,), printed)
    return problems


async def _conflicts(row: BillTo, *, is_new: bool) -> list[Problem]:
    same = BillTo.filter(contractor_id=row.contractor_id, folded=row.folded, is_removed=False).exclude(id=row.id)
    if await same.exists():
        return [Problem(("name",), "DUPLICATE", "同じ名称・部署の請求先が登録されています。")]
    if is_new and await _count(row.contractor_id) >= MOST_BILL_TOS:
        message = f"登録できる請求先は{MOST_BILL_TOS}件までです。不要な請求先を削除してください。"
        return [Problem(("name",), "TOO_MANY", message)]
    return []


async def _lock(contractor_id: UUID | None) -> None:
    await connections.get("default").execute_query_dict(LOCK, [f"bill_to {contractor_id}"])
