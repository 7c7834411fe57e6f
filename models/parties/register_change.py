"""How entries of the registers came to be what they are: organisations, branches, texts of the site."""

import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.enums import Role
from models.parties.account import Account
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.surety import Surety
from models.row import Row, reference
from models.site.site_text import SiteText


class RegisterChange(Row):
    """The creation of an entry of the registers, or one change of it. Rows never change.

    The entry is of one of several tables, so it is no foreign key. The organisation that it belongs to may read this;
    a text of the site is the operator's.
    """

    surety: Surety | None = reference("models.Surety", null=True)
    surety_id: UUID | None
    obligee: Obligee | None = reference("models.Obligee", null=True)
    obligee_id: UUID | None
    contractor: Contractor | None = reference("models.Contractor", null=True)
    contractor_id: UUID | None
    site_text: SiteText | None = reference("models.SiteText", null=True)
    site_text_id: UUID | None
    entry_id: UUID = fields.UUIDField()
    version: int = fields.IntField()
    """The version of the entry that it made."""
    changed_at: datetime.datetime = fields.DatetimeField()
    changed_by: Account = reference("models.Account")
    changed_by_id: UUID
    role = fields.CharEnumField(Role, max_length=24)
    changes: list[dict[str, Any]] = fields.JSONField()
    """`path`, `label`, and `before` and `after` as people read them."""

    class Meta:
        table = "register_change"
        unique_together = (("entry_id", "version"),)
        constraints = (
            CheckConstraint(name="register_change_has_a_version", check="version >= 1"),
            CheckConstraint(
                name="register_change_is_of_one_organisation",
                check="num_nonnulls(surety_id, obligee_id, contractor_id, site_text_id) = 1",
            ),
        )
