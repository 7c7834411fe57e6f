"""Signing in and out."""

import datetime
from functools import partial

from database.transactions import transactional
from fair_queue import QueueFull
from models.errors import WrongCredentials
from models.parties.account import MOST_SESSIONS, AccessToken, Account
from models.parties.viewer import Viewer
from models.refusals import TooBusy, refuses
from models.texts import mail_addresses
from models.texts.control_characters import show
from resolvers import access, audit, limited_attempts
from resolvers.parties import identify
from security import passwords, tokens
from security.known_sources import REFUSED_SECONDS
from security.throttle import Attempt, Throttle

LONGEST_EMAIL = 254
NO_ADDRESS = "（メールアドレスの形式でない入力）"
"""Recorded in the audit log instead of a malformed e-mail address, which may be a password."""
SESSION_LIFETIME = datetime.timedelta(hours=12)


@refuses(WrongCredentials)
async def sign_in(
    *, email: str, password: str, address: str, throttle: Throttle, at: datetime.datetime
) -> tuple[str, datetime.datetime, Viewer]:
    """A new session: its token, its end, and its account.

    Raises WrongCredentials for an unknown address and for a wrong password, TooManyAttempts, TooBusy.
    """
    email = show(email.strip().lower())
    subject = subject_of(email)
    record = partial(audit.record_anonymous, "session.refused", address=address, subject=subject, at=at)
    async with limited_attempts.attempt(throttle, "signIn", address, subject, record_abandoned=record) as attempt:
        try:
            account = await _verified(email, password, attempt)
        except QueueFull:
            throttle.known_sources.note_refusal(attempt.source)
            raise TooBusy(REFUSED_SECONDS) from None
        if account is None:
            attempt.fail()
            await record()
    if account is None:
        raise WrongCredentials
    throttle.known_sources.add(address)
    token, viewer = tokens.generate(), identify.as_person(account, address)
    return token, await _begin(token, account, viewer, at=at), viewer


@transactional
async def sign_out(*, token: str | None, viewer: Viewer | None, at: datetime.datetime) -> bool:
    """End the session; only the operator revokes tokens of API clients. Returns whether it was a session."""
    viewer = access.require("signOut", viewer)
    sessions = AccessToken.filter(digest=tokens.digest(token or ""), account_id__isnull=False, revoked_at__isnull=True)
    ended = await sessions.update(revoked_at=at)
    if ended:
        await audit.record("session.ended", viewer=viewer, at=at)
    return bool(ended)


def subject_of(email: str) -> str:
    """The address as it is recorded."""
    return email if len(email) <= LONGEST_EMAIL and mail_addresses.is_well_formed(email) else NO_ADDRESS


async def _verified(email: str, password: str, attempt: Attempt) -> Account | None:
    """The account, if the password matches; the same work without an account. Raises QueueFull before any work."""
    async with passwords.turn(attempt.source, attempt.rank) as turn:
        # Tortoise fails on a text that exceeds the column.
        is_short = len(email) <= LONGEST_EMAIL
        holders = Account.filter(email=email, is_active=True, password_hash__isnull=False)
        account = await holders.get_or_none() if is_short else None
        is_right = await turn.verify(account and account.password_hash, password)
    return account if is_right else None


@transactional
async def _begin(token: str, account: Account, viewer: Viewer, *, at: datetime.datetime) -> datetime.datetime:
    """Store the session; returns its end. Deletes the account's oldest session if there are too many.

    Raises WrongCredentials if the password was changed, or the account deactivated, while it was verified.
    """
    unchanged = Account.filter(id=account.id, is_active=True, password_hash=account.password_hash)
    if await unchanged.select_for_update(no_key=True).first() is None:
        raise WrongCredentials
    ends = at + SESSION_LIFETIME
    await AccessToken.create(
        digest=tokens.digest(token),
        account_id=viewer.actor_id,
        created_at=at,
        expires_at=ends,
        last_used_at=at,
        address=viewer.address,
    )
    sessions = AccessToken.filter(account_id=viewer.actor_id).order_by("-created_at", "-id")
    if surplus := await sessions.offset(MOST_SESSIONS).limit(MOST_SESSIONS).values_list("id", flat=True):
        await AccessToken.filter(id__in=list(surplus)).delete()
    await audit.record("session.begun", viewer=viewer, at=at)
    return ends
