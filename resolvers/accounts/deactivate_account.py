"""Deactivating an account: at once everywhere."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.enums import AccountRole
from models.errors import NotFound
from models.parties.account import AccessToken, Account
from models.parties.account_refusals import LastAdministrator
from models.parties.password_link import PasswordLink
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit
from resolvers.accounts.organisation_locks import lock_organisation
from resolvers.conditions import matching


@refuses(NotFound, LastAdministrator)
@transactional
async def deactivate(*, account_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Account:
    """Deactivate an account permanently: its sessions and its link end. A repetition does nothing.

    Raises NotFound, LastAdministrator.
    """
    viewer = access.require("deactivateAccount", viewer)
    account = await Account.get_or_none(access.visible(Account, viewer), id=account_id)
    if account is None:
        raise NotFound
    await lock_organisation(account.organisation)
    account = await Account.filter(id=account_id).select_for_update().get()
    if not account.is_active:
        return account
    await _require_another(account)
    account.is_active = False
    await account.save(update_fields=["is_active"])
    await PasswordLink.filter(account_id=account.id).delete()
    await AccessToken.filter(account_id=account.id, revoked_at__isnull=True).update(revoked_at=at)
    await audit.record("account.deactivated", viewer=viewer, at=at, subject_id=account.id, subject=account.email)
    return account


async def _require_another(account: Account) -> None:
    """Another administrator who can sign in, if this is one. Raises LastAdministrator."""
    if account.account_role is not AccountRole.ADMINISTRATOR or account.is_invited:
        return
    others = Account.filter(
        matching(account.organisation._asdict()),
        account_role=AccountRole.ADMINISTRATOR,
        is_active=True,
        password_hash__isnull=False,
        id__not=account.id,
    )
    if not await others.exists():
        raise LastAdministrator
