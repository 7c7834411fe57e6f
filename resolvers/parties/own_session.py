"""A person's own session: until when it goes on, and staying longer."""

import datetime
from typing import NamedTuple, cast

from tortoise.queryset import QuerySet

import models
from database.transactions import transactional
from models.parties.account import AccessToken
from models.parties.viewer import Viewer
from resolvers import audit
from resolvers.parties.sessions import SESSION_LIFETIME
from security import tokens

LONGEST_SESSION = datetime.timedelta(hours=24)
"""From the sign-in, however often its person stays."""
LEAST_EXTENSION = datetime.timedelta(minutes=5)
"""A later end by less is not worth a row in the audit log."""


class Details(NamedTuple):
    """A session that goes on."""

    organisation: str | None
    """The name of its person's organisation; None for the operator."""
    ends: datetime.datetime
    latest_end: datetime.datetime


async def details(token: str, viewer: Viewer, *, at: datetime.datetime) -> Details | None:
    """The session of this token, which is the viewer's; None if it has just ended."""
    session = await _going_on(token, at).first()
    if session is None:
        return None
    return Details(await _organisation(viewer), _end_of(session), session.created_at + LONGEST_SESSION)


@transactional
async def extend(token: str, *, viewer: Viewer, at: datetime.datetime) -> None:
    """The session goes on for as long as a new one would, up to LONGEST_SESSION in all.

    The token stays: other tabs have it too, and links to documents are bound to it.
    """
    session = await _going_on(token, at).select_for_update(no_key=True).first()
    if session is None:
        return
    ends = min(at + SESSION_LIFETIME, session.created_at + LONGEST_SESSION)
    if ends - _end_of(session) < LEAST_EXTENSION:
        return
    session.expires_at = ends
    await session.save(update_fields=["expires_at"])
    await audit.record("session.extended", viewer=viewer, at=at, subject_id=session.id)


def _going_on(token: str, at: datetime.datetime) -> QuerySet[AccessToken]:
    return AccessToken.filter(digest=tokens.digest(token), revoked_at__isnull=True, expires_at__gt=at)


def _end_of(session: AccessToken) -> datetime.datetime:
    return cast("datetime.datetime", session.expires_at)  # the database knows no session without one


async def _organisation(viewer: Viewer) -> str | None:
    for model, id_ in (
        (models.Contractor, viewer.contractor_id),
        (models.Surety, viewer.surety_id),
        (models.Obligee, viewer.obligee_id),
    ):
        if id_ is not None:
            return (await model.get(id=id_)).name
    return None
