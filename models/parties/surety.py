"""Sureties (保証会社) and their branches (支店)."""

import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.row import Row, reference

PLAIN_ADDRESS = r"^[!-~]+@[!-~]+$"
"""ASCII without spaces, which a header can contain unencoded."""
LAST_BILLING_DAY = 28
"""Every month has it."""
MOST_SURETIES, MOST_BRANCHES = 100, 500
"""Maximum shown: of all sureties, of the branches of one. The operator registers them."""


MOST_DUE_DAYS = 90
"""Until a fee is due."""
ADVANCE_TERMS = "前払金保証約款"
INTERMEDIATE_TERMS = "前払金保証約款及び中間前払金保証特約"
PERFORMANCE_TERMS = "前払金保証約款及びこれに付帯する契約保証特約"
"""The default name of a surety's general terms (we decide)."""


class AccountType(StrEnum):
    """The kind of a bank account."""

    ORDINARY = "ORDINARY"
    CURRENT = "CURRENT"

    @property
    def printed(self) -> str:
        """Its name on paper."""
        return "普通" if self is AccountType.ORDINARY else "当座"


class Surety(Row):
    """A company that answers for contractors."""

    name = fields.CharField(max_length=120, unique=True)
    address = fields.CharField(max_length=200)
    representative = fields.CharField(max_length=120)
    """Title and name as printed on certificates, such as 取締役社長 見本 太郎."""
    advance_payment_terms = fields.CharField(max_length=100, default=ADVANCE_TERMS, db_default=ADVANCE_TERMS)
    """約款 under which it guarantees advance payments, as its certificates name them; so for the other kinds."""
    intermediate_terms = fields.CharField(max_length=100, default=INTERMEDIATE_TERMS, db_default=INTERMEDIATE_TERMS)
    performance_terms = fields.CharField(max_length=100, default=PERFORMANCE_TERMS, db_default=PERFORMANCE_TERMS)
    mail_sender = fields.CharField(max_length=254, default="no-reply@localhost")
    """The address that its mails come from."""
    mail_reply_to = fields.CharField(max_length=254, null=True)
    """Where answers go, and what is told to the surety itself; without one, to the oldest account of its staff."""
    bank_name = fields.CharField(max_length=30, null=True)
    """振込先: the account that fees are paid into, whole or not at all."""
    bank_branch = fields.CharField(max_length=30, null=True)
    account_type = fields.CharField(max_length=4, null=True)
    """普通 or 当座."""
    account_number = fields.CharField(max_length=7, null=True)
    account_holder = fields.CharField(max_length=48, null=True)
    """In kana, as the bank has it."""
    fee_due_days = fields.SmallIntField(default=14, db_default=14)
    """納付期限: so many days after the approval a fee that is paid by itself is due (we decide)."""
    is_active = fields.BooleanField(default=True, db_default=True)
    """Whether new applications may be sent to it."""
    version: int = fields.IntField(default=1, db_default=1)
    """Each change makes the next one."""

    billing_day = fields.SmallIntField(default=5, db_default=5)
    """From this day of a month on, the bills of the month before are made (we decide)."""
    billed_until: datetime.date | None = fields.DateField(null=True)
    """The last month whose bills are made, by its first day."""

    class Meta:
        table = "surety"
        constraints = (
            CheckConstraint(
                name="surety_account_is_whole",
                check="num_nulls(bank_name, bank_branch, account_type, account_number, account_holder) IN (0, 5)"
                " AND account_type IN ('普通', '当座') AND account_number ~ '^[0-9]{7}$'",
            ),
            CheckConstraint(name="surety_fees_are_due_in_time", check=f"fee_due_days BETWEEN 1 AND {MOST_DUE_DAYS}"),
            CheckConstraint(
                name="surety_bills_ended_months",
                check=f"billing_day BETWEEN 1 AND {LAST_BILLING_DAY} AND extract(day FROM billed_until) = 1",
            ),
            CheckConstraint(
                name="surety_mail_addresses_are_plain",
                check=f"mail_sender ~ '{PLAIN_ADDRESS}' AND mail_reply_to ~ '{PLAIN_ADDRESS}'",
            ),
        )


class Branch(Row):
    """A branch; its code begins the guarantee numbers that it gives, so it is unique among all sureties."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    code = fields.CharField(max_length=3, unique=True)
    name = fields.CharField(max_length=60)
    telephone = fields.CharField(max_length=20)
    fax = fields.CharField(max_length=20, null=True)
    hours = fields.CharField(max_length=60, null=True)
    """営業時間, in words."""
    is_active = fields.BooleanField(default=True, db_default=True)
    """Whether new applications may be sent to it."""
    version: int = fields.IntField(default=1, db_default=1)

    class Meta:
        table = "branch"
        constraints = (CheckConstraint(name="branch_code_is_three_digits", check="code ~ '^[0-9]{3}$'"),)
