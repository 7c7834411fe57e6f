"""Saving and deleting forms of applications that are not sent yet."""

import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.applying.application import Application
from models.commands import ApplicationRequest
from models.errors import DraftChanged, IdempotencyConflict, InvalidInput, NotFound, Problem, WrongState
from models.numbering import today
from models.parties.contractor import Contractor
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas
from resolvers.applications import open_forms, remove_attachment, returned_form, validate

MOST_DRAFTS = 100
"""Of one contractor."""
FORM = ("draft",)
"""Where the form stands in the input."""


@refuses(InvalidInput, DraftChanged, WrongState, NotFound, IdempotencyConflict)
@transactional
async def save(
    *,
    application_id: UUID | None,
    request: ApplicationRequest,
    version: int | None,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Application:
    """Save a new draft, or the form of a draft or of an application with returned guarantees.

    Raises InvalidInput, DraftChanged, WrongState, NotFound, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("saveApplicationDraft", viewer)
    id_ = application_id or uuid7()
    first_id = await idempotency.claim(
        "saveApplicationDraft",
        idempotency_key,
        input_=[application_id, request, version],
        result_id=id_,
        viewer=viewer,
        at=at,
    )
    if first_id is not None:
        return await open_forms.lock(first_id, viewer)
    if application_id is None:
        await quotas.require(quotas.DRAFTS, viewer=viewer, at=at)
        await _require_room(viewer)
        application = Application(id=id_, contractor_id=viewer.contractor_id, notify_on_completion=False)
        await audit.record("application.draft_created", viewer=viewer, at=at, subject_id=id_)
    else:
        application = await open_forms.lock(application_id, viewer)
        draft = await open_forms.draft_of(application)
        await open_forms.require_current(application, draft, version=version, viewer=viewer)
    await _keep(application, request, viewer=viewer, at=at)
    return application


async def _keep(
    application: Application, request: ApplicationRequest, *, viewer: Viewer, at: datetime.datetime
) -> None:
    """Check the form, and store it as the next version. Raises InvalidInput, WrongState."""
    try:
        form = await _checked(application, request, viewer=viewer, at=at)
    except InvalidInput as refusal:
        raise open_forms.below(FORM, refusal.problems) from None
    if application.submitted_at is None:
        application.update_from_dict(
            {"contract_id": form.contract_id, "submission_branch_id": form.submission_branch_id}
        )
    application.draft_version += 1
    await application.save()
    await open_forms.store(application, form, viewer=viewer, at=at)


@refuses(WrongState, NotFound)
@transactional
async def delete(*, application_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> UUID:
    """Delete a draft with its attachments, or the changes to an application with returned guarantees; its id.

    Raises NotFound, and WrongState if nothing is there to be deleted.
    """
    viewer = access.require("deleteApplicationDraft", viewer)
    application = await open_forms.lock(application_id, viewer)
    deleted = await open_forms.discard(application)
    if application.submitted_at is None:
        await remove_attachment.remove_all(application_id, at=at)
        await application.delete()
    elif not deleted:
        raise WrongState(await returned_form.state_of(application))
    await audit.record("application.draft_deleted", viewer=viewer, at=at, subject_id=application_id)
    return application_id


async def _checked(
    application: Application, request: ApplicationRequest, *, viewer: Viewer, at: datetime.datetime
) -> ApplicationRequest:
    """The form as it is stored. Raises InvalidInput, and WrongState where there is nothing to mend."""
    validate.require_few(request)
    if application.submitted_at is None:
        form = request.tidied()
        await open_forms.require_well_formed(form, viewer=viewer, today=today(at))
        return form
    merged = await returned_form.merge(application, request)
    try:
        year = application.fiscal_year
        await open_forms.require_well_formed(merged.form, viewer=viewer, today=today(at), kept_year=year)
    except InvalidInput as refusal:
        raise merged.placed(refusal) from None
    return merged.form


async def _require_room(viewer: Viewer) -> None:
    """Raises InvalidInput if the contractor has as many drafts as it may have."""
    # Locked, so that drafts are counted one after the other; rows that refer to the contractor need not wait.
    await Contractor.filter(id=viewer.contractor_id).select_for_update(no_key=True).first()
    if await Application.filter(contractor_id=viewer.contractor_id, submitted_at=None).count() >= MOST_DRAFTS:
        message = f"保存できる下書きは{MOST_DRAFTS}件までです。不要な下書きを削除してください。"
        raise InvalidInput([Problem(FORM, "TOO_MANY", message)])
