"""Applications: submission by the contractor."""

import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.application import Application, Message
from models.commands import ApplicationRequest
from models.contract import Contract
from models.enums import Role
from models.errors import ContractAlreadyRegistered, IdempotencyConflict, InvalidInput, ObligeeDoesNotAcceptElectronic
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency
from resolvers.applications import register_contract, validate
from resolvers.guarantees import estimate_fee


@refuses(InvalidInput, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic, IdempotencyConflict)
@transactional
async def application(
    *, request: ApplicationRequest, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> Application:
    """Register the contract (or use a registered one), and submit one guarantee for each request.

    Raises InvalidInput with every problem, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic if that is the
    only one, IdempotencyConflict.
    """
    viewer = access.require("applyForGuarantees", viewer)
    request = request.tidied()
    application_id = uuid7()
    first_id = await idempotency.claim(
        "applyForGuarantees", idempotency_key, input_=request, result_id=application_id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await Application.get(id=first_id)
    contract = await validate.application(request, viewer=viewer, today=today(at))
    await estimate_fee.require_chargeable(request.guarantees, contract, day=today(at))
    if request.contract is not None:
        await register_contract.register(contract, is_another=request.contract.is_another)
    application = await _submit(application_id, request, contract, applicant_id=viewer.actor_id, at=at)
    await audit.record("application.submitted", viewer=viewer, at=at, subject_id=application.id)
    await outbox.enqueue(MailKind.SUBMITTED, [Event(f"application.submitted {application.id}", application.id, at)])
    return application


async def _submit(
    id_: UUID, request: ApplicationRequest, contract: Contract, *, applicant_id: UUID, at: datetime.datetime
) -> Application:
    parties: dict[str, Any] = {
        "surety_id": contract.surety_id,
        "contractor_id": contract.contractor_id,
        "contract_id": contract.id,
    }
    application = await Application.create(
        id=id_,
        **parties,
        submission_branch_id=request.submission_branch_id,
        applicant_id=applicant_id,
        submitted_at=at,
        notify_on_completion=request.notify_on_completion,
        email=request.email,
        contact_department=request.contact_department,
        contact_title=request.contact_title,
        contact_name=request.contact_name,
        contact_telephone=request.contact_telephone,
    )
    await Guarantee.bulk_create(
        Guarantee(
            **parties,
            obligee_id=contract.obligee_id,
            application_id=id_,
            status=GuaranteeStatus.SUBMITTED,
            base_amount=contract.terms.base(asked.kind),
            **vars(asked),
        )
        for asked in request.guarantees
    )
    if request.message:
        await Message.create(application_id=id_, sent_at=at, sender=Role.CONTRACTOR, body=request.message)
    return application
