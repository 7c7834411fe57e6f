"""Contractors (請負者, the principals of guarantees)."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.row import Row


class Contractor(Row):
    """A company that wins public contracts. It may be a customer of several sureties."""

    name = fields.CharField(max_length=120)
    address = fields.CharField(max_length=200)
    representative = fields.CharField(max_length=120, null=True)
    corporate_number = fields.CharField(max_length=13, unique=True, null=True)
    """法人番号, 13 digits."""
    is_active = fields.BooleanField(default=True, db_default=True)
    """Whether it may apply."""
    version: int = fields.IntField(default=1, db_default=1)

    class Meta:
        table = "contractor"
        constraints = (
            CheckConstraint(name="contractor_corporate_number_is_13_digits", check="corporate_number ~ '^[0-9]{13}$'"),
        )
