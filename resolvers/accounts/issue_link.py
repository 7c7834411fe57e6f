"""Issuing the one-time link of an account, with its mail."""

import datetime

from uuid_utils.compat import uuid7

from mail import outbox
from mail.outbox import Event
from models.outgoing_mail import MailKind
from models.parties.account import Account
from models.parties.password_link import LinkPurpose, PasswordLink
from security import tokens
from security.password_links import PasswordLinks

KINDS = {LinkPurpose.INVITATION: MailKind.INVITATION, LinkPurpose.RESET: MailKind.PASSWORD_RESET}


async def issue(
    account: Account, purpose: LinkPurpose, *, links: PasswordLinks, is_mailed: bool = True, at: datetime.datetime
) -> str:
    """Replace the link of an account, whose row is locked, and enqueue its mail; returns the token."""
    await PasswordLink.filter(account_id=account.id).delete()
    id_ = uuid7()
    token = links.token(id_)
    await PasswordLink.create(
        id=id_,
        account_id=account.id,
        purpose=purpose,
        digest=tokens.digest(token),
        created_at=at,
        expires_at=at + purpose.lifetime,
    )
    if is_mailed:
        await outbox.enqueue(KINDS[purpose], [Event(f"{purpose.value}:{id_}", id_, at)])
    return token
