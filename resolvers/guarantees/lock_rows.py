"""Rows that stay locked until the end of the transaction: a contract before its guarantees."""

from uuid import UUID

from models.applying.contract import Contract
from models.errors import NotFound
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access


async def contract_of(guarantee_id: UUID, viewer: Viewer) -> Contract:
    """The contract of a guarantee, locked until the end of the transaction. Raises NotFound."""
    guarantee = await Guarantee.get_or_none(access.own(Guarantee, viewer), id=guarantee_id)
    if guarantee is None:
        raise NotFound
    return await Contract.filter(id=guarantee.contract_id).select_for_update().get()


async def guarantee(guarantee_id: UUID, viewer: Viewer) -> Guarantee:
    """The guarantee, locked until the end of the transaction. Raises NotFound."""
    visible = access.own(Guarantee, viewer)
    found = await Guarantee.filter(visible, id=guarantee_id).select_for_update().first()
    if found is None:
        raise NotFound
    return found
