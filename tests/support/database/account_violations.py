"""The same as constraint_violations.py, for accounts, their links and mails."""

import datetime
from uuid import UUID

from models.parties.password_link import LinkPurpose, PasswordLink
from tests.conftest import NOON
from tests.support.database.constraint_violations import Violation

ACCOUNTS: list[Violation] = [
    ("account_account_role_is_known", "account", "true", {"account_role": "KING"}),
    ("outgoing_mail_has_its_surety_s_sender", "outgoing_mail", "true", {"sender": None}),
    ("password_link_expires", "password_link", "true", {"expires_at": "2000-01-01"}),
    ("password_link_purpose_is_known", "password_link", "true", {"purpose": "FUN"}),
]


async def store_row(account_id: UUID) -> None:
    """A link of an account."""
    ends = NOON + datetime.timedelta(hours=1)
    await PasswordLink.create(
        account_id=account_id, purpose=LinkPurpose.RESET, digest=bytes(32), created_at=NOON, expires_at=ends
    )
