"""Claims, as what files are attached to: by the obligee's side and the surety, until a claim is decided."""

from uuid import UUID

from models.after_issue.claim import Claim
from models.applying.attachment import Attachment
from models.enums import Role
from models.errors import NotFound
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.guarantees import lock_rows


async def application_of(claim_id: UUID, viewer: Viewer) -> UUID:
    """The application for the claimed guarantee, which the obligee's side does not see. Raises NotFound."""
    claim = await _known(claim_id, viewer)
    return (await Guarantee.get(id=claim.guarantee_id)).application_id


async def require_undecided(claim_id: UUID, viewer: Viewer) -> None:
    """Raises NotFound, ClaimInWrongState."""
    (await _known(claim_id, viewer)).require_undecided()


async def lock(claim_id: UUID, viewer: Viewer) -> None:
    """Keep a claim as it is until the end of the transaction: acts on claims lock the guarantee. Raises NotFound."""
    claim = await _known(claim_id, viewer)
    await lock_rows.guarantee(claim.guarantee_id, viewer)


async def subject_of(attachment: Attachment) -> UUID:
    """The subject of events about an attachment: of a claim's the guarantee, whose trail keeps what was removed."""
    if attachment.claim_id is None:
        return attachment.id
    return (await Claim.get(id=attachment.claim_id)).guarantee_id


async def _known(claim_id: UUID, viewer: Viewer) -> Claim:
    """The contractor reads its claims, but they are between the others."""
    found = await Claim.filter(access.own(Claim, viewer), id=claim_id).first()
    if found is None or viewer.role is Role.CONTRACTOR:
        raise NotFound
    return found
