"""Signing in and out, and finding out who is asking."""

import datetime

from models.account import AccessToken, Account, ApiClientObligee
from models.errors import TooManyAttempts, WrongCredentials
from models.kinds import Role
from models.viewer import Viewer
from resolvers import access, audit
from security import passwords, tokens
from security.throttle import Exhausted, Throttle

SESSION_LIFETIME = datetime.timedelta(hours=12)


async def identify(*, token: str, address: str, at: datetime.datetime) -> Viewer | None:
    """Who holds the token; None when it is unknown, expired or revoked, or its holder is no longer active."""
    held = AccessToken.filter(digest=tokens.digest(token), revoked_at__isnull=True)
    found = await held.select_related("account", "api_client").first()
    if found is None or (found.expires_at is not None and found.expires_at <= at):
        return None
    if found.account is not None:
        return person_of(found.account, address) if found.account.is_active else None
    client = found.api_client
    if client is None or not client.is_active:
        return None
    scope = await ApiClientObligee.filter(api_client_id=client.id).order_by("id")
    obligee_ids = tuple(entry.obligee_id for entry in scope)
    return Viewer(Role.E_CONTRACT_SYSTEM, client.id, client.name, address, obligee_ids=obligee_ids)


async def sign_in(
    *, email: str, password: str, address: str, throttle: Throttle, at: datetime.datetime
) -> tuple[str, datetime.datetime, Viewer]:
    """A new session: its token, when it ends, and whose it is.

    Raises WrongCredentials for an unknown address and for a wrong password alike, TooManyAttempts.
    """
    email = email.strip().lower()
    try:
        async with throttle.attempt("signIn", address, email) as attempt:
            account = await Account.get_or_none(email=email, is_active=True)
            if not await passwords.verify(account and account.password_hash, password) or account is None:
                attempt.fail()
                await audit.record_stranger("session.refused", address=address, subject=email[:254], at=at)
                raise WrongCredentials
    except Exhausted as error:
        raise TooManyAttempts(error.retry_after) from None
    token, expires_at = tokens.generate(), at + SESSION_LIFETIME
    viewer = person_of(account, address)
    await AccessToken.create(digest=tokens.digest(token), account_id=account.id, created_at=at, expires_at=expires_at)
    await audit.record("session.begun", viewer=viewer, at=at)
    return token, expires_at, viewer


async def sign_out(*, token: str | None, viewer: Viewer | None, at: datetime.datetime) -> bool:
    """End the session; tokens of API clients are revoked by their operator, not by this. Whether it was a session."""
    viewer = access.require("signOut", viewer)
    sessions = AccessToken.filter(digest=tokens.digest(token or ""), account_id__isnull=False, revoked_at__isnull=True)
    ended = await sessions.update(revoked_at=at)
    if ended:
        await audit.record("session.ended", viewer=viewer, at=at)
    return bool(ended)


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
