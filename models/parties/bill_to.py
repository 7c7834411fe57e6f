"""Bill-to parties (保証料請求先) that a contractor has registered."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.parties.contractor import Contractor
from models.row import Row, reference
from models.texts import search_text

MOST_BILL_TOS = 100
"""Of one contractor, without those that it has removed."""


class BillTo(Row):
    """To whom a contractor has fees billed. Its forms choose from these, and statements copy them."""

    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    name = fields.CharField(max_length=120)
    department = fields.CharField(max_length=60, null=True)
    address = fields.CharField(max_length=120, null=True)
    folded = fields.TextField()
    """Name and department without differences that searching ignores: unique for a contractor."""
    is_removed = fields.BooleanField(default=False, db_default=False)
    """Removed from the register. Guarantees may still refer to it."""

    class Meta:
        table = "bill_to"
        constraints = (
            UniqueConstraint(fields=("id", "contractor_id"), name="bill_to_with_contractor"),
            UniqueConstraint(
                fields=("contractor_id", "folded"), name="bill_to_registered_once", condition="NOT is_removed"
            ),
        )


def fold(name: str, department: str | None) -> str:
    """What two entries of a contractor must not have in common."""
    return f"{search_text.fold(name)}\n{search_text.fold(department or '')}"
