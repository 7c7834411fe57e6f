"""Models of the idiomatic peer: the columns that the two operations select, on the same tables."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import Model, fields


class GuaranteeKind(StrEnum):
    """The kind of guarantee."""

    ADVANCE_PAYMENT = "ADVANCE_PAYMENT"
    INTERMEDIATE_ADVANCE_PAYMENT = "INTERMEDIATE_ADVANCE_PAYMENT"
    PERFORMANCE = "PERFORMANCE"


class Medium(StrEnum):
    """The medium of the certificate."""

    ELECTRONIC = "ELECTRONIC"
    PAPER = "PAPER"


class GuaranteeStatus(StrEnum):
    """Those that occur in the generated data."""

    APPROVED = "APPROVED"
    IN_FORCE = "IN_FORCE"
    EXPIRED = "EXPIRED"


class CertificateStatus(StrEnum):
    """Those that occur in the generated data."""

    CURRENT = "CURRENT"
    SUPERSEDED = "SUPERSEDED"


class CertificateReason(StrEnum):
    """Those that occur in the generated data."""

    NEW = "NEW"
    AMENDMENT = "AMENDMENT"


class ContractType(StrEnum):
    """Works or services."""

    WORKS = "WORKS"
    SERVICES = "SERVICES"


class Branch(Model):
    """A branch."""

    id: UUID = fields.UUIDField(primary_key=True)
    code = fields.CharField(max_length=3)
    name = fields.CharField(max_length=60)
    telephone = fields.CharField(max_length=20)

    class Meta:
        table = "branch"


class Contract(Model):
    """A contract."""

    id: UUID = fields.UUIDField(primary_key=True)
    project_name = fields.CharField(max_length=120)
    contract_type = fields.CharEnumField(ContractType, max_length=16)
    contract_price = fields.BigIntField()
    contract_date = fields.DateField()
    period_from = fields.DateField()
    period_to = fields.DateField()
    advance_payment_planned = fields.BooleanField()
    guarantees: fields.ReverseRelation["Guarantee"]

    class Meta:
        table = "contract"


class Guarantee(Model):
    """A guarantee."""

    id: UUID = fields.UUIDField(primary_key=True)
    contract: Any = fields.ForeignKeyField("models.Contract", related_name="guarantees")
    number = fields.CharField(max_length=12, null=True)
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    medium = fields.CharEnumField(Medium, max_length=16)
    status = fields.CharEnumField(GuaranteeStatus, max_length=16)
    amount = fields.BigIntField()
    expiry_date = fields.DateField(null=True)
    deposit_bank = fields.CharField(max_length=60, null=True)
    issued_at = fields.DatetimeField(null=True)
    certificates: fields.ReverseRelation["Certificate"]

    class Meta:
        table = "guarantee"


class Certificate(Model):
    """A certificate."""

    id: UUID = fields.UUIDField(primary_key=True)
    guarantee: Any = fields.ForeignKeyField("models.Guarantee", related_name="certificates")
    handling_branch: Any = fields.ForeignKeyField("models.Branch", related_name=False)
    status = fields.CharEnumField(CertificateStatus, max_length=16)
    reason = fields.CharEnumField(CertificateReason, max_length=16)
    amendment_number = fields.SmallIntField()
    issued_at = fields.DatetimeField()
    guarantee_number = fields.CharField(max_length=12)
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    principal_name = fields.CharField(max_length=120)
    principal_address = fields.CharField(max_length=200)
    obligee_title = fields.CharField(max_length=120)
    amount = fields.BigIntField()
    expiry_date = fields.DateField()
    deposit_bank = fields.CharField(max_length=60, null=True)
    surety_name = fields.CharField(max_length=120)
    surety_representative = fields.CharField(max_length=120)

    class Meta:
        table = "certificate"


class AuthKey(Model):
    """An auth key."""

    id: UUID = fields.UUIDField(primary_key=True)
    guarantee: Any = fields.ForeignKeyField("models.Guarantee", related_name="keys")
    guarantee_id: UUID
    status = fields.CharField(max_length=16)
    digest = fields.BinaryField()

    class Meta:
        table = "auth_key"
