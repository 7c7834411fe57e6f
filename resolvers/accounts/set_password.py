"""Setting a password with the one-time token of an invitation or of a reset."""

import datetime

from database.transactions import transactional
from models.errors import InvalidInput
from models.parties.account import AccessToken, Account
from models.parties.account_refusals import AccountExists, PasswordLinkExpired, PasswordLinkUnknown, PasswordLinkUsed
from models.parties.password_link import PasswordLink
from models.refusals import refuses
from resolvers import audit, limited_attempts
from resolvers.accounts.organisation_locks import lock_address
from resolvers.accounts.password_rules import checked_hash
from resolvers.parties import identify
from security import tokens
from security.password_links import LONGEST_TOKEN
from security.throttle import Throttle

SUBJECT = "link"
"""Of the throttle: unknown tokens are counted by source."""


async def find(*, token: str, at: datetime.datetime) -> tuple[PasswordLink, Account]:
    """The valid link of a token, and its account; changes nothing.

    Raises PasswordLinkUnknown, PasswordLinkUsed, PasswordLinkExpired.
    """
    digest = tokens.digest(token[: LONGEST_TOKEN + 1])
    link = await PasswordLink.filter(digest=digest, account__is_active=True).select_related("account").first()
    if link is None:
        raise PasswordLinkUnknown
    link.require_valid(at=at)
    return link, link.account


@refuses(InvalidInput, PasswordLinkUnknown, PasswordLinkUsed, PasswordLinkExpired, AccountExists)
async def set_password(
    *, token: str, password: str, address: str, throttle: Throttle, at: datetime.datetime
) -> Account:
    """Set the password of the account of a link, and end its sessions. A refused password leaves the link valid.

    Raises InvalidInput, PasswordLinkUnknown, PasswordLinkUsed, PasswordLinkExpired, AccountExists, TooManyAttempts,
    TooBusy.
    """
    async with limited_attempts.attempt(throttle, "setPassword", address, SUBJECT) as attempt:
        try:
            link, account = await find(token=token, at=at)
        except PasswordLinkUnknown:
            attempt.fail()
            raise
        password_hash = await checked_hash(password, account, ("password",), attempt=attempt)
        return await _store(link, password_hash, address=address, at=at)


@transactional
async def _store(link: PasswordLink, password_hash: str, *, address: str, at: datetime.datetime) -> Account:
    """Raises what `find` raises, if the link was used or replaced meanwhile, and AccountExists."""
    account = await Account.filter(id=link.account_id).select_for_update().get()
    current = await PasswordLink.filter(id=link.id).select_for_update().first()
    if current is None or not account.is_active:
        raise PasswordLinkUnknown
    current.require_valid(at=at)
    await lock_address(account.email)
    holders = Account.filter(email=account.email, is_active=True, password_hash__isnull=False, id__not=account.id)
    if await holders.exists():
        raise AccountExists
    account.password_hash, current.used_at = password_hash, at
    await account.save(update_fields=["password_hash"])
    await current.save(update_fields=["used_at"])
    await AccessToken.filter(account_id=account.id, revoked_at__isnull=True).update(revoked_at=at)
    viewer = identify.as_person(account, address)
    await audit.record(f"password.set_by_{current.purpose.value.lower()}", viewer=viewer, at=at, subject_id=account.id)
    return account
