"""Idempotent acts: the same key with the same input returns the first result, for 24 hours.

This also holds across versions of the program: the canonical form of the input ignores new fields, and if the version
of the form differs, the key alone decides.
"""

import datetime
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from models.audit_records import IdempotencyRecord
from models.errors import IdempotencyConflict, InvalidInput, Problem
from models.parties.viewer import Viewer
from models.texts import given_text
from security import canonical_form

MAX_KEY = 120
LIFETIME = datetime.timedelta(hours=24)

TAKE = """
INSERT INTO idempotency_record (actor_id, operation, key, input_digest, result_id, created_at, id)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::uuid[], $6::timestamptz[], $7::uuid[])
ON CONFLICT (actor_id, operation, key) DO UPDATE
SET input_digest = EXCLUDED.input_digest, result_id = EXCLUDED.result_id, created_at = EXCLUDED.created_at
WHERE idempotency_record.created_at < EXCLUDED.created_at - $8::interval
RETURNING result_id
"""
FIND = """
SELECT claim.result_id AS claimed, record.input_digest, record.result_id
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::uuid[])
    AS claim (actor_id, operation, key, at, result_id)
JOIN idempotency_record AS record USING (actor_id, operation, key)
WHERE record.created_at >= claim.at - $6::interval
"""


class Claim(NamedTuple):
    """A key of an act, and the id of the act's result, which distinguishes claims."""

    actor_id: UUID
    operation: str
    key: str
    input_digest: bytes
    result_id: UUID
    at: datetime.datetime

    @property
    def place(self) -> tuple[UUID, str, str]:
        """Resources of one act at a time; keys are locked in this order."""
        return self.actor_id, self.operation, self.key


def require_well_formed(key: str | None) -> None:
    """Raises InvalidInput if the key is empty or too long; None is no key."""
    if key is None:
        return
    if not 0 < len(key) <= MAX_KEY or not key.isprintable() or given_text.forbidden(key):
        message = f"冪等キーは1文字以上{MAX_KEY}文字以内の文字列としてください。"
        raise InvalidInput([Problem(("idempotencyKey",), "MALFORMED", message)])


def claim_of(
    operation: str, key: str, *, input_: object, result_id: UUID, viewer: Viewer, at: datetime.datetime
) -> Claim:
    """A valid claim. `input_` must have a canonical form: dataclasses, mappings and plain values have.

    Raises InvalidInput if the key is empty or too long.
    """
    require_well_formed(key)
    return Claim(viewer.actor_id, operation, key, canonical_form.digest(input_), result_id, at)


async def claim(
    operation: str, key: str | None, *, input_: object, result_id: UUID, viewer: Viewer, at: datetime.datetime
) -> UUID | None:
    """Claim the key for this act; call it first in the act's transaction.

    Returns None if the act must be executed, with `result_id` as the id of its result, or the id of the result of the
    earlier act with this key. Waits for a concurrent one. Raises IdempotencyConflict if the key was used with other
    input, and what `claim_of` raises.
    """
    if key is None:
        return None
    wanted = claim_of(operation, key, input_=input_, result_id=result_id, viewer=viewer, at=at)
    if await take([wanted]):
        return None
    (found,) = (await earlier([wanted])).values()
    if isinstance(found, IdempotencyConflict):
        raise found
    return found


async def take(claims: Sequence[Claim]) -> set[UUID]:
    """Claim the keys, which are distinct; the result ids of those that were free. Waits as `claim` does."""
    if not claims:
        return set()
    ordered = sorted(claims, key=lambda claim: claim.place)
    columns = [list(column) for column in zip(*ordered, strict=True)]
    values = [*columns, [uuid7() for _ in ordered], LIFETIME]
    rows = await connections.get("default").execute_query_dict(TAKE, values)
    return {row["result_id"] for row in rows}


async def earlier(claims: Sequence[Claim]) -> dict[UUID, UUID | IdempotencyConflict]:
    """The results of acts with the same keys, by the result id of the claim, or conflicts for other input.

    Free keys are left out.
    """
    if not claims:
        return {}
    columns = [
        [getattr(claim, name) for claim in claims] for name in ("actor_id", "operation", "key", "at", "result_id")
    ]
    rows = await connections.get("default").execute_query_dict(FIND, [*columns, LIFETIME])
    digests = {claim.result_id: claim.input_digest for claim in claims}
    return {
        row["claimed"]: row["result_id"]
        if canonical_form.may_be_same(row["input_digest"], digests[row["claimed"]])
        else IdempotencyConflict()
        for row in rows
    }


async def release(claims: Sequence[Claim]) -> None:
    """Release keys that were claimed in the same transaction."""
    if claims:
        await IdempotencyRecord.filter(result_id__in=[claim.result_id for claim in claims]).delete()
