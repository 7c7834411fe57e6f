"""Who is asking."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.enums import Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person or machine client, and the address from which it asks.

    `actor_id` is the account's or the API client's id. `obligee_ids` has the obligee of a person, or all obligees for
    which an e-contract system acts.
    """

    role: Role
    actor_id: UUID
    name: str
    address: str
    email: str | None = None
    contractor_id: UUID | None = None
    surety_id: UUID | None = None
    obligee_ids: tuple[UUID, ...] = ()
    requests_per_minute: int | None = None
    """How often an API client may ask; None for people."""
    token_id: UUID | None = field(default=None, compare=False, repr=False)
    """By which token it asks; None where there is none."""
    related: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    """As of rows: what was loaded along."""

    @property
    def obligee_id(self) -> UUID | None:
        """The obligee that a person works for; a system acts for its obligees but belongs to none."""
        return self.obligee_ids[0] if self.role is Role.OBLIGEE else None
