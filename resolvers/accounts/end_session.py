"""Ending one of the own sessions."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.errors import NotFound
from models.parties.account import AccessToken
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit


@refuses(NotFound)
@transactional
async def end(*, session_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> AccessToken:
    """End a session of the viewer at once. A repetition does nothing. Raises NotFound."""
    viewer = access.require("endSession", viewer)
    own = AccessToken.filter(id=session_id, account_id=viewer.actor_id)
    session = await own.select_for_update().first()
    if session is None:
        raise NotFound
    if session.revoked_at is None:
        session.revoked_at = at
        await session.save(update_fields=["revoked_at"])
        await audit.record("session.ended", viewer=viewer, at=at, subject_id=session.id)
    return session
