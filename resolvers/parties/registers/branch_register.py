"""The register of a surety's branches (支店)."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from database.transactions import transactional
from models.audit_records import SerialCounter
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.surety import MOST_BRANCHES, Branch, Surety
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince, refuses
from resolvers import access
from resolvers.access_rules import register_rules
from resolvers.parties.registers import entry_fields, store_entry
from resolvers.parties.registers.entry_fields import EntryField
from resolvers.parties.registers.store_entry import Given, Register

NUMBERED = "この支店のコードで始まる保証契約番号が発行されているため、コードは変更できません。"
FIELDS = (
    EntryField("code", "支店コード", 3, tidy=entry_fields.half_width, check=entry_fields.branch_code),
    EntryField("name", "名称", 60, "branch_name"),
    EntryField("telephone", "電話番号", 20, "branch_telephone"),
    EntryField("fax", "ＦＡＸ番号", 20, "branch_fax", is_optional=True),
    EntryField("hours", "営業時間", 60, is_optional=True),
    entry_fields.active(is_operators=False),
)


async def _conflicts(row: Branch) -> Sequence[Problem]:
    problems: list[Problem] = []
    others = Branch.exclude(id=row.id)
    if await others.filter(code=row.code).exists():
        problems.append(Problem(("code",), "TAKEN", "この支店コードは、すでに使われています。"))
    # Its row is locked: no number is given meanwhile.
    elif not await Branch.filter(id=row.id, code=row.code).exists() and await _has_numbers(row):
        problems.append(Problem(("code",), "IN_USE", NUMBERED))
    if await others.filter(surety_id=row.surety_id).count() >= MOST_BRANCHES:
        message = f"1社に登録できる支店は{MOST_BRANCHES}店までです。"
        problems.append(Problem(("name",), "TOO_MANY", message))
    return problems


async def _has_numbers(row: Branch) -> bool:
    return await SerialCounter.filter(branch_id=row.id).exists()


REGISTER = Register(
    Branch,
    FIELDS,
    owner="surety_id",
    owner_of=lambda row: row.surety_id,
    named=lambda row: f"{row.code} {row.name}",
    conflicts=_conflicts,
)


@refuses(InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def create(
    *,
    surety_id: UUID | None,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Branch:
    """Register a branch of a surety; None is the viewer's own.

    Raises NotFound for another surety, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("createBranch", viewer)
    owner_id = surety_id or viewer.surety_id
    if owner_id is None:
        raise InvalidInput([Problem(("suretyId",), "REQUIRED", "保証会社を指定してください。")])
    if not await Surety.filter(register_rules.kept(Surety, viewer), id=owner_id).exists():
        raise NotFound
    return await store_entry.create(
        REGISTER,
        given,
        operation="createBranch",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
        surety_id=owner_id,
    )


@refuses(InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
@transactional
async def change(
    *,
    branch_id: UUID,
    version: int,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Branch:
    """Change what is given; its code only until a guarantee number begins with it.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    return await store_entry.change(
        REGISTER,
        branch_id,
        version,
        given,
        operation="changeBranch",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
    )
