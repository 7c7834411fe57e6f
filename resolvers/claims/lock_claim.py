"""A claim with its guarantee, locked until the end of the transaction."""

from uuid import UUID

from models.after_issue.claim import Claim
from models.errors import NotFound
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access


async def locked(claim_id: UUID, viewer: Viewer) -> tuple[Claim, Guarantee]:
    """The guarantee is locked first, as when a claim is filed: acts on its claims take turns. Raises NotFound."""
    found = await Claim.filter(access.own(Claim, viewer), id=claim_id).first()
    if found is None:
        raise NotFound
    guarantee = await Guarantee.filter(id=found.guarantee_id).select_for_update().get()
    return await Claim.get(id=claim_id), guarantee
