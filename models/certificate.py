"""Certificates (電子証書): versions whose content never changes."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.comparison import ExpectedContract, FieldComparison
from models.content.certificate_content import COMPARED, shown_in
from models.content.content_field import ContentField, Place
from models.enums import ContractType, GuaranteeKind, Medium
from models.guarantee import Guarantee
from models.handover import MOST_RETURNS
from models.numbering import NUMBER_CHECK
from models.parties.seal_image import SealImage
from models.parties.surety import Branch, Surety
from models.row import Row, reference
from models.texts.trade_terms import PRICE

MOST_VERSIONS = 100
"""Of one guarantee: the issue writes the first, amendments and corrections write others."""
MOST_HANDOVERS = MOST_RETURNS + 2 * (MOST_VERSIONS - 1) + 1
"""Of one guarantee: each return, each further version and its cancellation end one, and one is the current one."""


class CertificateStatus(StrEnum):
    """CURRENT until another version takes its place, or it is taken back."""

    CURRENT = "CURRENT"
    SUPERSEDED = "SUPERSEDED"
    CORRECTED = "CORRECTED"
    CANCELLED = "CANCELLED"


class CertificateReason(StrEnum):
    """Why a version was made."""

    NEW = "NEW"
    AMENDMENT = "AMENDMENT"
    CORRECTION = "CORRECTION"


class TableRow(NamedTuple):
    """A row of the certificate's table: a text, a sum in yen, a day, or the first and last day of a period.

    `name` is that of the field, `tail` follows the label.
    """

    name: str
    label: str
    tail: str
    value: str | int | datetime.date | tuple[datetime.date, datetime.date]


class Certificate(Row):
    """What the surety answers for, copied at the moment of issue: later changes elsewhere do not reach it."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    status = fields.CharEnumField(CertificateStatus, max_length=16, default=CertificateStatus.CURRENT)
    reason = fields.CharEnumField(CertificateReason, max_length=16)
    amendment_number: int = fields.SmallIntField(default=0)
    issued_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    """When it ceased to be CURRENT, which the database writes with the status; None too where it is not known."""

    guarantee_number = fields.CharField(max_length=12)
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    medium = fields.CharEnumField(Medium, max_length=16)
    contract_type = fields.CharEnumField(ContractType, max_length=16)
    principal_name = fields.CharField(max_length=120)
    principal_address = fields.CharField(max_length=200)
    joint_venture_name = fields.CharField(max_length=120, null=True)
    joint_venture_members: list[dict[str, Any]] = fields.JSONField(default=list)
    """In the contract's order, each with name, address, share_percent (None where unknown) and is_lead."""
    obligee_title = fields.CharField(max_length=120)
    amount: int = fields.BigIntField()
    expiry_date = fields.DateField()
    project_name = fields.CharField(max_length=120)
    contract_price: int = fields.BigIntField()
    period_from = fields.DateField()
    period_to = fields.DateField()
    contract_date = fields.DateField()
    deposit_bank = fields.CharField(max_length=60, null=True)
    surety_name = fields.CharField(max_length=120)
    surety_address = fields.CharField(max_length=200)
    surety_representative = fields.CharField(max_length=120)
    general_terms = fields.CharField(max_length=100)
    """約款 under which it answers, those for the kind of guarantee."""
    handling_branch: Branch = reference("models.Branch")
    handling_branch_id: UUID
    handling_branch_name = fields.CharField(max_length=60)
    handling_branch_telephone = fields.CharField(max_length=20)
    handling_branch_fax = fields.CharField(max_length=20, null=True)
    seal: SealImage | None = reference("models.SealImage", null=True)
    """印影, that of the surety at the issue; a seal with its name is drawn where there is no image."""
    seal_id: UUID | None

    class Meta:
        table = "certificate"
        indexes = (Index(fields=("guarantee_id", "issued_at"), name="certificate_history"),)
        constraints = (
            CheckConstraint(name="certificate_sums_are_positive", check="amount > 0 AND contract_price > 0"),
            CheckConstraint(
                name="certificate_number_is_well_formed", check=NUMBER_CHECK.replace("number", "guarantee_number")
            ),
            CheckConstraint(
                name="certificate_amendments_are_counted",
                check="amendment_number >= 0 AND (reason <> 'NEW' OR amendment_number = 0)",
            ),
            CheckConstraint(
                name="certificate_joint_venture_has_members",
                check="(joint_venture_name IS NULL) = (jsonb_array_length(joint_venture_members) = 0)",
            ),
            UniqueConstraint(fields=("guarantee_id",), name="certificate_one_current", condition="status = 'CURRENT'"),
            UniqueConstraint(fields=("guarantee_id",), name="certificate_one_new", condition="reason = 'NEW'"),
        )

    @property
    def ratio(self) -> str:
        """保証割合: the amount in percent of the contract price, to a tenth, half rounded up, such as 10.0."""
        return str((Decimal(self.amount * 100) / self.contract_price).quantize(Decimal("0.1"), ROUND_HALF_UP))

    def table(self, place: Place) -> Sequence[TableRow]:
        """The rows of the table on paper or page: fields of the content that have a value, and the ratio."""
        rows: list[TableRow] = []
        for field in shown_in(place):
            value = getattr(self, field.name)
            if not field.is_in_table or value is None:
                continue
            if field.period_end:
                value = value, getattr(self, field.period_end)
            rows.append(TableRow(field.name, field.label.of(self.contract_type), field.tail, value))
            if field.name == "amount" and self.kind is GuaranteeKind.PERFORMANCE:
                ratio = f"{PRICE.of(self.contract_type)}の{self.ratio}％"
                rows.append(TableRow("ratio", "保証割合", "", ratio))
        return rows

    def corrected(self, replaced: Mapping[str, Any], *, id_: UUID, at: datetime.datetime) -> "Certificate":
        """The version, not stored yet, that takes the place of this one: the same content but what is replaced.

        The lead of a joint venture is corrected with the principal that it is.
        """
        content = {name: getattr(self, name) for name in self._meta.db_fields} | {**replaced}
        sources = {"name": "principal_name", "address": "principal_address"}
        of_lead = {key: replaced[name] for key, name in sources.items() if name in replaced}
        content["joint_venture_members"] = [
            member | of_lead if member["is_lead"] else member for member in self.joint_venture_members
        ]
        own = {"id": id_, "status": CertificateStatus.CURRENT, "reason": CertificateReason.CORRECTION, "issued_at": at}
        return Certificate(**content | own | {"ended_at": None})

    def compare(self, expected: ExpectedContract) -> list[FieldComparison]:
        """Expected values against certified ones: an entry for each value that is not None, in a fixed order."""
        given = [(field, value) for field in COMPARED if (value := expected.get(field.comparison.name)) is not None]
        return [self._compare(field, value) for field, value in given]

    def _compare(self, field: ContentField, expected: Any) -> FieldComparison:
        actual = getattr(self, field.name)
        return FieldComparison(field.comparison, expected, actual, field.comparison.rule(expected, actual))
