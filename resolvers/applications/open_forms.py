"""The forms that are not sent yet: of drafts, and of applications with returned guarantees."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.applying.application import Application, ApplicationDraft
from models.commands import ApplicationRequest
from models.errors import DraftChanged, InvalidInput, NotFound, Problem
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.account import Account
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.applications import stored_form, validate

MALFORMED = frozenset(
    {
        *("TOO_LONG", "FORBIDDEN_CHARACTER", "NOT_POSITIVE", "OUT_OF_RANGE", "MALFORMED", "NOT_FOUND", "TOO_MANY"),
        *("NO_GLYPH", "TEXT_DOES_NOT_FIT"),
    }
)
"""What is refused also in a form that is not sent yet. Other problems are told by the dry run and at the submission."""


async def lock(application_id: UUID, viewer: Viewer) -> Application:
    """The application, locked until the end of the transaction. Raises NotFound."""
    visible = Application.filter(access.own(Application, viewer), id=application_id)
    application = await visible.select_for_update().first()
    if application is None:
        raise NotFound
    return application


async def draft_of(application: Application) -> ApplicationDraft | None:
    """Its form that is not sent yet."""
    return await ApplicationDraft.get_or_none(application_id=application.id)


async def require_current(
    application: Application, draft: ApplicationDraft | None, *, version: int | None, viewer: Viewer
) -> None:
    """Raises DraftChanged unless `version` is the last one; without a version, if another account has saved it last."""
    is_own = draft is None or draft.saved_by_id == viewer.actor_id
    if is_own if version is None else version == application.draft_version:
        return
    if draft is None:
        raise DraftChanged(application.draft_version)
    saved_by = await Account.get(id=draft.saved_by_id)
    raise DraftChanged(application.draft_version, saved_by.name, draft.saved_at)


async def require_well_formed(
    request: ApplicationRequest, *, viewer: Viewer, today: datetime.date, kept_year: int | None = None
) -> None:
    """Raises InvalidInput for what is malformed in a form that may be incomplete; its paths begin at the form.

    `kept_year` is the fiscal year of an application with returned guarantees.
    """
    examined = await validate.examine(request.completed(), viewer=viewer, today=today, kept_year=kept_year)
    problems = [each for each in examined.findings.problems if each.code in MALFORMED and not _is_of_register(each)]
    if request.contract is not None and request.contract_id is not None:
        problems += [each for each in examined.findings.problems if each.code == "EXACTLY_ONE"]
    if problems:
        raise InvalidInput(problems)


async def store(
    application: Application, request: ApplicationRequest, *, viewer: Viewer, at: datetime.datetime
) -> None:
    """The form under the application's version, instead of the one before."""
    saved: dict[str, Any] = {
        "form": stored_form.written(request),
        "version": application.draft_version,
        "saved_by_id": viewer.actor_id,
        "saved_at": at,
    }
    await ApplicationDraft.update_or_create(saved, application_id=application.id)


async def discard(application: Application) -> int:
    """Delete its form that is not sent; returns the number of forms."""
    return await ApplicationDraft.filter(application_id=application.id).delete()


async def discard_unsendable(application_id: UUID) -> None:
    """Delete the form of a submitted application of which no guarantee is returned any more."""
    if not await Guarantee.filter(application_id=application_id, status=GuaranteeStatus.RETURNED).exists():
        await ApplicationDraft.filter(application_id=application_id).delete()


def _is_of_register(problem: Problem) -> bool:
    """Whether it concerns a registered row: a party's name that cannot be printed, a contract with too many guarantees.

    The form is right to name the row.
    """
    parties = {"contractId", "contractorId", "obligeeId", "contractingOfficerId"}
    return problem.path[-1] in parties and problem.code != validate.UNKNOWN


def below(path: tuple[str, ...], problems: Sequence[Problem]) -> InvalidInput:
    """The problems, below a path."""
    return InvalidInput([problem._replace(path=(*path, *problem.path)) for problem in problems])
