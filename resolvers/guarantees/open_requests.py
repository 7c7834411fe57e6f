"""Requests for amendments, as what files are attached to: by the contractor, as long as a request is open."""

from uuid import UUID

from models.after_issue.amendment_request import AmendmentRequest
from models.applying.application import Application
from models.enums import Role
from models.errors import NotFound
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.guarantees import lock_rows


async def require_open(request_id: UUID, application: Application, viewer: Viewer) -> None:
    """Raises NotFound for what is no request of the viewer's side for a guarantee of the application, WrongState."""
    request, guarantee = await _known(request_id, application, viewer)
    request.require_open(state=guarantee.status)


async def lock(request_id: UUID, application: Application, viewer: Viewer) -> None:
    """Keep a request as it is until the end of the transaction: whoever decides it locks its guarantee first.

    The application is locked. Raises NotFound.
    """
    request, _ = await _known(request_id, application, viewer)
    await lock_rows.guarantee(request.guarantee_id, viewer)


async def _known(request_id: UUID, application: Application, viewer: Viewer) -> tuple[AmendmentRequest, Guarantee]:
    found = await AmendmentRequest.filter(access.own(AmendmentRequest, viewer), id=request_id).first()
    if found is None or viewer.role is not Role.CONTRACTOR:
        raise NotFound
    guarantee = await Guarantee.filter(id=found.guarantee_id, application_id=application.id).first()
    if guarantee is None:
        raise NotFound
    return found, guarantee
