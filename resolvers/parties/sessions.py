"""Signing in and out."""

import datetime

from database.transactions import transactional
from models.errors import WrongCredentials
from models.parties.account import AccessToken, Account
from models.parties.viewer import Viewer
from models.refusals import refuses
from models.texts.control_characters import show
from resolvers import access, audit, limited_attempts
from resolvers.parties import identify
from security import passwords, tokens
from security.throttle import Throttle

LONGEST_EMAIL = 254
SESSION_LIFETIME = datetime.timedelta(hours=12)


@refuses(WrongCredentials)
async def sign_in(
    *, email: str, password: str, address: str, throttle: Throttle, at: datetime.datetime
) -> tuple[str, datetime.datetime, Viewer]:
    """A new session: its token, its end, and its account.

    Raises WrongCredentials for an unknown address and for a wrong password, TooManyAttempts.
    """
    email = show(email.strip().lower())
    async with limited_attempts.attempt(throttle, "signIn", address, email[:LONGEST_EMAIL]) as attempt:
        account = await _verified(email, password)
        if account is None:
            attempt.fail()
            await audit.record_anonymous("session.refused", address=address, subject=email[:LONGEST_EMAIL], at=at)
    if account is None:
        raise WrongCredentials
    token, viewer = tokens.generate(), identify.as_person(account, address)
    return token, await _begin(token, viewer, at=at), viewer


@transactional
async def sign_out(*, token: str | None, viewer: Viewer | None, at: datetime.datetime) -> bool:
    """End the session; only the operator revokes tokens of API clients. Returns whether it was a session."""
    viewer = access.require("signOut", viewer)
    sessions = AccessToken.filter(digest=tokens.digest(token or ""), account_id__isnull=False, revoked_at__isnull=True)
    ended = await sessions.update(revoked_at=at)
    if ended:
        await audit.record("session.ended", viewer=viewer, at=at)
    return bool(ended)


async def _verified(email: str, password: str) -> Account | None:
    """The account, if the password matches; the same work without an account."""
    # Tortoise fails on a text that exceeds the column.
    account = await Account.get_or_none(email=email, is_active=True) if len(email) <= LONGEST_EMAIL else None
    is_right = await passwords.verify(account and account.password_hash, password)
    return account if is_right else None


@transactional
async def _begin(token: str, viewer: Viewer, *, at: datetime.datetime) -> datetime.datetime:
    """Store the session; returns its end."""
    ends = at + SESSION_LIFETIME
    await AccessToken.create(digest=tokens.digest(token), account_id=viewer.actor_id, created_at=at, expires_at=ends)
    await audit.record("session.begun", viewer=viewer, at=at)
    return ends
