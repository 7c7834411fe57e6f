"""Applications (保証申込): a contractor's requests to a surety, and the messages about them."""

import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.enums import Role
from models.parties.account import Account
from models.parties.contractor import Contractor
from models.parties.surety import Branch, Surety
from models.row import Row, reference

MOST_GUARANTEES = 4
"""Of one application: each kind once."""
MOST_IN_A_FORM = 10
"""Guarantees of a form that is being filled in, and may repeat kinds."""
MOST_MESSAGES = 200
"""Of one application."""
MOST_SUBMISSIONS = 50
"""Of one application."""
SIDES = frozenset({Role.CONTRACTOR, Role.SURETY})
"""Who writes messages to whom."""


class Application(Row):
    """One form: a draft until it is submitted; then the status stands with each guarantee that it asks for.

    A draft has no surety, and a contract and a branch only where its form names them. Without a surety no member of a
    surety's staff sees it.
    """

    surety: Surety = reference("models.Surety", null=True)
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    contract: Contract = reference("models.Contract", null=True)
    contract_id: UUID
    submission_branch: Branch = reference("models.Branch", null=True)
    submission_branch_id: UUID
    applicant: Account | None = reference("models.Account", null=True)
    applicant_id: UUID | None
    """The account that applied: it is told what the application has no address for."""
    submitted_at = fields.DatetimeField(null=True)
    fiscal_year: int | None = fields.SmallIntField(null=True)
    """The year in which the fiscal year began whose advance payment it is for; null for a draft."""
    current_fiscal_year_base: int | None = fields.BigIntField(null=True)
    """今年度対象額, yen: what the advance payments of that year are measured against; null for the contract's price."""
    notify_on_completion = fields.BooleanField()
    email = fields.CharField(max_length=254, null=True)
    contact_department = fields.CharField(max_length=60, null=True)
    contact_title = fields.CharField(max_length=60, null=True)
    contact_name = fields.CharField(max_length=60, null=True)
    contact_telephone = fields.CharField(max_length=20, null=True)
    draft_version: int = fields.IntField(default=0, db_default=0)
    """How often its form was saved: a version that was deleted never comes back."""

    waiting_since: datetime.datetime | None = fields.DatetimeField(null=True)
    """Since when one of its guarantees has been in review without interruption; null if none is."""
    untold_since: datetime.datetime | None = fields.DatetimeField(null=True)
    """When it was sent, while no mail has told its branch of that."""

    class Meta:
        table = "application"
        indexes = (
            Index(fields=("surety_id", "id"), name="application_of_surety"),
            Index(fields=("submission_branch_id", "id"), name="application_at_branch"),
        )
        constraints = (
            CheckConstraint(
                name="application_submitted_is_complete",
                check="(submitted_at IS NULL) = (surety_id IS NULL)"
                " AND (submitted_at IS NULL OR num_nulls(contract_id, submission_branch_id) = 0)",
            ),
            CheckConstraint(
                name="application_is_for_a_fiscal_year",
                check="(submitted_at IS NULL) = (fiscal_year IS NULL) AND current_fiscal_year_base > 0",
            ),
            CheckConstraint(
                name="application_notice_has_an_address", check="NOT notify_on_completion OR email IS NOT NULL"
            ),
        )

    @property
    def base(self) -> FiscalYearBase:
        """What the advance payments of a submitted application are measured against."""
        assert self.fiscal_year is not None  # noqa: S101 -- a database constraint
        return FiscalYearBase(self.fiscal_year, self.current_fiscal_year_base)


class ApplicationDraft(Row):
    """The form of an application that is not sent yet: of a draft, or of one whose guarantees were returned."""

    application: Application = reference("models.Application")
    application_id: UUID
    form: dict[str, Any] = fields.JSONField()
    """As resolvers/applications/stored_form.py writes it; anything may be missing."""
    version = fields.IntField()
    saved_by: Account = reference("models.Account")
    saved_by_id: UUID
    saved_at = fields.DatetimeField()

    class Meta:
        table = "application_draft"
        unique_together = (("application_id",),)
        constraints = (CheckConstraint(name="application_draft_has_a_version", check="version > 0"),)


class Submission(Row):
    """One sending of an application: the first, or another one after a return. Rows never change."""

    application: Application = reference("models.Application")
    application_id: UUID
    sequence: int = fields.SmallIntField()
    submitted_at = fields.DatetimeField()
    submitted_by: Account | None = reference("models.Account", null=True)
    submitted_by_id: UUID | None
    reason = fields.TextField(null=True)
    """Why it was returned before; null for the first."""
    form: dict[str, Any] | None = fields.JSONField(null=True)
    """As it was sent (resolvers/applications/stored_form.py); null for those before this table."""
    changes: list[dict[str, Any]] = fields.JSONField()
    """What differs from the submission before: `path`, `label`, and `before` and `after` as people read them."""

    class Meta:
        table = "submission"
        unique_together = (("application_id", "sequence"),)
        constraints = (
            CheckConstraint(name="submission_is_one_of_fifty", check=f"sequence BETWEEN 1 AND {MOST_SUBMISSIONS}"),
        )


class Message(Row):
    """A message between the contractor and the surety."""

    application: Application = reference("models.Application")
    application_id: UUID
    sent_at = fields.DatetimeField()
    sender = fields.CharEnumField(Role, max_length=24)
    body = fields.TextField()
    read_at = fields.DatetimeField(null=True)
    """When the side that it was written to has marked it as read."""

    class Meta:
        table = "message"

    def is_unread_for(self, role: Role | None) -> bool:
        """Whether it waits to be read by the side of this role; what a side has written is read for it."""
        return role in SIDES and role is not self.sender and self.read_at is None
