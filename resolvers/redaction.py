"""Columns of visible rows that are blanked for some roles: part of access control (resolvers/access.py)."""

from collections.abc import Mapping

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
        *("status_reason", "fee_payment_method", "bill_to", "paper_fee_statement", "fee_paid_on"),
        "review_started_at",
    ),
}
"""Columns that are blanked for obligees and their systems."""
IN_HOUSE: Mapping[type, tuple[str, ...]] = {models.Guarantee: ("reviewer_id",)}
"""Columns for the surety's staff and the operator alone."""


def blanked(model: type, role: Role | None) -> tuple[str, ...]:
    """The columns of visible rows that are blanked for viewers of this role."""
    private = PRIVATE.get(model, ()) if role is None or role in OBLIGEES else ()
    return private if role in IN_HOUSE_READERS else (*private, *IN_HOUSE.get(model, ()))


def redact(row: object, viewer: Viewer | None) -> None:
    """Blank the columns of a visible row that the viewer may not see."""
    for column in blanked(type(row), viewer and viewer.role):
        setattr(row, column, None)
