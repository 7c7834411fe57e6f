"""The sender of a request."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.enums import AccountRole, Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person or API client, and the address of its requests.

    `actor_id` is the account's or the API client's id. `obligee_ids` has the obligee of a person, or all obligees that
    an e-contract system acts for.
    """

    role: Role
    actor_id: UUID
    name: str
    address: str
    email: str | None = None
    contractor_id: UUID | None = None
    surety_id: UUID | None = None
    obligee_ids: tuple[UUID, ...] = ()
    reads_along: bool = field(default=True, compare=False)
    """False if the viewer's company is in no joint venture that another one leads: then there is less to look for."""
    requests_per_minute: int | None = None
    """The rate limit of an API client; None for people."""
    account_role: AccountRole | None = None
    """What a person may do within the organisation; None for API clients and the command line."""
    token_id: UUID | None = field(default=None, compare=False, repr=False)
    """The id of its token; None without one."""
    related: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    """Loaded relations, as rows have them."""

    @property
    def obligee_id(self) -> UUID | None:
        """The obligee that a person works for; a system acts for obligees but belongs to none."""
        return self.obligee_ids[0] if self.role is Role.OBLIGEE else None
