"""Amending a guarantee in force (変更): other terms, a new version of its certificate, the difference in fee."""

import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.guarantee_acts import GuaranteeAct
from models.certificate import Certificate
from models.commands import AmendmentTerms
from models.errors import (
    FeeAboveAmount,
    FeeRatesMissing,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    WrongState,
)
from models.guarantee import Guarantee
from models.handover import HANDOVER
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import AmendmentNotNeeded, refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.amendments import amended_terms, write_version
from resolvers.applications.contracts import change_contract, contract_differences
from resolvers.guarantees import create_fee_statements, lock_rows

Amended = tuple[Guarantee, Certificate]


@refuses(InvalidInput, AmendmentNotNeeded, WrongState, NotFound, FeeRatesMissing, FeeAboveAmount, IdempotencyConflict)
async def amend(
    *,
    guarantee_id: UUID,
    terms: AmendmentTerms,
    reason: str,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Amended:
    """Change terms of a guarantee in force and of its contract; the guarantee with its new version.

    Raises NotFound, WrongState, AmendmentNotNeeded if only the price of the contract differs, InvalidInput if nothing
    does or a rule is violated, FeeRatesMissing, FeeAboveAmount, IdempotencyConflict, TooManyRequests.
    """
    try:
        return await _amend(guarantee_id, terms.tidied(), reason, idempotency_key, viewer=viewer, at=at)
    except IntegrityError:
        # A contract that looks the same was registered meanwhile; now it is found.
        return await _amend(guarantee_id, terms.tidied(), reason, idempotency_key, viewer=viewer, at=at)


@transactional
async def _amend(
    guarantee_id: UUID,
    terms: AmendmentTerms,
    reason: str,
    idempotency_key: str | None,
    *,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Amended:
    viewer, id_ = access.require("amendGuarantee", viewer), uuid7()
    earlier = await idempotency.claim(
        "amendGuarantee", idempotency_key, input_=[guarantee_id, terms, reason], result_id=id_, viewer=viewer, at=at
    )
    if earlier is not None:
        return await lock_rows.guarantee(guarantee_id, viewer), await Certificate.get(id=earlier)
    await quotas.require(quotas.AMENDMENTS, viewer=viewer, at=at)
    application = await lock_rows.application_of(guarantee_id, viewer)
    contract = await lock_rows.contract_of(application)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.take(GuaranteeAct.AMEND, today=today(at))
    plain = text_checks.require_reason(reason)
    amended_terms.require_difference(terms, guarantee, contract)
    version, before = contract.version, contract_differences.values_of(contract)
    await amended_terms.take_over(terms, guarantee, contract, application, today(at))
    if contract.version != version:
        changes = await contract_differences.between(
            before, contract_differences.values_of(contract), contract.contract_type
        )
        await contract.save()
        await change_contract.record("contract.amended", contract, changes, reason=plain, viewer=viewer, at=at)
    certificate = await _stored(guarantee, id_, at=at)
    await create_fee_statements.at_amendment(guarantee, at=at)
    subject = f"変更－{certificate.amendment_number}"
    await audit.record("guarantee.amended", viewer=viewer, at=at, subject_id=guarantee.id, subject=subject)
    event = Event(f"guarantee.amended {id_}", guarantee.id, at, {"reason": plain})
    await outbox.enqueue(MailKind.AMENDED, [event])
    return guarantee, certificate


async def _stored(guarantee: Guarantee, id_: UUID, *, at: datetime.datetime) -> Certificate:
    """The new version of the certificate, which has to be handed over itself."""
    guarantee.begin_anew(at=at)
    await guarantee.save(update_fields=["status", "amount", "base_amount", "expiry_date", *sorted(HANDOVER)])
    # The database ends the hand-over with the row.
    await guarantee.refresh_from_db(fields=["handover_id"])
    return await write_version.amended(guarantee, id_=id_, at=at)
