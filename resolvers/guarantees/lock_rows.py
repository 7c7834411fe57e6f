"""Rows that stay locked until the end of the transaction: an application, then its contract, then its guarantees."""

from uuid import UUID

from tortoise.expressions import Subquery

from models.applying.application import Application
from models.applying.contract import Contract
from models.auth_key import AuthKey, AuthKeyStatus
from models.errors import CertificateNotAvailable, NotFound
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access


async def application_of(guarantee_id: UUID, viewer: Viewer) -> Application:
    """The application for a guarantee, locked until the end of the transaction. Raises NotFound."""
    guarantee = Guarantee.filter(access.own(Guarantee, viewer), id=guarantee_id)
    application = Application.filter(id__in=Subquery(guarantee.values("application_id")))
    found = await application.select_for_update().first()
    if found is None:
        raise NotFound
    return found


async def contract_of(application: Application) -> Contract:
    """The contract of a submitted application, locked until the end of the transaction."""
    return await Contract.filter(id=application.contract_id).select_for_update().get()


async def guarantee(guarantee_id: UUID, viewer: Viewer) -> Guarantee:
    """The guarantee, locked until the end of the transaction. Raises NotFound."""
    visible = access.own(Guarantee, viewer)
    found = await Guarantee.filter(visible, id=guarantee_id).select_for_update().first()
    if found is None:
        raise NotFound
    return found


async def opened(guarantee_id: UUID, digest: bytes) -> Guarantee:
    """The guarantee that number and key (by their digest) open, locked until the end of the transaction.

    Raises CertificateNotAvailable if the key was replaced since the look-up: rotating locks the guarantee too.
    """
    guarantee = await Guarantee.filter(id=guarantee_id).select_for_update().get()
    if not await AuthKey.exists(guarantee_id=guarantee_id, digest=digest, status=AuthKeyStatus.ACTIVE):
        raise CertificateNotAvailable
    return guarantee
