"""Documents (PDF): each is asked for by the database with the certificate that it belongs to, and made soon after."""

import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.auth_key import AuthKey
from models.certificate import Certificate
from models.fee_statement import FeeStatement
from models.row import Row, reference


class DocumentKind(StrEnum):
    """What is on paper."""

    CERTIFICATE = "CERTIFICATE"
    CERTIFICATE_COPY = "CERTIFICATE_COPY"
    """写し of a paper certificate: only the surety gets the certificate itself, to print it."""
    KEY_NOTICE = "KEY_NOTICE"
    FEE_STATEMENT = "FEE_STATEMENT"


class DocumentState(StrEnum):
    """Whether a document can be had."""

    MAKING = "MAKING"
    READY = "READY"
    FAILED = "FAILED"


LEASE = datetime.timedelta(seconds=60)
"""For so long nobody else makes what somebody has begun to make."""
FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(hours=1)


class Document(Row):
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

    due_at = fields.DatetimeField()
    """Not to be made before, as long as it is not made."""
    attempts: int = fields.SmallIntField(default=0)
    failure = fields.CharField(max_length=200, null=True)
    """Why the last attempt came to nothing."""
    storage_key: UUID | None = fields.UUIDField(null=True)
    """Under which its bytes are, or will be if the attempt under way succeeds: each attempt has its own."""

    made_at = fields.DatetimeField(null=True)
    filename = fields.CharField(max_length=120, null=True)
    size: int | None = fields.IntField(null=True)
    """Bytes of the PDF."""
    sha256 = fields.BinaryField(null=True)
    """Of the PDF, 32 bytes."""
    envelope_version: int | None = fields.SmallIntField(null=True)
    """Of a key notice: its bytes are sealed, because a key stands in them."""

    class Meta:
        table = "document"
        constraints = (
            CheckConstraint(
                name="document_belongs_to_its_kind",
                check="(kind = 'FEE_STATEMENT') = (fee_statement_id IS NOT NULL)"
                " AND (kind <> 'FEE_STATEMENT') = (certificate_id IS NOT NULL)"
                " AND (kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)",
            ),
            CheckConstraint(
                name="document_made_is_complete",
                check="num_nulls(made_at, filename, size, sha256) IN (0, 4)"
                " AND (made_at IS NULL OR (storage_key IS NOT NULL AND failure IS NULL))"
                " AND (envelope_version IS NOT NULL) = (made_at IS NOT NULL AND kind = 'KEY_NOTICE')",
            ),
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
        )

    @property
    def state(self) -> DocumentState:
        """Whether it can be had; what has failed is tried again by itself."""
        if self.made_at is not None:
            return DocumentState.READY
        return DocumentState.MAKING if self.failure is None else DocumentState.FAILED

    @property
    def pause(self) -> datetime.timedelta:
        """How long to wait before it is tried again: twice as long after each attempt, up to an hour."""
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.attempts - 1, 16))


class DocumentContent(Row):
    """The bytes of a document by its storage key, where the database is what keeps them."""

    content = fields.BinaryField()

    class Meta:
        table = "document_content"
