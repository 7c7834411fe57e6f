"""Offices of obligees (契約課, 工事課), and the addresses that they have registered for key notices."""

import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint

from models.enums import GuaranteeKind
from models.parties.obligee import MOST_NOTICE_ADDRESSES, Obligee
from models.row import Row, reference

MOST_OFFICES = 30
"""Of the rules of one obligee, for all kinds together."""
LONGEST_OFFICE = 60


class ObligeeOffice(Row):
    """The office that takes the key notices of one kind of guarantee, under the rules of its obligee.

    The performance guarantee is handed over with the contract, and the advance payment guarantee with the claim for
    the payment, which other offices may take. A trigger copies the days on which the rules are in force.
    """

    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    rules: Any = reference("models.ObligeeRules", null=True)
    rules_id: UUID
    """The obligee's last rules if it is stored without (a trigger)."""
    valid_from: datetime.date = fields.DateField(null=True)
    valid_until: datetime.date | None = fields.DateField(null=True)
    name = fields.CharField(max_length=LONGEST_OFFICE)
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    notice_addresses: list[str] = ArrayField("text")

    class Meta:
        table = "obligee_office"
        unique_together = (("rules_id", "kind", "name"),)
        constraints = (
            CheckConstraint(
                name="obligee_office_has_few_addresses",
                check=f"cardinality(notice_addresses) BETWEEN 1 AND {MOST_NOTICE_ADDRESSES}",
            ),
        )
