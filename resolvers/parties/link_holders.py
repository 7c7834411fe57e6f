"""The holder of a signed link, as stored in the link."""

import datetime
from uuid import UUID

from tortoise.expressions import Q

from models.enums import Role
from models.parties.account import AccessToken, Account, ApiClient, ApiClientObligee
from models.parties.viewer import Viewer
from resolvers.parties import identify


def claims_of(viewer: Viewer) -> tuple[str, str]:
    """The claim about the holder: its id, and that of its token (or nothing)."""
    return viewer.actor_id.hex, viewer.token_id.hex if viewer.token_id else ""


async def from_claims(actor: str, token: str, *, address: str, at: datetime.datetime) -> Viewer | None:
    """The current state of a link's holder; None if it is no longer active, or could not query again.

    That is the case if its token is expired or revoked, also by signing out.
    """
    viewer = await _of_actor(UUID(actor), address)
    if viewer is None or not token:
        return viewer
    holds = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    is_held = await AccessToken.filter(holds, id=UUID(token), revoked_at__isnull=True).exists()
    return viewer if is_held else None


async def _of_actor(actor_id: UUID, address: str) -> Viewer | None:
    account = await Account.get_or_none(id=actor_id, is_active=True)
    if account is not None:
        return identify.as_person(account, address)
    client = await ApiClient.get_or_none(id=actor_id, is_active=True)
    if client is None:
        return None
    acts_for = await ApiClientObligee.filter(api_client_id=actor_id).order_by("id")
    obligee_ids = tuple(each.obligee_id for each in acts_for)
    return Viewer(
        Role.E_CONTRACT_SYSTEM,
        actor_id,
        client.name,
        address,
        obligee_ids=obligee_ids,
        requests_per_minute=client.requests_per_minute,
    )
