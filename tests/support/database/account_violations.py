"""The same as constraint_violations.py, for accounts, their links and mails."""

import datetime
from uuid import UUID

from models.after_issue.retention import PurgeReport, PurgeSubject, RetentionRule
from models.parties.password_link import LinkPurpose, PasswordLink
from tests.conftest import NOON
from tests.support.database.constraint_violations import Violation

ACCOUNTS: list[Violation] = [
    ("account_account_role_is_known", "account", "true", {"account_role": "KING"}),
    ("outgoing_mail_has_its_surety_s_sender", "outgoing_mail", "true", {"sender": None}),
    ("password_link_expires", "password_link", "true", {"expires_at": "2000-01-01"}),
    ("password_link_purpose_is_known", "password_link", "true", {"purpose": "FUN"}),
    ("retention_rule_keeps_for_some_years", "retention_rule", "true", {"days": -1, "in_force_from": "2030-01-01"}),
    ("retention_rule_keeps_for_some_years", "retention_rule", "true", {"days": 3651, "in_force_from": "2030-01-01"}),
    ("retention_rule_subject_is_known", "retention_rule", "true", {"subject": "AUDIT"}),
    ("purge_report_counts_rows", "purge_report", "true", {"purged": 0, "day": "2030-01-01"}),
    ("purge_report_subject_is_known", "purge_report", "true", {"subject": "AUDIT"}),
]


async def store_row(account_id: UUID) -> None:
    """A link of an account, a rule that it has set, and a report."""
    ends = NOON + datetime.timedelta(hours=1)
    await PasswordLink.create(
        account_id=account_id, purpose=LinkPurpose.RESET, digest=bytes(32), created_at=NOON, expires_at=ends
    )
    day = NOON.date()
    await RetentionRule.create(
        subject=PurgeSubject.DRAFTS, days=90, in_force_from=day, set_by_id=account_id, set_at=NOON
    )
    await PurgeReport.create(subject=PurgeSubject.DRAFTS, day=day, days=90, purged=1, last_at=NOON)
