"""Puts bytes into the store such that none stay there without a row that refers to them.

The key is recorded first, in a transaction of its own; the transaction that refers to the bytes removes the record
(`PendingContent.settle`). A record that is older than any request or attempt was left by a process that died.
"""

import datetime
from collections.abc import Collection
from uuid import UUID

from tortoise import connections

from models.pending_content import PendingContent
from storage.store import Store

MAX_AGE = datetime.timedelta(hours=1)
"""From recording a key to referring to it; a later reference is refused (ContentAbandoned)."""
BATCH = 100

ABANDON_STATEMENT = f"""
WITH late AS (
    SELECT id FROM pending_content WHERE begun_at < $1 ORDER BY begun_at LIMIT {BATCH} FOR UPDATE SKIP LOCKED
)
UPDATE pending_content AS pending SET is_abandoned = true FROM late WHERE pending.id = late.id RETURNING pending.id
"""  # noqa: S608 -- a constant number
"""Skips rows that a transaction is referring to at the moment."""


async def put(store: Store, key: UUID, content: bytes, *, at: datetime.datetime) -> None:
    """Store the bytes until a row refers to them. Raises StoreUnavailable."""
    await PendingContent.create(id=key, begun_at=at)
    await store.put(key, content)


async def discard(store: Store, key: UUID) -> None:
    """Delete bytes, unless a committed row refers to them; from now on none can. Raises StoreUnavailable.

    The key stays recorded until the sweep, which also deletes bytes that arrive later.
    """
    if await PendingContent.filter(id=key).update(is_abandoned=True):
        await store.delete(key)


async def abandon(keys: Collection[UUID], *, at: datetime.datetime) -> None:
    """Have a sweep delete bytes after an hour; call it in the transaction that deletes the rows that refer to them.

    The hour lets downloads end that have begun.
    """
    await PendingContent.bulk_create([PendingContent(id=key, begun_at=at, is_abandoned=True) for key in keys])


async def sweep(store: Store, *, at: datetime.datetime) -> int:
    """Delete bytes that dead processes have left; returns the number of keys. Raises StoreUnavailable.

    Deletes outside any transaction; if this process dies in between, the next sweep continues.
    """
    rows = await connections.get("default").execute_query_dict(ABANDON_STATEMENT, [at - MAX_AGE])
    for row in rows:
        await store.delete(row["id"])
    await PendingContent.filter(id__in=[row["id"] for row in rows]).delete()
    return len(rows)
