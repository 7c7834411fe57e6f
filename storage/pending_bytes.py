"""Putting bytes into the store such that none are left there without a row that refers to them.

The key is noted first, in a transaction of its own; the transaction that refers to the bytes forgets it
(`PendingContent.settle`). What is noted for longer than any request or attempt takes is left by a process that died.
"""

import datetime
from uuid import UUID

from tortoise import connections

from models.pending_content import PendingContent
from storage.store import Store

LONGEST = datetime.timedelta(hours=1)
"""From noting a key to referring to it; whoever takes longer is told so (ContentAbandoned)."""
BATCH = 100

ABANDON = f"""
WITH late AS (
    SELECT id FROM pending_content WHERE begun_at < $1 ORDER BY begun_at LIMIT {BATCH} FOR UPDATE SKIP LOCKED
)
UPDATE pending_content AS pending SET is_abandoned = true FROM late WHERE pending.id = late.id RETURNING pending.id
"""  # noqa: S608 -- a number of ours
"""Passes over what a transaction is just referring to."""


async def put(store: Store, key: UUID, content: bytes, *, at: datetime.datetime) -> None:
    """Keep the bytes until somebody refers to them. Raises StoreUnavailable."""
    await PendingContent.create(id=key, begun_at=at)
    await store.put(key, content)


async def discard(store: Store, key: UUID) -> None:
    """Delete bytes, unless a commit refers to them; from now on none can. Raises StoreUnavailable.

    The key stays noted until the sweep: bytes that are still on their way are deleted then.
    """
    if await PendingContent.filter(id=key).update(is_abandoned=True):
        await store.delete(key)


async def sweep(store: Store, *, at: datetime.datetime) -> int:
    """Delete what processes that died have left; says how many keys. Raises StoreUnavailable.

    Deletes outside of any transaction; if this process dies in between, the next sweep goes on.
    """
    rows = await connections.get("default").execute_query_dict(ABANDON, [at - LONGEST])
    for row in rows:
        await store.delete(row["id"])
    await PendingContent.filter(id__in=[row["id"] for row in rows]).delete()
    return len(rows)
