"""Technical records: serial counters, idempotency records, failures, audit events."""

import datetime
from uuid import UUID

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from models.enums import GuaranteeKind, Role
from models.parties.surety import Branch
from models.row import Row, reference

LONGEST_SUBJECT = 254
"""Characters."""


class SerialCounter(Row):
    """The last serial given in one branch, fiscal year and kind: a row, not a sequence, so that there are no gaps."""

    branch: Branch = reference("models.Branch")
    branch_id: UUID
    fiscal_year: int = fields.SmallIntField()
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    last_serial = fields.IntField()

    class Meta:
        table = "serial_counter"
        unique_together = (("branch_id", "fiscal_year", "kind"),)
        constraints = (CheckConstraint(name="serial_counter_has_five_digits", check="last_serial BETWEEN 1 AND 99999"),)


class IdempotencyRecord(Row):
    """The result of an act that its caller may repeat with the same key for 24 hours."""

    actor_id = fields.UUIDField()
    operation = fields.CharField(max_length=60)
    key = fields.CharField(max_length=120)
    input_digest = fields.BinaryField()
    """Of the input without the key (security/canonical_form.py)."""
    result_id = fields.UUIDField()
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "idempotency_record"
        unique_together = (("actor_id", "operation", "key"),)


class FailureWindow(Model):
    """When somebody has failed of late: a row for each address or API client, and for each thing that it tried.

    The table is not logged (UNLOGGED): after a crash of the database it is empty.
    """

    id = fields.CharField(max_length=32, primary_key=True)
    """A digest of action, address or API client, and number or e-mail address; see security/rate_limit_keys.py."""
    failed_at: list[datetime.datetime] = ArrayField("timestamptz")
    """By the clock of the database, the last one last."""

    class Meta:
        table = "failure_window"


class AuditEvent(Row):
    """Who did what to what, when and from where. Rows are never changed or deleted."""

    at = fields.DatetimeField()
    role = fields.CharEnumField(Role, max_length=24, null=True)
    actor_id = fields.UUIDField(null=True)
    """The account or API client; null when nobody was signed in."""
    address = fields.CharField(max_length=64)
    action = fields.CharField(max_length=60)
    """Such as guarantee.issued or certificate.refused."""
    subject_id = fields.UUIDField(null=True)
    subject = fields.CharField(max_length=LONGEST_SUBJECT, null=True)
    """A guarantee number or an e-mail address where there is no row to point at, a name beside one; never a key."""

    class Meta:
        table = "audit_event"
        indexes = (
            Index(fields=("subject_id", "at"), name="audit_event_of_subject"),
            Index(fields=("action", "at"), name="audit_event_of_action"),
        )
