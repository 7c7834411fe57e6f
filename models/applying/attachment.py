"""Files that the parties attach: to an application, a message about it, a request for an amendment, or a claim."""

import datetime
from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.after_issue.amendment_request import AmendmentRequest
from models.after_issue.claim import Claim
from models.applying.application import MOST_SUBMISSIONS, Application, Message
from models.enums import Role
from models.parties.account import Account, ApiClient
from models.refusals import AttachmentInUse
from models.row import Row, reference

MOST_ATTACHMENTS = 10
"""Of one application, of both sides together; of one request for an amendment; and of one claim, of both sides."""
MOST_BYTES = 10_000_000
"""Of one attachment."""
LONGEST_DESCRIPTION = 60
LONGEST_FILENAME = 120
"""Characters."""
_OBLIGEES = frozenset({Role.OBLIGEE, Role.E_CONTRACT_SYSTEM})


class FileType(StrEnum):
    """What an attachment may be, by its content."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"

    @property
    def media_type(self) -> str:
        """Its Content-Type."""
        return "application/pdf" if self is FileType.PDF else f"image/{self.value.lower()}"

    @property
    def extensions(self) -> tuple[str, ...]:
        """Of names of such files; the first one is the usual one."""
        return (".jpg", ".jpeg") if self is FileType.JPEG else (f".{self.value.lower()}",)


class Attachment(Row):
    """A file of an application, as it is handed on: examined, and an image drawn anew.

    Its bytes are sealed, because contracts and what else is attached are confidential.
    """

    application: Application = reference("models.Application")
    application_id: UUID
    message: Message | None = reference("models.Message", null=True)
    message_id: UUID | None
    """The message that it belongs to; null for one of the application itself."""
    amendment_request: AmendmentRequest | None = reference("models.AmendmentRequest", null=True)
    amendment_request_id: UUID | None
    """The request that it belongs to, for a guarantee of the application; null for others."""
    claim: Claim | None = reference("models.Claim", null=True)
    claim_id: UUID | None
    """The claim that it belongs to, under a guarantee of the application; null for others."""
    place: int = fields.SmallIntField()
    """Among those of the application, request or claim, from 1; one that was removed leaves its place to another."""
    role = fields.CharEnumField(Role, max_length=24)
    """The side that attached it."""
    uploaded_by: Account | None = reference("models.Account", null=True)
    uploaded_by_id: UUID | None
    api_client: ApiClient | None = reference("models.ApiClient", null=True)
    api_client_id: UUID | None
    """The e-contract system that attached it, if no person did."""
    uploaded_at: datetime.datetime = fields.DatetimeField()
    filename = fields.CharField(max_length=LONGEST_FILENAME)
    description = fields.CharField(max_length=LONGEST_DESCRIPTION, null=True)
    file_type = fields.CharEnumField(FileType, max_length=8)
    size: int = fields.IntField()
    """Bytes of the file as it is handed on."""
    sha256: bytes = fields.BinaryField()
    """Of the file as it is handed on, 32 bytes."""
    storage_key: UUID = fields.UUIDField()
    """Under which its sealed bytes are."""
    envelope_version: int = fields.SmallIntField()
    submissions_before: int = fields.SmallIntField()
    """How often the application had been submitted before it was attached."""
    opened_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When the other side first fetched it."""

    class Meta:
        table = "attachment"
        constraints = (
            UniqueConstraint(
                fields=("application_id", "place"),
                name="attachment_has_a_place",
                condition="amendment_request_id IS NULL AND claim_id IS NULL",
            ),
            UniqueConstraint(fields=("amendment_request_id", "place"), name="attachment_has_a_place_of_its_request"),
            UniqueConstraint(fields=("claim_id", "place"), name="attachment_has_a_place_of_its_claim"),
            CheckConstraint(
                name="attachment_belongs_to_one",
                check="num_nonnulls(message_id, amendment_request_id, claim_id) <= 1",
            ),
            CheckConstraint(
                name="attachment_is_of_a_side",
                check="(claim_id IS NULL OR role <> 'CONTRACTOR')"
                " AND (claim_id IS NOT NULL OR role NOT IN ('OBLIGEE', 'E_CONTRACT_SYSTEM'))",
            ),
            CheckConstraint(
                name="attachment_has_one_uploader",
                check="num_nonnulls(uploaded_by_id, api_client_id) = 1"
                " AND (role = 'E_CONTRACT_SYSTEM') = (uploaded_by_id IS NULL)",
            ),
            CheckConstraint(name="attachment_is_one_of_ten", check=f"place BETWEEN 1 AND {MOST_ATTACHMENTS}"),
            CheckConstraint(name="attachment_has_bytes", check=f"size BETWEEN 1 AND {MOST_BYTES}"),
            CheckConstraint(name="attachment_sha256_is_32_bytes", check="octet_length(sha256) = 32"),
            CheckConstraint(
                name="attachment_counts_submissions", check=f"submissions_before BETWEEN 0 AND {MOST_SUBMISSIONS}"
            ),
        )

    def require_removable(self, *, submissions: int) -> None:
        """Raises AttachmentInUse once the other side has relied on it: fetched it, or been sent the form after it."""
        if self.opened_at is not None or self.submissions_before != submissions:
            raise AttachmentInUse


def side_of(role: Role) -> frozenset[Role]:
    """The roles of the party: what an official may do with its files, a system that acts for the obligee may too."""
    return _OBLIGEES if role in _OBLIGEES else frozenset({role})


def free_place(taken: Collection[int]) -> int | None:
    """The first place that is free; None if the maximum is attached."""
    return next((place for place in range(1, MOST_ATTACHMENTS + 1) if place not in taken), None)
