"""Documents (PDF): the database requests each with the certificate that it belongs to; workers render it soon after."""

import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from database import leases
from database.transactions import transactional
from models.after_issue.claim import Claim
from models.auth_key import AuthKey
from models.certificate import Certificate
from models.fees.fee_statement import FeeStatement
from models.fees.monthly_bill import MonthlyBill
from models.job import Job
from models.pending_content import PendingContent
from models.row import Row, reference


class DocumentKind(StrEnum):
    """What is on paper."""

    CERTIFICATE = "CERTIFICATE"
    CERTIFICATE_COPY = "CERTIFICATE_COPY"
    """写し of a paper certificate: only the surety gets the certificate itself, to print it."""
    KEY_NOTICE = "KEY_NOTICE"
    FEE_STATEMENT = "FEE_STATEMENT"
    MONTHLY_BILL = "MONTHLY_BILL"
    CLAIM_RECEIPT = "CLAIM_RECEIPT"


class DocumentState(StrEnum):
    """Whether a document can be had."""

    MAKING = "MAKING"
    READY = "READY"
    FAILED = "FAILED"


class DocumentProgress(StrEnum):
    """How far the job of making a document has come."""

    WAITING = "WAITING"
    MADE = "MADE"
    DEAD = "DEAD"
    """It could not be made in 24 hours: somebody has to look at it."""


FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(hours=1)
PAUSES = tuple(min(LONGEST_PAUSE, FIRST_PAUSE * 2**number) for number in range(32))
"""Between the attempts: doubled after each, up to an hour; 24 hours in all."""


class Document(Job):
    """A document, made or still to be made. What is made never changes (docs/decisions/0010-documents.md)."""

    kind = fields.CharEnumField(DocumentKind, max_length=16)
    certificate: Certificate | None = reference("models.Certificate", null=True)
    certificate_id: UUID | None
    """Of a certificate and of a key notice: the version whose content it shows."""
    auth_key: AuthKey | None = reference("models.AuthKey", null=True)
    auth_key_id: UUID | None
    """Of a key notice: the key that it shows."""
    fee_statement: FeeStatement | None = reference("models.FeeStatement", null=True)
    fee_statement_id: UUID | None
    monthly_bill: MonthlyBill | None = reference("models.MonthlyBill", null=True)
    monthly_bill_id: UUID | None
    filed_claim: Claim | None = reference("models.Claim", null=True)
    filed_claim_id: UUID | None
    """Of a receipt. `claim` is that of the job."""

    state = fields.CharEnumField(
        DocumentProgress, max_length=8, default=DocumentProgress.WAITING, db_default=DocumentProgress.WAITING
    )
    storage_key: UUID | None = fields.UUIDField(null=True)
    """Under which its bytes are: the claim of the attempt that has made it."""
    made_at = fields.DatetimeField(null=True)
    filename = fields.CharField(max_length=120, null=True)
    size: int | None = fields.IntField(null=True)
    """Bytes of the PDF."""
    sha256 = fields.BinaryField(null=True)
    """Of the PDF, 32 bytes."""
    envelope_version: int | None = fields.SmallIntField(null=True)
    """Of a key notice: its bytes are sealed, because a key stands in them."""

    NAME = "document"
    POSTPONED = ("error", "document_not_made")
    DIED = ("error", "document_dead")
    UNREACHABLE = ("error", "document_store_unreachable")
    STATES = DocumentProgress
    PAUSES = PAUSES
    NOTED: ClassVar[dict[str, str]] = {
        "storage_key": "uuid",
        "made_at": "timestamptz",
        "filename": "text",
        "size": "int",
        "sha256": "bytea",
        "envelope_version": "smallint",
    }

    class Meta:
        table = "document"
        constraints = (
            CheckConstraint(
                name="document_belongs_to_its_kind",
                check="(kind = 'FEE_STATEMENT') = (fee_statement_id IS NOT NULL)"
                " AND (kind = 'MONTHLY_BILL') = (monthly_bill_id IS NOT NULL)"
                " AND (kind = 'CLAIM_RECEIPT') = (filed_claim_id IS NOT NULL)"
                " AND (kind NOT IN ('FEE_STATEMENT', 'MONTHLY_BILL', 'CLAIM_RECEIPT')) = (certificate_id IS NOT NULL)"
                " AND (kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)",
            ),
            CheckConstraint(
                name="document_made_is_complete",
                check="num_nulls(made_at, filename, size, sha256) IN (0, 4)"
                " AND (state = 'MADE') = (made_at IS NOT NULL) AND (storage_key IS NULL) = (made_at IS NULL)"
                " AND (made_at IS NULL OR last_error IS NULL)"
                " AND (envelope_version IS NOT NULL) = (made_at IS NOT NULL AND kind = 'KEY_NOTICE')",
            ),
            CheckConstraint(name="document_in_hand_waits", check="claim IS NULL OR state = 'WAITING'"),
            CheckConstraint(name="document_sha256_is_32_bytes", check="octet_length(sha256) = 32"),
            UniqueConstraint(
                fields=("certificate_id",), name="document_one_certificate", condition="kind = 'CERTIFICATE'"
            ),
            UniqueConstraint(
                fields=("certificate_id",), name="document_one_copy", condition="kind = 'CERTIFICATE_COPY'"
            ),
            UniqueConstraint(
                fields=("certificate_id", "auth_key_id"), name="document_one_notice", condition="kind = 'KEY_NOTICE'"
            ),
            UniqueConstraint(fields=("fee_statement_id",), name="document_one_statement"),
            UniqueConstraint(fields=("monthly_bill_id",), name="document_one_bill"),
            UniqueConstraint(fields=("filed_claim_id",), name="document_one_receipt"),
        )

    @property
    def availability(self) -> DocumentState:
        """Its state for readers; a failed one is retried, unless it is dead."""
        if self.made_at is not None:
            return DocumentState.READY
        return DocumentState.MAKING if self.last_error is None else DocumentState.FAILED

    def succeed(self, *, at: datetime.datetime) -> None:
        """Its bytes are in the store, under the claim's id."""
        self.state, self.made_at, self.storage_key, self.last_error = DocumentProgress.MADE, at, self.claim, None

    async def settle(self) -> bool:
        """Store the result. Raises ContentAbandoned if its bytes may have been swept."""
        return await (self._settle_made() if self.state is DocumentProgress.MADE else super().settle())

    @transactional
    async def _settle_made(self) -> bool:
        counts = bool(await leases.store([self]))
        if counts and self.storage_key is not None:
            await PendingContent.settle(self.storage_key)
        return counts


class DocumentContent(Row):
    """The bytes of a document by its storage key, where the database is what keeps them."""

    content = fields.BinaryField()

    class Meta:
        table = "document_content"
