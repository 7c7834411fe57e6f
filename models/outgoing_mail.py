"""The outbox: mails that are enqueued in the transaction of their event."""

import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from models.applying.application import Application
from models.document import Document
from models.errors import MailAlreadySent
from models.guarantee import Guarantee
from models.job import Job
from models.parties.surety import Surety
from models.row import reference


class MailKind(StrEnum):
    """What a mail is about; each kind is defined in a module of mail/kinds/."""

    SUBMITTED = "SUBMITTED"
    NEW_APPLICATION = "NEW_APPLICATION"
    BRANCH_DIGEST = "BRANCH_DIGEST"
    REVIEW_REMINDER = "REVIEW_REMINDER"
    ISSUED = "ISSUED"
    AMENDED = "AMENDED"
    RETURNED = "RETURNED"
    DECLINED = "DECLINED"
    FEE_REQUESTED = "FEE_REQUESTED"
    APPROVAL_REVOKED = "APPROVAL_REVOKED"
    WITHDRAWN = "WITHDRAWN"
    MESSAGE_POSTED = "MESSAGE_POSTED"
    WRONG_KEYS = "WRONG_KEYS"
    KEY_NOTICE = "KEY_NOTICE"
    KEY_ROTATED = "KEY_ROTATED"
    OBLIGEE_ACCEPTED = "OBLIGEE_ACCEPTED"
    OBLIGEE_RETURNED = "OBLIGEE_RETURNED"
    RELEASED = "RELEASED"
    CANCELLED = "CANCELLED"
    CLAIM_FILED = "CLAIM_FILED"
    CLAIM_ACCEPTED = "CLAIM_ACCEPTED"
    CLAIM_REJECTED = "CLAIM_REJECTED"
    CLAIM_PAID = "CLAIM_PAID"
    CLAIM_WITHDRAWN = "CLAIM_WITHDRAWN"
    CLAIM_ASKED = "CLAIM_ASKED"
    CLAIM_ANSWERED = "CLAIM_ANSWERED"
    INVITATION = "INVITATION"
    CORRECTED = "CORRECTED"
    AMENDMENT_ENDED = "AMENDMENT_ENDED"
    """It was cancelled."""
    AMENDMENT_ASKED = "AMENDMENT_ASKED"
    AMEND_WITHDRAWN = "AMEND_WITHDRAWN"
    AMEND_DECLINED = "AMEND_DECLINED"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 -- no password


class MailState(StrEnum):
    """How far a mail has come."""

    WAITING = "WAITING"
    SENT = "SENT"
    DEAD = "DEAD"


PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 420, 759))
"""Between the attempts: eight of them in 24 hours (design/security.md)."""
LONGEST_EVENT = 120
LONGEST_ADDRESS = 254


class OutgoingMail(Job):
    """A mail with one recipient, from the act that it tells of until a mail server has taken it over.

    Its text is composed when it is sent, from `facts` that were copied when it was enqueued.
    """

    surety: Surety | None = reference("models.Surety", null=True)
    surety_id: UUID | None
    """None for mails of the installation itself, about accounts."""
    kind = fields.CharEnumField(MailKind, max_length=16)
    event = fields.CharField(max_length=LONGEST_EVENT, unique=True)
    """The name of what happened: there is one mail for each."""
    guarantee: Guarantee | None = reference("models.Guarantee", null=True)
    guarantee_id: UUID | None
    application: Application | None = reference("models.Application", null=True)
    application_id: UUID | None
    """Only of kinds with an interval, which is counted per application."""
    document: Document | None = reference("models.Document", null=True)
    document_id: UUID | None
    """The PDF that goes with it."""
    sender = fields.CharField(max_length=254, null=True)
    """The surety's; None for mails of the installation, which come from MAIL_SENDER."""
    reply_to = fields.CharField(max_length=254, null=True)
    recipient = fields.CharField(max_length=LONGEST_ADDRESS)
    facts: dict[str, Any] = fields.JSONField()  # type: ignore[assignment] -- its decoder decides
    created_at = fields.DatetimeField()
    state = fields.CharEnumField(MailState, max_length=8)
    sent_at = fields.DatetimeField(null=True)
    dead_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When it was given up."""

    NAME = "mail"
    POSTPONED = ("info", "mail_postponed")
    DIED = ("warning", "mail_dead")
    UNREACHABLE = ("warning", "mail_server_unreachable")
    STATES = MailState
    PAUSES = PAUSES
    NOTED: ClassVar[dict[str, str]] = {"sent_at": "timestamptz", "dead_at": "timestamptz"}
    RELEASED: ClassVar[dict[str, Any]] = Job.RELEASED | {"dead_at": None}
    STANDS = "settled.state = 'SENT'"
    """An accepted mail is sent, whichever attempt reports it."""

    class Meta:
        table = "outgoing_mail"
        indexes = (Index(fields=("kind", "created_at"), name="outgoing_mail_of_kind"),)
        constraints = (
            CheckConstraint(
                name="outgoing_mail_has_its_surety_s_sender", check="(surety_id IS NULL) = (sender IS NULL)"
            ),
            CheckConstraint(name="outgoing_mail_sent_has_a_time", check="(state = 'SENT') = (sent_at IS NOT NULL)"),
            CheckConstraint(name="outgoing_mail_in_hand_waits", check="claim IS NULL OR state = 'WAITING'"),
            CheckConstraint(name="outgoing_mail_dead_has_a_time", check="(state = 'DEAD') = (dead_at IS NOT NULL)"),
        )

    @property
    def mailbox(self) -> str:
        """The address that it comes from; of a mail of the installation, whoever sends it has set the sender."""
        return self.sender or "no-reply@localhost"

    @property
    def message_id(self) -> str:
        """The same at every attempt, which identifies duplicates of a mail."""
        return f"<{self.id.hex}@{self.mailbox.rpartition('@')[2]}>"

    def succeed(self, *, at: datetime.datetime) -> None:
        """A mail server has accepted it, possibly after another attempt gave it up."""
        self.state, self.sent_at, self.last_error, self.dead_at = MailState.SENT, at, None, None

    def give_up(self, error: str, *, at: datetime.datetime) -> None:
        """It is dead."""
        super().give_up(error, at=at)
        self.dead_at = at

    def release(self, *, at: datetime.datetime) -> None:
        """Retry it now, with as many attempts as a new one. Raises MailAlreadySent."""
        if self.state is MailState.SENT:
            raise MailAlreadySent
        if self.claim is None:
            self.state, self.attempts, self.due_at, self.dead_at = MailState.WAITING, 0, at, None
