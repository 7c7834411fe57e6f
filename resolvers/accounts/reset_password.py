"""Asking for a link to set a new password; nobody learns whether an address has an account."""

import asyncio
import datetime
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from database.transactions import transactional
from models.parties.account import Account
from models.parties.password_link import LinkPurpose, PasswordLink
from models.texts.control_characters import show
from resolvers import audit, limited_attempts
from resolvers.accounts.issue_link import issue
from resolvers.parties.sessions import NO_ADDRESS, subject_of
from security.password_links import PasswordLinks
from security.throttle import Throttle

SECONDS = 0.25
"""After which the answer comes, with an account and without: longer than the work takes."""
PAUSE = datetime.timedelta(minutes=5)
"""Between two mails to one account; requests in between are answered like others and do nothing."""


async def request_reset(
    *, email: str, address: str, links: PasswordLinks, throttle: Throttle, at: datetime.datetime
) -> bool:
    """Mail a link if an account has this address; always true, at the same time. Raises TooManyAttempts."""
    email = show(email.strip().lower())
    subject = subject_of(email)
    async with (
        _at_the_same_time(),
        limited_attempts.attempt(throttle, "requestPasswordReset", address, subject) as attempt,
    ):
        attempt.fail()  # each request counts
        await _request(subject, address=address, links=links, at=at)
    return True


@transactional
async def _request(subject: str, *, address: str, links: PasswordLinks, at: datetime.datetime) -> None:
    await audit.record_anonymous("password.reset_requested", address=address, subject=subject, at=at)
    holders = Account.filter(email=subject, is_active=True, password_hash__isnull=False)
    account = None if subject == NO_ADDRESS else await holders.select_for_update().first()
    if account is None:
        return
    recent = PasswordLink.filter(account_id=account.id, purpose=LinkPurpose.RESET, created_at__gt=at - PAUSE)
    if not await recent.filter(used_at__isnull=True).exists():
        await issue(account, LinkPurpose.RESET, links=links, at=at)


@asynccontextmanager
async def _at_the_same_time() -> AsyncGenerator[None]:
    loop = asyncio.get_running_loop()
    ends = loop.time() + SECONDS
    try:
        yield
    finally:
        await asyncio.sleep(ends - loop.time())
