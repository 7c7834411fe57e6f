"""Columns of visible rows that are blanked for some roles: part of access control (resolvers/access.py)."""

from collections.abc import Mapping
from typing import Any

import models
from models.enums import Role
from models.parties.viewer import Viewer

OBLIGEES = frozenset({Role.OBLIGEE, Role.E_CONTRACT_SYSTEM})
IN_HOUSE_READERS = frozenset({Role.SURETY, Role.OPERATOR})
PRIVATE: Mapping[type, tuple[str, ...]] = {
    models.Application: (
        *("email", "contact_department", "contact_title", "contact_name", "contact_telephone", "waiting_since"),
    ),
    models.Guarantee: (
        *("status_reason", "fee_payment_method", "bill_to", "paper_fee_statement", "fee_paid_on", "paper_receipt"),
        "review_started_at",
    ),
}
"""Columns that are blanked for obligees, their systems and the other members of a joint venture."""
SIGNED_IN: Mapping[type, tuple[str, ...]] = {models.ElectronicAcceptance: ("notice_addresses",)}
"""Columns for everybody who is signed in."""
INSTEAD: Mapping[str, tuple[()]] = {"notice_addresses": ()}
"""What stands for a blanked column that is never null."""
IN_HOUSE: Mapping[type, tuple[str, ...]] = {models.Guarantee: ("reviewer_id",)}
"""Columns for the surety's staff and the operator alone."""
OF_CLAIMANTS: Mapping[type, tuple[str, ...]] = {
    models.Claim: ("bank_name", "bank_branch", "account_type", "account_number", "account_holder"),
}
"""Columns for all parties but the contractor: the account that the obligee is paid into."""
OF_ONE_SURETY: Mapping[type, tuple[str, ...]] = {
    models.Surety: (
        *("mail_sender", "mail_reply_to", "fee_due_days"),
        *("bank_name", "bank_branch", "account_type", "account_number", "account_holder"),
    ),
}
"""Columns of a surety for its own staff and the operator. Fields of the API compute from them, never in SQL."""


def blanked(model: type, role: Role | None) -> tuple[str, ...]:
    """The columns of visible rows that are blanked for viewers of this role."""
    private = PRIVATE.get(model, ()) if role is None or role in OBLIGEES else ()
    private = (*private, *OF_CLAIMANTS.get(model, ())) if role is Role.CONTRACTOR else private
    private = private if role else (*private, *SIGNED_IN.get(model, ()))
    return private if role in IN_HOUSE_READERS else (*private, *IN_HOUSE.get(model, ()))


def blanked_in_others(model: type, role: Role | None) -> tuple[str, ...]:
    """The columns that are blanked for viewers of this role in the rows of other contractors: in joint ventures."""
    return PRIVATE.get(model, ()) if role is Role.CONTRACTOR else ()


def redact(row: object, viewer: Viewer | None) -> None:
    """Blank the columns of a visible row that the viewer may not see."""
    role = viewer and viewer.role
    columns = blanked(type(row), role)
    if isinstance(row, models.Surety) and not (viewer and viewer.surety_id == row.id) and role is not Role.OPERATOR:
        columns = OF_ONE_SURETY[models.Surety]
    if viewer is not None and (private := blanked_in_others(type(row), role)):
        owned: Any = row
        columns = columns if owned.contractor_id == viewer.contractor_id else (*columns, *private)
    for column in columns:
        setattr(row, column, INSTEAD.get(column))
