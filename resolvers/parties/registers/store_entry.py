"""Creating and changing an entry of a register, with its history: the same for all registers."""

import datetime
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from models.enums import Role
from models.errors import InvalidInput, NotFound, Problem
from models.parties.register_change import RegisterChange
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince
from models.row import Row
from resolvers import access, audit, idempotency, quotas
from resolvers.access_rules import register_rules
from resolvers.parties.registers.entry_fields import EntryField, differences

E = TypeVar("E", bound=Row)
Given = Mapping[str, Any]
"""What is given of an entry, by column: None removes an optional value."""


@dataclass(frozen=True)
class Register(Generic[E]):
    """A table of entries that people keep."""

    model: type[E]
    fields: tuple[EntryField, ...]
    owner: str
    """The column of RegisterChange for the organisation to which an entry belongs."""
    owner_of: Callable[[E], UUID]
    named: Callable[[E], str]
    """What the audit log calls an entry."""
    conflicts: Callable[[E], Awaitable[Sequence[Problem]]]
    """The problems of a valid entry with the others, and as a whole."""


async def create(
    register: Register[E],
    given: Given,
    *,
    operation: str,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
    **fixed: UUID,
) -> E:
    """A new entry; `fixed` has the rows that it belongs to. It is the transaction of a use case.

    Raises InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require(operation, viewer)
    row = register.model(id=uuid7(), **fixed)
    input_ = [given, fixed]
    first_id = await idempotency.claim(
        operation, idempotency_key, input_=input_, result_id=row.id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await register.model.get(id=first_id)
    await quotas.require(quotas.REGISTER_ENTRIES, viewer=viewer, at=at)
    await lock(register)
    values = _tidied(register, given)
    problems = _problems(register.fields, values, viewer.role)
    row.update_from_dict(values)
    if problems := problems or await register.conflicts(row):
        raise InvalidInput(problems)
    await row.save(force_create=True)
    changes = differences(register.fields, {}, values_of(register, row))
    await RegisterChange.bulk_create([history_of(register, row, changes, viewer=viewer, at=at)])
    subject = f"{register.model.__name__} {register.named(row)}"
    await audit.record("register.entry_created", viewer=viewer, at=at, subject_id=row.id, subject=subject)
    return row


async def change(
    register: Register[E],
    id_: UUID,
    version: int,
    given: Given,
    *,
    operation: str,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> E:
    """Change what is given of an entry that was read as `version`. It is the transaction of a use case.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require(operation, viewer)
    input_ = [id_, version, given]
    claimed = await idempotency.claim(operation, idempotency_key, input_=input_, result_id=id_, viewer=viewer, at=at)
    if claimed is None:
        await quotas.require(quotas.REGISTER_CHANGES, viewer=viewer, at=at)
    row = await lock_kept(register, id_, viewer)
    if claimed is not None:
        return row
    stored: Any = row
    if version != stored.version:
        raise EntryChangedSince(stored.version)
    values = _tidied(register, given)
    given_fields = [field for field in register.fields if field.column in values]
    before = values_of(register, row)
    problems = _problems(given_fields, values, viewer.role)
    row.update_from_dict(values)
    if problems := problems or await register.conflicts(row):
        raise InvalidInput(problems)
    changes = differences(register.fields, before, values_of(register, row))
    if not changes:
        return row
    stored.version = version + 1
    await row.save(update_fields=[*values, "version"])
    await record_change(register, row, changes, viewer=viewer, at=at)
    return row


async def require_kept(register: Register[E], id_: UUID, viewer: Viewer) -> None:
    """Raises NotFound for an entry that the viewer may not change."""
    if not await register.model.filter(register_rules.kept(register.model, viewer), id=id_).exists():
        raise NotFound


async def lock_kept(register: Register[E], id_: UUID, viewer: Viewer) -> E:
    """An entry that the viewer may change, locked until the end of the transaction. Raises NotFound."""
    await lock(register)
    kept = register.model.filter(register_rules.kept(register.model, viewer), id=id_)
    row = await kept.select_for_update().first()
    if row is None:
        raise NotFound
    return row


async def record_change(
    register: Register[E], row: E, changes: Sequence[Mapping[str, Any]], *, viewer: Viewer, at: datetime.datetime
) -> None:
    """What has changed of an entry, under its new version, in its history and in the audit log."""
    await RegisterChange.bulk_create([history_of(register, row, changes, viewer=viewer, at=at)])
    subject = f"{register.model.__name__} {register.named(row)}"
    await audit.record("register.entry_changed", viewer=viewer, at=at, subject_id=row.id, subject=subject)


async def lock(register: Register[Any]) -> None:
    """Writers of one register wait for each other, so that what they look for among the others stays true.

    It is taken before any row of the register.
    """
    key = f"register {register.model.__name__}"
    await connections.get("default").execute_query_dict(quotas.LOCK, [key])


def history_of(
    register: Register[E], row: E, changes: Sequence[Mapping[str, Any]], *, viewer: Viewer, at: datetime.datetime
) -> RegisterChange:
    """The history's row for the version that the entry has now."""
    stored: Any = row
    return RegisterChange(
        **{register.owner: register.owner_of(row)},
        entry_id=row.id,
        version=stored.version,
        changed_at=at,
        changed_by_id=viewer.actor_id,
        role=viewer.role,
        changes=changes,
    )


def values_of(register: Register[E], row: E) -> dict[str, Any]:
    """What an entry says, by column."""
    return {field.column: getattr(row, field.column) for field in register.fields}


def _tidied(register: Register[Any], given: Given) -> dict[str, Any]:
    known = {field.column: field for field in register.fields}
    return {name: known[name].tidied(value) for name, value in given.items()}


def _problems(fields: Iterable[EntryField], values: Given, role: Role) -> list[Problem]:
    """Of these fields; a required one that is not given lacks a value, unless it has a default."""
    problems: list[Problem] = []
    for field in fields:
        if field.column not in values:
            problems += [] if field.has_default else field.problems(None)
        elif field.is_operators and role is not Role.OPERATOR:
            problems.append(Problem(field.path, "OPERATOR_ONLY", "この項目は運用者だけが変更できます。"))
        else:
            problems += field.problems(values[field.column])
    return problems
