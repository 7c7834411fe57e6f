"""Authentication: the viewer, by the token of a request."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tortoise import connections

from database.batching import Batcher
from models.enums import AccountRole, Role
from models.parties.account import Account
from models.parties.viewer import Viewer
from security import tokens

USE_IS_NEWS_AFTER = datetime.timedelta(minutes=1)
"""A token's last use is recorded to this precision: one statement a minute, not one a request."""
CONSOLE = Viewer(Role.OPERATOR, UUID(int=0), "kakusho", "command line")
"""The actor of command-line calls on the operator's machine, as in the audit log's address."""

HOLDERS = """
SELECT t.digest, t.id AS token_id, t.expires_at,
    coalesce(a.role, 'E_CONTRACT_SYSTEM') AS role, coalesce(a.id, c.id) AS actor_id,
    coalesce(a.name, c.name) AS name, a.email, a.account_role, a.contractor_id, a.surety_id,
    c.requests_per_minute, t.last_used_at, a.contractor_id IS NOT NULL
        AND EXISTS (SELECT FROM contract_party WHERE contractor_id = a.contractor_id) AS reads_along,
    CASE WHEN a.obligee_id IS NOT NULL THEN ARRAY[a.obligee_id]
    ELSE ARRAY(SELECT o.obligee_id FROM api_client_obligee o WHERE o.api_client_id = c.id ORDER BY o.id)
    END AS obligee_ids
FROM access_token t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN api_client c ON c.id = t.api_client_id
WHERE t.digest = ANY($1) AND t.revoked_at IS NULL AND coalesce(a.is_active, c.is_active)
"""
NOTE_USES = """
UPDATE access_token SET last_used_at = used.at
FROM (
    SELECT t.id, use.at
    FROM (
        SELECT digest, max(at) AS at FROM unnest($1::bytea[], $2::timestamptz[]) AS each (digest, at) GROUP BY digest
    ) use
    JOIN access_token t ON t.digest = use.digest
    WHERE t.last_used_at IS NULL OR t.last_used_at <= use.at - $3::interval
    FOR UPDATE OF t SKIP LOCKED
) used
WHERE access_token.id = used.id
"""
"""Does not wait: a token that another process has locked is left to it, or to the next use."""


async def by_token(*, token: str, address: str, at: datetime.datetime) -> Viewer | None:
    """The holder of the token; None if it is unknown, expired or revoked, or its holder is no longer active.

    Queries the database every time (concurrent calls share a statement): a revocation takes effect at once. The use is
    recorded first, if the last recorded one is a minute old.
    """
    holder = await _current_holder(tokens.digest(token), at)
    if holder is None:
        return None
    await _note(holder, at)
    return _viewer(holder, address)


async def by_session(*, token: str, address: str, at: datetime.datetime) -> Viewer | None:
    """The person whose session it is, for pages.

    An API client's token is not a session: it is sent as a bearer token, so that its requests are counted.
    """
    holder = await _current_holder(tokens.digest(token), at)
    if holder is None or _is_client(holder):
        return None
    await _note(holder, at)
    return _viewer(holder, address)


async def _current_holder(digest: bytes, at: datetime.datetime) -> Mapping[str, Any] | None:
    holder = await _holder(digest)
    is_over = holder is not None and holder["expires_at"] is not None and holder["expires_at"] <= at
    return None if is_over else holder


async def _note(holder: Mapping[str, Any], at: datetime.datetime) -> None:
    last_used_at = holder["last_used_at"]
    if last_used_at is None or last_used_at <= at - USE_IS_NEWS_AFTER:
        await _note_use((holder["digest"], at))


def _is_client(holder: Mapping[str, Any]) -> bool:
    return holder["requests_per_minute"] is not None


def _viewer(holder: Mapping[str, Any], address: str) -> Viewer:
    return Viewer(
        role=Role(holder["role"]),
        actor_id=holder["actor_id"],
        name=holder["name"],
        address=address,
        email=holder["email"],
        contractor_id=holder["contractor_id"],
        surety_id=holder["surety_id"],
        obligee_ids=tuple(holder["obligee_ids"]),
        reads_along=holder["reads_along"],
        requests_per_minute=holder["requests_per_minute"],
        account_role=holder["account_role"] and AccountRole(holder["account_role"]),
        token_id=holder["token_id"],
    )


def as_person(account: Account, address: str) -> Viewer:
    """The viewer of an account."""
    return Viewer(
        role=account.role,
        actor_id=account.id,
        name=account.name,
        address=address,
        email=account.email,
        contractor_id=account.contractor_id,
        surety_id=account.surety_id,
        obligee_ids=(account.obligee_id,) if account.obligee_id else (),
        account_role=account.account_role,
    )


async def _holders(digests: Sequence[bytes]) -> Sequence[Mapping[str, Any] | None]:
    _, rows = await connections.get("default").execute_query(HOLDERS, [list(set(digests))])
    found = {row["digest"]: row for row in rows}
    return [found.get(digest) for digest in digests]


async def _note_uses(uses: Sequence[tuple[bytes, datetime.datetime]]) -> Sequence[None]:
    digests, moments = (list(column) for column in zip(*uses, strict=True))
    await connections.get("default").execute_query(NOTE_USES, [digests, moments, USE_IS_NEWS_AFTER])
    return [None] * len(uses)


_holder = Batcher(_holders)
_note_use = Batcher(_note_uses)
