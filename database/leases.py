"""Claiming jobs with a lease, and settling them: storing the result of an attempt. See models/job.py for the rows.

All job tables use the same statements. A claim increments the attempts, so that an attempt counts even if its worker
dies; the lease ends at `due_at`, when the row is due again.
"""

import datetime
from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

import structlog
from tortoise import Model, connections

from database.batching import Batcher
from database.connection import is_unreachable

SUSPICIOUS_ATTEMPTS = 3
"""A job whose leases expired so often may be the cause of the workers' deaths."""
CHANNEL = "job"
"""NOTIFY channel: a commit that adds jobs sends the name of their table."""

log = structlog.get_logger(__name__)


class DueRows(Enum):
    """Which due rows to claim."""

    SOUND = f"AND (claim IS NULL OR attempts < {SUSPICIOUS_ATTEMPTS})"
    SUSPICIOUS = f"AND claim IS NOT NULL AND attempts >= {SUSPICIOUS_ATTEMPTS}"
    """Their leases expired repeatedly: one is claimed at a time, so that no other job is lost with it."""
    THESE = "AND id = ANY($4)"


class Leased(Protocol):
    """A row that can be settled."""

    id: UUID
    claim: UUID | None
    NOTED: ClassVar[dict[str, str]]
    STANDS: ClassVar[str]


M = TypeVar("M", bound=Model)

CLAIM = """
WITH picked AS MATERIALIZED (
    SELECT id FROM {table} WHERE state = 'WAITING' AND due_at <= $1 {among}
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE {table} AS job SET attempts = attempts + 1, due_at = $2, claim = uuidv7()
FROM picked WHERE job.id = picked.id
RETURNING {columns}, old.claim AS abandoned
"""
"""Claims due rows, the longest due first; skips rows that other transactions are claiming.

Materialized: otherwise a plan may run the subquery once for each row, and claim more rows than the limit.
"""
SETTLE = """
UPDATE {table} AS job SET claim = NULL, {assignments}
FROM unnest($1::uuid[], $2::uuid[], {parameters}) AS settled (id, claim, {columns})
WHERE job.id = settled.id AND job.state IN ('WAITING', 'DEAD') AND (job.claim = settled.claim OR {stands})
RETURNING job.id
"""
"""Ignored if another worker has claimed the row since, unless the result holds in any case (`STANDS`)."""
_SETTLED = {"state": "text", "due_at": "timestamptz", "attempts": "smallint", "last_error": "text"}


@cache
def claim_statement(model: type[Model], among: DueRows) -> str:
    """$1 is the time, $2 the end of the lease, $3 the maximum of rows; $4 the ids, with THESE."""
    columns = ", ".join(f"job.{column}" for column in model._meta.fields_db_projection_reverse)
    return CLAIM.format(table=model._meta.db_table, among=among.value, columns=columns)


async def claim(
    model: type[M],
    *,
    at: datetime.datetime,
    until: datetime.datetime,
    most: int,
    among: DueRows = DueRows.SOUND,
    ids: Sequence[UUID] | None = None,
) -> list[M]:
    """Claim up to `most` due rows until `until`, the end of the lease; only rows of `ids`, if given."""
    if ids is not None:
        among = DueRows.THESE
    values = [at, until, most] if ids is None else [at, until, most, list(ids)]
    rows = await connections.get("default").execute_query_dict(claim_statement(model, among), values)
    return [_row(model, row) for row in rows]


def _row(model: type[M], row: dict[str, Any]) -> M:
    """An instance, built as querysets do."""
    found = model._init_from_db(**row)
    found.abandoned = row["abandoned"]  # type: ignore[attr-defined] -- jobs have it
    return found


async def settle(row: Leased) -> bool:
    """Store the result of an attempt; False if it was ignored, since another worker has claimed the row.

    Concurrent calls share a statement. If it fails, its rows are stored one by one, so that only the faulty row fails.
    """
    outcome = await _batcher(type(row))(row)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@cache
def _batcher(model: type[Leased]) -> Batcher[Leased, bool | Exception]:
    async def settle_all(rows: Sequence[Leased]) -> Sequence[bool | Exception]:
        try:
            counted = await store(rows)
        except Exception as error:
            if is_unreachable(error) or len(rows) == 1:
                raise
            log.warning("settled_one_by_one", table=model.__name__, error=type(error).__name__)
            return [await _alone(row) for row in rows]
        return [row.id in counted for row in rows]

    return Batcher(settle_all)


async def _alone(row: Leased) -> bool | Exception:
    try:
        return row.id in await store([row])
    except Exception as error:  # noqa: BLE001 -- returned to the caller
        return error


async def store(rows: Sequence[Leased]) -> set[UUID]:
    """Settle rows of one table in one statement; returns the ids of those that were not ignored."""
    kind = type(rows[0])
    names = ("id", "claim", *_SETTLED, *kind.NOTED)
    values: list[list[Any]] = [[getattr(row, name) for row in rows] for name in names]
    found = await connections.get("default").execute_query_dict(_settle_statement(kind), values)
    return {row["id"] for row in found}


@cache
def _settle_statement(model: Any) -> str:
    columns: dict[str, str] = _SETTLED | model.NOTED
    return SETTLE.format(
        table=model._meta.db_table,
        assignments=", ".join(f"{name} = settled.{name}" for name in columns),
        parameters=", ".join(f"${place}::{type_}[]" for place, type_ in enumerate(columns.values(), start=3)),
        columns=", ".join(columns),
        stands=model.STANDS,
    )
