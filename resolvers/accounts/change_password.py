"""Changing the own password, which ends the other sessions."""

import datetime

from database.transactions import transactional
from fair_queue import QueueFull
from models.errors import InvalidInput
from models.parties.account import AccessToken, Account
from models.parties.account_refusals import WrongPassword
from models.parties.password_link import PasswordLink
from models.parties.viewer import Viewer
from models.refusals import TooBusy, refuses
from resolvers import access, audit, limited_attempts
from resolvers.accounts.password_rules import checked_hash
from security import passwords
from security.known_sources import REFUSED_SECONDS
from security.throttle import Attempt, Throttle

SUBJECT = "current password"
"""Of the throttle, by account: a stolen session guesses no faster from many addresses."""


@refuses(WrongPassword, InvalidInput)
async def change(
    *, current_password: str, new_password: str, throttle: Throttle, viewer: Viewer | None, at: datetime.datetime
) -> Viewer:
    """Change the viewer's password. Raises WrongPassword, InvalidInput, TooManyAttempts, TooBusy."""
    viewer = access.require("changePassword", viewer)
    async with limited_attempts.attempt(throttle, "changePassword", viewer.actor_id.hex, SUBJECT) as attempt:
        account = await Account.get(id=viewer.actor_id)
        if not await _is_right(account, current_password, attempt):
            attempt.fail()
            await audit.record("password.refused", viewer=viewer, at=at)
            raise WrongPassword
        password_hash = await checked_hash(new_password, account, ("newPassword",), attempt=attempt)
        await _store(account, password_hash, viewer=viewer, at=at)
    return viewer


async def _is_right(account: Account, password: str, attempt: Attempt) -> bool:
    """Raises TooBusy."""
    try:
        async with passwords.turn(attempt.source, attempt.rank) as turn:
            return await turn.verify(account.password_hash, password)
    except QueueFull:
        raise TooBusy(REFUSED_SECONDS) from None


@transactional
async def _store(account: Account, password_hash: str, *, viewer: Viewer, at: datetime.datetime) -> None:
    """Raises WrongPassword if the password was changed meanwhile."""
    current = await Account.filter(id=account.id).select_for_update().get()
    if current.password_hash != account.password_hash:
        raise WrongPassword
    current.password_hash = password_hash
    await current.save(update_fields=["password_hash"])
    await PasswordLink.filter(account_id=account.id).delete()
    others = AccessToken.filter(account_id=account.id, revoked_at__isnull=True, id__not=viewer.token_id)
    await others.update(revoked_at=at)
    await audit.record("password.changed", viewer=viewer, at=at)
