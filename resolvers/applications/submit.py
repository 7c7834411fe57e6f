"""Applications: the contractor applies, looks, and withdraws."""

import datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.application import Application, Message
from models.commands import ApplicationRequest
from models.contract import Contract
from models.enums import Role
from models.errors import (
    ContractAlreadyRegistered,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    ObligeeDoesNotAcceptElectronic,
    WrongState,
)
from models.guarantee import BEFORE_ISSUE, Guarantee, GuaranteeStatus
from models.numbering import end_of, start_of, today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency
from resolvers.applications import check, register_contract
from resolvers.conditions import given, matching
from resolvers.guarantees import estimate_fee, state_fee
from resolvers.loading import Include, Page, Reader, page_of


@refuses(InvalidInput, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic, IdempotencyConflict)
@transactional
async def apply(
    *, request: ApplicationRequest, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> Application:
    """Register the contract (or take a registered one), and submit one guarantee for each that is asked for.

    Raises InvalidInput with every problem, ContractAlreadyRegistered, ObligeeDoesNotAcceptElectronic when that is all,
    IdempotencyConflict.
    """
    viewer = access.require("applyForGuarantees", viewer)
    request = request.tidied()
    application_id = uuid7()
    first_id = await idempotency.claim(
        "applyForGuarantees", idempotency_key, input_=request, result_id=application_id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await Application.get(id=first_id)
    contract = await check.require_sound(request, viewer=viewer, today=today(at))
    await estimate_fee.require_chargeable(request.guarantees, contract, day=today(at))
    if request.contract is not None:
        await register_contract.register(contract, is_another=request.contract.is_another)
    application = await _submit(application_id, request, contract, applicant_id=viewer.actor_id, at=at)
    await audit.record("application.submitted", viewer=viewer, at=at, subject_id=application.id)
    return application


@refuses(WrongState, NotFound)
@transactional
async def withdraw(*, application_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Withdraw every guarantee of the application that is not issued or ended, with a mail to the surety about each.

    Raises NotFound, and WrongState when there is none to withdraw.
    """
    viewer = access.require("withdrawApplication", viewer)
    application = await Application.get_or_none(access.visible(Application, viewer), id=application_id)
    if application is None:
        raise NotFound
    guarantees = await Guarantee.filter(application_id=application_id).order_by("id").select_for_update()
    open_ = [guarantee for guarantee in guarantees if guarantee.status in BEFORE_ISSUE]
    if not open_:
        raise WrongState(guarantees[0].status)
    for guarantee in open_:
        guarantee.withdraw()
        await guarantee.save(update_fields=["status"])
        await state_fee.pay_back(guarantee, at=at)
        event = Event(f"guarantee.withdrawn {guarantee.id} {at.isoformat()}", guarantee.id, at)
        await outbox.enqueue(MailKind.WITHDRAWN, [event])
    await audit.record("application.withdrawn", viewer=viewer, at=at, subject_id=application.id)
    return application


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    status: GuaranteeStatus | None = None,
    branch_id: UUID | None = None,
    submitted_from: datetime.date | None = None,
    submitted_to: datetime.date | None = None,
) -> Page:
    """Applications that the viewer may see, newest first; `status` is that of any of its guarantees."""
    access.require("applications", reader.viewer)
    wanted = {
        "submission_branch_id": branch_id,
        "submitted_at__gte": submitted_from and start_of(submitted_from),
        "submitted_at__lte": submitted_to and end_of(submitted_to),
    }
    where = given(wanted)
    if status is not None:
        where &= matching({"id__in": Subquery(Guarantee.filter(status=status).values("application_id"))})
    return await page_of(Application, where, order="-id", first=first, after=after, include=include, reader=reader)


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
