"""Claiming rows to work on, with a lease, and settling what has become of them. See models/job.py for the rows.

Every table of jobs is claimed and settled by the same statements. A claim raises the number of attempts, so that the
attempt of a worker that dies counts; its lease ends at `due_at`, and then the row is due again.
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
"""What was abandoned so often may be what kills the workers."""
CHANNEL = "job"
"""Commits that add jobs are told of here, with the table's name."""

log = structlog.get_logger(__name__)


class Among(Enum):
    """Which of the due rows."""

    SOUND = f"AND (claim IS NULL OR attempts < {SUSPICIOUS_ATTEMPTS})"
    SUSPICIOUS = f"AND claim IS NOT NULL AND attempts >= {SUSPICIOUS_ATTEMPTS}"
    """Abandoned again and again: to be tried one at a time, so that others are not abandoned with them."""
    THESE = "AND id = ANY($4)"


class Leased(Protocol):
    """What a row needs to be settled."""

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
"""Takes what is due, the longest waiting first; what others are taking at the moment is passed over.

Materialized: a plan may run a subquery once for each row, and would claim more than the limit every time.
"""
SETTLE = """
UPDATE {table} AS job SET claim = NULL, {assignments}
FROM unnest($1::uuid[], $2::uuid[], {parameters}) AS settled (id, claim, {columns})
WHERE job.id = settled.id AND job.state IN ('WAITING', 'DEAD') AND (job.claim = settled.claim OR {stands})
RETURNING job.id
"""
"""A claim that was taken over meanwhile no longer counts, unless what has become of the job is true in any case."""
_SETTLED = {"state": "text", "due_at": "timestamptz", "attempts": "smallint", "last_error": "text"}


@cache
def claim_statement(model: type[Model], among: Among) -> str:
    """$1 is the time, $2 the end of the lease, $3 the most rows; $4 the ids, if these are asked for."""
    columns = ", ".join(f"job.{column}" for column in model._meta.fields_db_projection_reverse)
    return CLAIM.format(table=model._meta.db_table, among=among.value, columns=columns)


async def claim(
    model: type[M],
    *,
    at: datetime.datetime,
    until: datetime.datetime,
    most: int,
    among: Among = Among.SOUND,
    ids: Sequence[UUID] | None = None,
) -> list[M]:
    """Some rows that are due; `until` then they are this caller's alone. Of `ids`, if they are given."""
    if ids is not None:
        among = Among.THESE
    values = [at, until, most] if ids is None else [at, until, most, list(ids)]
    rows = await connections.get("default").execute_query_dict(claim_statement(model, among), values)
    return [_row(model, row) for row in rows]


def _row(model: type[M], row: dict[str, Any]) -> M:
    """What querysets do, for rows that come from elsewhere."""
    found = model._init_from_db(**row)
    found.abandoned = row["abandoned"]  # type: ignore[attr-defined] -- jobs have it
    return found


async def settle(row: Leased) -> bool:
    """Store what has become of a claimed row; says whether it counts.

    Whoever settles at the same moment shares a statement. A row that cannot be stored fails by itself: those who shared
    its statement are stored one by one.
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
    except Exception as error:  # noqa: BLE001 -- the caller gets it
        return error


async def store(rows: Sequence[Leased]) -> set[UUID]:
    """Settle rows of one table in one statement; says which count."""
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
