"""For how long rows are kept that are no documents of record, and what was purged."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.parties.account import Account
from models.row import Row, reference


class PurgeSubject(StrEnum):
    """What is purged. Certificates, documents of record and the audit log never are."""

    SESSIONS = "SESSIONS"
    API_TOKENS = "API_TOKENS"
    PASSWORD_LINKS = "PASSWORD_LINKS"  # noqa: S105 -- no password
    IDEMPOTENCY_RECORDS = "IDEMPOTENCY_RECORDS"
    FAILURE_WINDOWS = "FAILURE_WINDOWS"
    MAIL_FACTS = "MAIL_FACTS"
    DRAFTS = "DRAFTS"


class Period(NamedTuple):
    """For how many days rows are kept: without a rule, and the limits of a rule."""

    default: int
    least: int
    most: int


MOST_DAYS = 3650
PERIODS: Mapping[PurgeSubject, Period] = {
    PurgeSubject.SESSIONS: Period(0, 0, 90),
    PurgeSubject.API_TOKENS: Period(90, 30, 730),
    PurgeSubject.PASSWORD_LINKS: Period(30, 1, 365),
    # Less than a day would break the promise of the key.
    PurgeSubject.IDEMPOTENCY_RECORDS: Period(1, 1, 30),
    PurgeSubject.FAILURE_WINDOWS: Period(0, 0, 30),
    PurgeSubject.MAIL_FACTS: Period(1095, 90, MOST_DAYS),
    PurgeSubject.DRAFTS: Period(730, 90, MOST_DAYS),
}


class RetentionRule(Row):
    """For how many days rows are kept, from a day until the next rule for the same rows."""

    subject = fields.CharEnumField(PurgeSubject, max_length=24)
    days: int = fields.IntField()
    in_force_from: datetime.date = fields.DateField()
    set_by: Account = reference("models.Account")
    set_by_id: UUID
    set_at: datetime.datetime = fields.DatetimeField()

    class Meta:
        table = "retention_rule"
        unique_together = (("subject", "in_force_from"),)
        constraints = (
            CheckConstraint(name="retention_rule_keeps_for_some_years", check=f"days BETWEEN 0 AND {MOST_DAYS}"),
        )


class PurgeReport(Row):
    """How many rows were purged on a day in Japan. A purge and its report are committed together."""

    subject = fields.CharEnumField(PurgeSubject, max_length=24)
    day: datetime.date = fields.DateField()
    days: int = fields.IntField()
    """Of the rule that was in force."""
    purged: int = fields.BigIntField()
    """Rows; of mails those whose facts were removed."""
    last_at: datetime.datetime = fields.DatetimeField()

    class Meta:
        table = "purge_report"
        unique_together = (("subject", "day"),)
        constraints = (CheckConstraint(name="purge_report_counts_rows", check="purged > 0"),)
