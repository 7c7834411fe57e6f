"""Acts that their callers may repeat: the same key with the same input gives the first result, for 24 hours."""

import datetime
import hashlib
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from models.errors import IdempotencyConflict, InvalidInput, Problem
from models.records import IdempotencyRecord
from models.viewer import Viewer

MAX_KEY = 120
LIFETIME = datetime.timedelta(hours=24)

CLAIM = """
INSERT INTO idempotency_record (id, actor_id, operation, key, input_digest, result_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (actor_id, operation, key) DO UPDATE
SET input_digest = EXCLUDED.input_digest, result_id = EXCLUDED.result_id, created_at = EXCLUDED.created_at
WHERE idempotency_record.created_at < $8
RETURNING result_id
"""


async def claim(
    operation: str, key: str | None, *, input_: object, result_id: UUID, viewer: Viewer, at: datetime.datetime
) -> UUID | None:
    """Take the key for this act; call it first in the act's transaction.

    Returns None when the act is to be done, with `result_id` as the id of its result, or the id of the result of the
    act that has been done with this key already. Waits for one that is under way. `input_` must have a complete repr
    (frozen dataclasses and plain values have). Raises IdempotencyConflict when the key came with other input, and
    InvalidInput when it is empty or too long.
    """
    if key is None:
        return None
    if not 0 < len(key) <= MAX_KEY or not key.isprintable():
        message = f"冪等キーは1文字以上{MAX_KEY}文字以内の文字列としてください。"
        raise InvalidInput([Problem(("idempotencyKey",), "MALFORMED", message)])
    digest = hashlib.sha256(repr(input_).encode()).digest()
    values = [uuid7(), viewer.actor_id, operation, key, digest, result_id, at, at - LIFETIME]
    if await connections.get("default").execute_query_dict(CLAIM, values):
        return None
    record = await IdempotencyRecord.get(actor_id=viewer.actor_id, operation=operation, key=key)
    if bytes(record.input_digest) != digest:
        raise IdempotencyConflict
    return record.result_id


async def forget(*, at: datetime.datetime) -> int:
    """Delete records that are over; returns how many."""
    return await IdempotencyRecord.filter(created_at__lt=at - LIFETIME).delete()
