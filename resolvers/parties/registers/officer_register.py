"""The register of contracting officers (被保証者) for whom certificates in favour of an obligee are made out."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from database.transactions import transactional
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.parties.contracting_officer import MOST_OFFICERS, ContractingOfficer
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince, refuses
from resolvers import access
from resolvers.access_rules import register_rules
from resolvers.parties.registers import entry_fields, store_entry
from resolvers.parties.registers.entry_fields import EntryField
from resolvers.parties.registers.store_entry import Given, Register

FIELDS = (
    EntryField("title", "被保証者の表示", 120, "obligee_title"),
    EntryField("office", "部局・事務所", 120, is_optional=True),
    entry_fields.active(is_operators=False),
)


async def _conflicts(row: ContractingOfficer) -> Sequence[Problem]:
    others = ContractingOfficer.filter(obligee_id=row.obligee_id).exclude(id=row.id)
    problems: list[Problem] = []
    if await others.filter(title=row.title).exists():
        problems.append(Problem(("title",), "TAKEN", "同じ表示の契約担当官等が登録されています。"))
    if await others.count() >= MOST_OFFICERS:
        message = f"1つの発注者に登録できる契約担当官等は{MOST_OFFICERS}名までです。"
        problems.append(Problem(("title",), "TOO_MANY", message))
    return problems


REGISTER = Register(
    ContractingOfficer,
    FIELDS,
    owner="obligee_id",
    owner_of=lambda row: row.obligee_id,
    named=lambda row: row.title,
    conflicts=_conflicts,
)


@refuses(InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def create(
    *,
    obligee_id: UUID | None,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> ContractingOfficer:
    """Register a contracting officer of an obligee; None is the viewer's own.

    Raises NotFound for another obligee, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("createContractingOfficer", viewer)
    owner_id = obligee_id or viewer.obligee_id
    if owner_id is None:
        raise InvalidInput([Problem(("obligeeId",), "REQUIRED", "発注者を指定してください。")])
    if not await Obligee.filter(register_rules.kept(Obligee, viewer), id=owner_id).exists():
        raise NotFound
    return await store_entry.create(
        REGISTER,
        given,
        operation="createContractingOfficer",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
        obligee_id=owner_id,
    )


@refuses(InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
@transactional
async def change(
    *,
    officer_id: UUID,
    version: int,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> ContractingOfficer:
    """Change what is given; certificates of before keep the title that they have.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    return await store_entry.change(
        REGISTER,
        officer_id,
        version,
        given,
        operation="changeContractingOfficer",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
    )
