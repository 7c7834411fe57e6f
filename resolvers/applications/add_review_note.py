"""Notes of the surety's reviewers about an application or one of its guarantees."""

import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.applying.application import Application
from models.applying.review_note import MOST_NOTES, ReviewNote
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem, too_many
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.applications import open_forms


@refuses(InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def add(
    *,
    application_id: UUID | None,
    guarantee_id: UUID | None,
    body: str,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Application:
    """Write down a note about an application, or about one of its guarantees: one of the two ids.

    Raises InvalidInput, also if the application has the maximum of notes, NotFound, IdempotencyConflict,
    TooManyRequests.
    """
    viewer = access.require("addReviewNote", viewer)
    id_, given = uuid7(), [application_id, guarantee_id, body]
    first_id = await idempotency.claim(
        "addReviewNote", idempotency_key, input_=given, result_id=id_, viewer=viewer, at=at
    )
    if first_id is not None:
        return await Application.get(id=(await ReviewNote.get(id=first_id)).application_id)
    await quotas.require(quotas.NOTES, viewer=viewer, at=at)
    application = await open_forms.lock(await _subject(application_id, guarantee_id, viewer), viewer)
    plain = text_checks.require_body(body, "メモ")
    if await ReviewNote.filter(application_id=application.id).count() >= MOST_NOTES:
        raise too_many(("body",), f"1件の申込に登録できるメモは{MOST_NOTES}件までです。")
    await ReviewNote.create(
        id=id_,
        application_id=application.id,
        guarantee_id=guarantee_id,
        written_by_id=viewer.actor_id,
        written_at=at,
        body=plain,
    )
    await audit.record("review_note.added", viewer=viewer, at=at, subject_id=id_)
    return application


async def _subject(application_id: UUID | None, guarantee_id: UUID | None, viewer: Viewer) -> UUID:
    """The id of the application that the note is about. Raises InvalidInput, NotFound."""
    if application_id is not None and guarantee_id is None:
        return application_id
    if guarantee_id is None or application_id is not None:
        message = "申込と保証のどちらか一方を指定してください。"
        raise InvalidInput([Problem(("applicationId",), "EXACTLY_ONE", message)])
    guarantee = await Guarantee.get_or_none(access.visible(Guarantee, viewer), id=guarantee_id)
    if guarantee is None:
        raise NotFound
    return guarantee.application_id
