"""The register of obligees (発注者): names and titles. Their rules are set by themselves, from a day on."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince, refuses
from resolvers.parties.registers import entry_fields, store_entry
from resolvers.parties.registers.entry_fields import EntryField
from resolvers.parties.registers.store_entry import Given, Register

FIELDS = (
    EntryField("name", "名称", 120),
    EntryField("title", "被保証者の表示", 120, "obligee_title"),
    EntryField("prefecture", "都道府県", 10, is_optional=True),
    EntryField("notice_subject", "お知らせのメールの件名", 120, is_optional=True),
    entry_fields.active(is_operators=True),
)


async def _conflicts(row: Obligee) -> Sequence[Problem]:
    if await Obligee.filter(name=row.name).exclude(id=row.id).exists():
        return [Problem(("name",), "TAKEN", "同じ名称の発注者が登録されています。")]
    return []


REGISTER = Register(
    Obligee,
    FIELDS,
    owner="obligee_id",
    owner_of=lambda row: row.id,
    named=lambda row: row.name,
    conflicts=_conflicts,
)


@refuses(InvalidInput, IdempotencyConflict)
@transactional
async def create(*, given: Given, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime) -> Obligee:
    """Register an obligee. Raises InvalidInput with every problem, IdempotencyConflict, TooManyRequests."""
    return await store_entry.create(
        REGISTER, given, operation="createObligee", idempotency_key=idempotency_key, viewer=viewer, at=at
    )


@refuses(InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
@transactional
async def change(
    *,
    obligee_id: UUID,
    version: int,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Obligee:
    """Change what is given; what was issued before stays as it is.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    return await store_entry.change(
        REGISTER,
        obligee_id,
        version,
        given,
        operation="changeObligee",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
    )
