"""Blanking the columns of visible rows that only the contractor and the surety may see (PRIVATE in access.py)."""

from typing import Any
from uuid import UUID

from models.enums import Role
from models.parties.viewer import Viewer
from resolvers.access import OBLIGEES, PRIVATE


def is_always(role: Role | None) -> bool:
    """Whether private columns are blanked in every row for viewers of this role."""
    return role is None or role in OBLIGEES


def is_by_row(role: Role | None) -> bool:
    """Whether they are blanked for viewers of this role in the rows of other contractors."""
    return role is Role.CONTRACTOR


def redact(row: object, viewer: Viewer | None) -> None:
    """Blank the private columns of a row, if the viewer may not see them."""
    if columns := PRIVATE.get(type(row)):
        owner: Any = row
        if viewer is None or is_always(viewer.role) or _is_of_another(owner.contractor_id, viewer):
            for column in columns:
                setattr(row, column, None)


def _is_of_another(contractor_id: UUID, viewer: Viewer) -> bool:
    return is_by_row(viewer.role) and contractor_id != viewer.contractor_id
