"""The same as constraint_violations.py, for accounts, their links and mails."""

from tests.support.database.constraint_violations import Violation

ACCOUNTS: list[Violation] = [
    ("account_account_role_is_known", "account", "true", {"account_role": "KING"}),
    ("outgoing_mail_has_its_surety_s_sender", "outgoing_mail", "true", {"sender": None}),
    ("password_link_expires", "password_link", "true", {"expires_at": "2000-01-01"}),
    ("password_link_purpose_is_known", "password_link", "true", {"purpose": "FUN"}),
]
