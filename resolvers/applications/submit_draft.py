"""Sending a form that was saved: a draft, or an application with returned guarantees once more."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.application import MOST_SUBMISSIONS, Application, ApplicationDraft, Message, Submission
from models.applying.contract import Contract
from models.applying.guarantee_states import IN_REVIEW, GuaranteeStatus
from models.commands import ApplicationRequest
from models.enums import Role
from models.errors import (
    ContractAlreadyRegistered,
    InvalidInput,
    NotFound,
    ObligeeDoesNotAcceptElectronic,
    Problem,
    WrongState,
)
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from models.texts.trade_terms import PRODUCTS
from resolvers import access, audit
from resolvers.applications import changes, open_forms, returned_form, stored_form, submit, validate
from resolvers.applications.branch_mails import tell_branch
from resolvers.applications.returned_form import Merged
from resolvers.applications.rules import RuleContext
from resolvers.guarantees import estimate_fee
from resolvers.parties import bill_to_register

NOTHING_GIVEN = stored_form.read({})


@refuses(InvalidInput, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic, WrongState, NotFound)
@transactional
async def submit_form(*, application_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Submit a draft, or the returned guarantees of an application again; one that is under way stays as it is.

    Raises NotFound, InvalidInput, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic, TooManyRequests, and
    WrongState if nothing was returned and nothing is in review.
    """
    viewer = access.require("submitApplication", viewer)
    application = await open_forms.lock(application_id, viewer)
    draft = await open_forms.draft_of(application)
    if application.submitted_at is None:
        request = stored_form.read(draft.form) if draft else NOTHING_GIVEN
        await submit.send(application, request.completed(), viewer=viewer, at=at)
    elif not await _send_again(application, draft, viewer=viewer, at=at):
        return application
    await open_forms.discard(application)
    return application


async def _send_again(
    application: Application, draft: ApplicationDraft | None, *, viewer: Viewer, at: datetime.datetime
) -> bool:
    """Whether there was anything to send. Raises as `submit_form` does."""
    # A contract is locked before its guarantees.
    await Contract.filter(id=application.contract_id).select_for_update().first()
    guarantees = await Guarantee.filter(application_id=application.id).order_by("id").select_for_update()
    states = {each.status for each in guarantees}
    if GuaranteeStatus.RETURNED not in states and states & IN_REVIEW:
        return False
    given = stored_form.read(draft.form) if draft else NOTHING_GIVEN
    # One that was changed may have been withdrawn since.
    returned = {each.kind for each in guarantees if each.status is GuaranteeStatus.RETURNED}
    given = replace(given, guarantees=tuple(each for each in given.guarantees if each.kind in returned))
    merged = returned_form.merge_into(application, guarantees, given, is_whole=draft is not None)
    try:
        context = await _validated(merged, application, viewer=viewer, at=at)
    except InvalidInput as refusal:
        raise merged.placed(refusal) from None
    last = await Submission.filter(application_id=application.id).order_by("-sequence").first()
    await _record(application, guarantees, merged, last, viewer=viewer, at=at)
    await _apply(application, merged, context, at=at)
    await audit.record("application.resubmitted", viewer=viewer, at=at, subject_id=application.id)
    event = Event(f"application.resubmitted {application.id} {at.isoformat()}", application.id, at)
    await outbox.enqueue(MailKind.SUBMITTED, [event])
    await tell_branch.of(application, at=at)
    return True


async def _validated(merged: Merged, application: Application, *, viewer: Viewer, at: datetime.datetime) -> RuleContext:
    context = await validate.application(
        merged.form,
        viewer=viewer,
        today=today(at),
        instead_of=[each.id for each in merged.returned],
        kept_year=application.fiscal_year,
        submitted_on=application.submitted_on,
    )
    await estimate_fee.require_chargeable(merged.form.guarantees, context.contract, day=today(at))
    return context


async def _record(
    application: Application,
    guarantees: Sequence[Guarantee],
    merged: Merged,
    last: Submission | None,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> None:
    """The submission, with the reason of the return and what has changed."""
    sequence = last.sequence + 1 if last else 1
    if sequence > MOST_SUBMISSIONS:
        message = f"1件の申込を送信できるのは{MOST_SUBMISSIONS}回までです。取下げのうえ、改めてお申し込みください。"
        raise InvalidInput([Problem(("applicationId",), "TOO_MANY", message)])
    await Submission.create(
        application_id=application.id,
        sequence=sequence,
        submitted_at=at,
        submitted_by_id=viewer.actor_id,
        reason=_reason(merged.returned),
        form=stored_form.written(merged.form),
        changes=await changes.between(application, guarantees, merged),
    )


def _reason(returned: Sequence[Guarantee]) -> str | None:
    """Why they were returned: by product, if the reasons differ."""
    in_order = sorted(returned, key=lambda guarantee: guarantee.id)
    reasons = {each.kind: each.status_reason for each in in_order if each.status_reason}
    if len(set(reasons.values())) <= 1:
        return next(iter(reasons.values()), None)
    return "\n".join(f"{PRODUCTS[kind]}：{reason}" for kind, reason in reasons.items())


async def _apply(application: Application, merged: Merged, context: RuleContext, *, at: datetime.datetime) -> None:
    form: ApplicationRequest = merged.form
    own = {name: getattr(form, name) for name in submit.OWN_FIELDS} | submit.base_columns(context)
    application.update_from_dict(own)
    application.waiting_since = application.waiting_since or at
    await application.save()
    for guarantee, asked in merged.pairs:
        guarantee.resubmit(submit.guarantee_columns(asked, form, context))
        await guarantee.save()
    bill_tos = [each.bill_to for each in form.guarantees]
    await bill_to_register.add_used(bill_tos, contractor_id=application.contractor_id)
    if form.message:
        await Message.create(application_id=application.id, sent_at=at, sender=Role.CONTRACTOR, body=form.message)
