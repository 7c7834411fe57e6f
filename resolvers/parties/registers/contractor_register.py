"""The register of contractors (請負者)."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.contractor import Contractor
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince, refuses
from resolvers.parties.registers import entry_fields, store_entry
from resolvers.parties.registers.entry_fields import EntryField
from resolvers.parties.registers.store_entry import Given, Register

FIELDS = (
    EntryField("name", "名称", 120, "principal_name"),
    EntryField("address", "住所", 200, "principal_address"),
    EntryField("representative", "代表者", 120, is_optional=True),
    # Joint ventures show a member's contracts by this number (decision 0039): nobody chooses it for himself.
    EntryField(
        "corporate_number",
        "法人番号",
        20,
        is_optional=True,
        is_operators=True,
        check=entry_fields.corporation,
        tidy=entry_fields.number_of,
    ),
    entry_fields.active(is_operators=True),
)
REGISTERED = "同じ法人番号の請負者が登録されています。"
SAME = "同じ名称・住所の請負者が登録されています。別の会社である場合は、双方の法人番号を登録してください。"


def is_same(one: Contractor, other: Contractor) -> bool:
    """Whether two entries cannot both be registered."""
    if one.corporate_number is not None and other.corporate_number is not None:
        return one.corporate_number == other.corporate_number
    return (one.name, one.address) == (other.name, other.address)


async def _conflicts(row: Contractor) -> Sequence[Problem]:
    others = Contractor.exclude(id=row.id)
    if row.corporate_number is not None and await others.filter(corporate_number=row.corporate_number).exists():
        return [Problem(("corporateNumber",), "TAKEN", REGISTERED)]
    same = others.filter(name=row.name, address=row.address)
    if row.corporate_number is not None:
        same = same.filter(corporate_number__isnull=True)
    return [Problem(("name",), "TAKEN", SAME)] if await same.exists() else []


REGISTER = Register(
    Contractor,
    FIELDS,
    owner="contractor_id",
    owner_of=lambda row: row.id,
    named=lambda row: row.name,
    conflicts=_conflicts,
)


@refuses(InvalidInput, IdempotencyConflict)
@transactional
async def create(
    *, given: Given, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> Contractor:
    """Register a contractor. Raises InvalidInput with every problem, IdempotencyConflict, TooManyRequests."""
    return await store_entry.create(
        REGISTER, given, operation="createContractor", idempotency_key=idempotency_key, viewer=viewer, at=at
    )


@refuses(InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
@transactional
async def change(
    *,
    contractor_id: UUID,
    version: int,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Contractor:
    """Change what is given; what was issued and stated before stays as it is.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    return await store_entry.change(
        REGISTER,
        contractor_id,
        version,
        given,
        operation="changeContractor",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
    )
