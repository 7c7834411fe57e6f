"""Signing in and out, and finding out who is asking."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q

from database.batching import Batcher
from database.transactions import transactional
from models.enums import Role
from models.errors import TooManyAttempts, WrongCredentials
from models.parties.account import AccessToken, Account, ApiClient, ApiClientObligee
from models.parties.viewer import Viewer
from models.refusals import refuses
from models.texts.control_characters import show
from resolvers import access, audit
from security import passwords, tokens
from security.throttle import AttemptsExhausted, Throttle

LONGEST_EMAIL = 254
SESSION_LIFETIME = datetime.timedelta(hours=12)
USE_IS_NEWS_AFTER = datetime.timedelta(minutes=1)
"""A token's last use is recorded to this accuracy: one statement a minute, not one a request."""
CONSOLE = Viewer(Role.OPERATOR, UUID(int=0), "kakusho", "command line")
"""Who works with the command line on the operator's machine: as its address in the audit log says."""


HOLDERS = """
SELECT t.digest, t.id AS token_id, t.expires_at,
    coalesce(a.role, 'E_CONTRACT_SYSTEM') AS role, coalesce(a.id, c.id) AS actor_id,
    coalesce(a.name, c.name) AS name, a.email, a.contractor_id, a.surety_id,
    c.requests_per_minute, t.last_used_at,
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
"""Nobody waits: a token that another process has in hand is left to it, or to the next use."""


async def identify(*, token: str, address: str, at: datetime.datetime) -> Viewer | None:
    """Who holds the token; None when it is unknown, expired or revoked, or its holder is no longer active.

    Asks the database every time (all who ask at the same moment in one statement): what is revoked is revoked at once.
    The use of an API client's token is recorded first, where the last one recorded is a minute old.
    """
    digest = tokens.digest(token)
    holder = await _holder(digest)
    if holder is None or (holder["expires_at"] is not None and holder["expires_at"] <= at):
        return None
    requests_per_minute, last_used_at = holder["requests_per_minute"], holder["last_used_at"]
    if requests_per_minute is not None and (last_used_at is None or last_used_at <= at - USE_IS_NEWS_AFTER):
        await _note_use((digest, at))
    return Viewer(
        role=Role(holder["role"]),
        actor_id=holder["actor_id"],
        name=holder["name"],
        address=address,
        email=holder["email"],
        contractor_id=holder["contractor_id"],
        surety_id=holder["surety_id"],
        obligee_ids=tuple(holder["obligee_ids"]),
        requests_per_minute=requests_per_minute,
        token_id=holder["token_id"],
    )


@refuses(WrongCredentials)
async def sign_in(
    *, email: str, password: str, address: str, throttle: Throttle, at: datetime.datetime
) -> tuple[str, datetime.datetime, Viewer]:
    """A new session: its token, when it ends, and whose it is.

    Raises WrongCredentials for an unknown address and for a wrong password alike, TooManyAttempts.
    """
    email = show(email.strip().lower())
    try:
        async with throttle.attempt("signIn", address, email[:LONGEST_EMAIL]) as attempt:
            account = await _verified(email, password)
            if account is None:
                attempt.fail()
                await audit.record_stranger("session.refused", address=address, subject=email[:LONGEST_EMAIL], at=at)
    except AttemptsExhausted as error:
        raise TooManyAttempts(error.retry_after) from None
    if account is None:
        raise WrongCredentials
    token, viewer = tokens.generate(), person_of(account, address)
    return token, await _begin(token, viewer, at=at), viewer


def claims_of(viewer: Viewer) -> tuple[str, str]:
    """What a link says of whom it was given to: who, and by which token (or nothing)."""
    return viewer.actor_id.hex, viewer.token_id.hex if viewer.token_id else ""


async def of_claims(actor: str, token: str, *, address: str, at: datetime.datetime) -> Viewer | None:
    """Whom a link was given to, as it is now; None when it is no longer active, or could not ask again.

    That is, when the token by which it asked is expired or revoked, also by signing out.
    """
    viewer = await _of_actor(UUID(actor), address)
    if viewer is None or not token:
        return viewer
    holds = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    is_held = await AccessToken.filter(holds, id=UUID(token), revoked_at__isnull=True).exists()
    return viewer if is_held else None


async def _of_actor(actor_id: UUID, address: str) -> Viewer | None:
    account = await Account.get_or_none(id=actor_id, is_active=True)
    if account is not None:
        return person_of(account, address)
    client = await ApiClient.get_or_none(id=actor_id, is_active=True)
    if client is None:
        return None
    acts_for = await ApiClientObligee.filter(api_client_id=actor_id).order_by("id")
    obligee_ids = tuple(each.obligee_id for each in acts_for)
    return Viewer(Role.E_CONTRACT_SYSTEM, actor_id, client.name, address, obligee_ids=obligee_ids)


@transactional
async def sign_out(*, token: str | None, viewer: Viewer | None, at: datetime.datetime) -> bool:
    """End the session; tokens of API clients are revoked by their operator, not by this. Whether it was a session."""
    viewer = access.require("signOut", viewer)
    sessions = AccessToken.filter(digest=tokens.digest(token or ""), account_id__isnull=False, revoked_at__isnull=True)
    ended = await sessions.update(revoked_at=at)
    if ended:
        await audit.record("session.ended", viewer=viewer, at=at)
    return bool(ended)


async def _verified(email: str, password: str) -> Account | None:
    """The account, if the password is its; the same work without an account."""
    # Tortoise fails on a text that no column could hold.
    account = await Account.get_or_none(email=email, is_active=True) if len(email) <= LONGEST_EMAIL else None
    is_right = await passwords.verify(account and account.password_hash, password)
    return account if is_right else None


@transactional
async def _begin(token: str, viewer: Viewer, *, at: datetime.datetime) -> datetime.datetime:
    """Store the session; returns when it ends."""
    ends = at + SESSION_LIFETIME
    await AccessToken.create(digest=tokens.digest(token), account_id=viewer.actor_id, created_at=at, expires_at=ends)
    await audit.record("session.begun", viewer=viewer, at=at)
    return ends


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


def person_of(account: Account, address: str) -> Viewer:
    """The viewer that an account stands for."""
    return Viewer(
        role=account.role,
        actor_id=account.id,
        name=account.name,
        address=address,
        email=account.email,
        contractor_id=account.contractor_id,
        surety_id=account.surety_id,
        obligee_ids=(account.obligee_id,) if account.obligee_id else (),
    )
