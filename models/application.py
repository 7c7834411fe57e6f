"""Applications (保証申込): a contractor's requests to a surety, and the messages about them."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.contract import Contract
from models.enums import Role
from models.parties.account import Account
from models.parties.contractor import Contractor
from models.parties.surety import Branch, Surety
from models.row import Row, reference


class Application(Row):
    """One sending of the form; the status stands with each guarantee that it asks for."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    contract: Contract = reference("models.Contract")
    contract_id: UUID
    submission_branch: Branch = reference("models.Branch")
    submission_branch_id: UUID
    applicant: Account | None = reference("models.Account", null=True)
    applicant_id: UUID | None
    """The account that applied: it is told what the application has no address for."""
    submitted_at = fields.DatetimeField(null=True)
    notify_on_completion = fields.BooleanField()
    email = fields.CharField(max_length=254, null=True)
    contact_department = fields.CharField(max_length=60, null=True)
    contact_title = fields.CharField(max_length=60, null=True)
    contact_name = fields.CharField(max_length=60, null=True)
    contact_telephone = fields.CharField(max_length=20, null=True)

    class Meta:
        table = "application"
        constraints = (
            CheckConstraint(
                name="application_notice_has_an_address", check="NOT notify_on_completion OR email IS NOT NULL"
            ),
        )


class Message(Row):
    """A message between the contractor and the surety."""

    application: Application = reference("models.Application")
    application_id: UUID
    sent_at = fields.DatetimeField()
    sender = fields.CharEnumField(Role, max_length=24)
    body = fields.TextField()

    class Meta:
        table = "message"
