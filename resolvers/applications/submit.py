"""Applications: submission by the contractor."""

import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.application import Application, Message, Submission
from models.commands import ApplicationRequest, GuaranteeRequest
from models.enums import Medium, PaperDelivery, Role
from models.errors import ContractAlreadyRegistered, IdempotencyConflict, InvalidInput, ObligeeDoesNotAcceptElectronic
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas
from resolvers.applications import register_contract, stored_form, validate
from resolvers.applications.branch_mails import tell_branch
from resolvers.applications.form_rules import base_of_form
from resolvers.applications.rules import RuleContext
from resolvers.guarantees import estimate_fee
from resolvers.parties import bill_to_register

OWN_FIELDS = (
    *("submission_branch_id", "notify_on_completion", "email"),
    *("contact_department", "contact_title", "contact_name", "contact_telephone"),
)
"""Fields of the form that stand on the application itself."""


@refuses(InvalidInput, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic, IdempotencyConflict)
@transactional
async def application(
    *, request: ApplicationRequest, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> Application:
    """Register the contract (or use a registered one), and submit one guarantee for each request.

    Raises InvalidInput with every problem, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic if that is the
    only one, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("applyForGuarantees", viewer)
    request = request.tidied().completed()
    application_id = uuid7()
    first_id = await idempotency.claim(
        "applyForGuarantees", idempotency_key, input_=request, result_id=application_id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await Application.get(id=first_id)
    application = Application(id=application_id, contractor_id=viewer.contractor_id)
    return await send(application, request, viewer=viewer, at=at)


async def send(
    application: Application, request: ApplicationRequest, *, viewer: Viewer, at: datetime.datetime
) -> Application:
    """Submit an application that is new, or a draft. Raises as `application` does."""
    await quotas.require(quotas.APPLICATIONS, viewer=viewer, at=at)
    context = await validate.application(request, viewer=viewer, today=today(at))
    contract = context.contract
    await estimate_fee.require_chargeable(request.guarantees, contract, day=today(at))
    if request.contract is not None:
        await register_contract.register(contract, is_another=request.contract.is_another)
    await _submit(application, request, context, applicant_id=viewer.actor_id, at=at)
    await audit.record("application.submitted", viewer=viewer, at=at, subject_id=application.id)
    await outbox.enqueue(MailKind.SUBMITTED, [Event(f"application.submitted {application.id}", application.id, at)])
    await tell_branch.of(application, at=at)
    return application


def base_columns(context: RuleContext) -> dict[str, Any]:
    """The columns of an application for its fiscal year's base."""
    return dict(zip(base_of_form.FIELDS, context.base, strict=True))


def guarantee_columns(asked: GuaranteeRequest, request: ApplicationRequest, context: RuleContext) -> dict[str, Any]:
    """The columns of a guarantee that an application of this request asks for."""
    columns = vars(asked) | {
        "bill_to": asked.bill_to if asked.bill_to_id is None else context.bill_tos[asked.bill_to_id].name,
        "bill_to_party_id": asked.bill_to_id,
        "base_amount": context.base.of(asked.kind, context.contract.contract_price),
        "paper_delivery": None,
    }
    if asked.medium is Medium.PAPER:
        columns["paper_delivery"] = request.paper_delivery or PaperDelivery.CONTRACTOR
    del columns["bill_to_id"]
    return columns


async def _submit(
    application: Application,
    request: ApplicationRequest,
    context: RuleContext,
    *,
    applicant_id: UUID,
    at: datetime.datetime,
) -> None:
    contract = context.contract
    parties: dict[str, Any] = {
        "surety_id": contract.surety_id,
        "contractor_id": contract.contractor_id,
        "contract_id": contract.id,
    }
    own = {name: getattr(request, name) for name in OWN_FIELDS} | base_columns(context)
    application.update_from_dict(
        parties | own | {"applicant_id": applicant_id, "submitted_at": at, "waiting_since": at}
    )
    await application.save()
    await Guarantee.bulk_create(
        Guarantee(
            **parties,
            obligee_id=contract.obligee_id,
            application_id=application.id,
            status=GuaranteeStatus.SUBMITTED,
            **guarantee_columns(asked, request, context),
        )
        for asked in request.guarantees
    )
    await bill_to_register.add_used([each.bill_to for each in request.guarantees], contractor_id=contract.contractor_id)
    if request.message:
        await Message.create(application_id=application.id, sent_at=at, sender=Role.CONTRACTOR, body=request.message)
    await Submission.create(
        application_id=application.id,
        sequence=1,
        submitted_at=at,
        submitted_by_id=applicant_id,
        form=stored_form.written(request),
        changes=[],
    )
