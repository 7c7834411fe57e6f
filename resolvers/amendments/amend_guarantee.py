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
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import AmendmentNotNeeded, refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.amendments import amended_terms, amendment_requests, store_terms, write_version
from resolvers.guarantees import create_fee_statements, lock_rows

Amended = tuple[Guarantee, Certificate]


@refuses(InvalidInput, AmendmentNotNeeded, WrongState, NotFound, FeeRatesMissing, FeeAboveAmount, IdempotencyConflict)
async def amend(
    *,
    guarantee_id: UUID,
    terms: AmendmentTerms,
    reason: str,
    request_id: UUID | None = None,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Amended:
    """Change terms of a guarantee in force and of its contract; the guarantee with its new version.

    With `request_id` the amendment answers a request for it, whatever its terms.

    Raises NotFound, WrongState, AmendmentNotNeeded if only the price of the contract differs, InvalidInput if nothing
    does or a rule is violated, FeeRatesMissing, FeeAboveAmount, IdempotencyConflict, TooManyRequests.
    """
    try:
        return await _amend(guarantee_id, terms.tidied(), reason, request_id, idempotency_key, viewer=viewer, at=at)
    except IntegrityError:
        # A contract that looks the same was registered meanwhile; now it is found.
        return await _amend(guarantee_id, terms.tidied(), reason, request_id, idempotency_key, viewer=viewer, at=at)


@transactional
async def _amend(
    guarantee_id: UUID,
    terms: AmendmentTerms,
    reason: str,
    request_id: UUID | None,
    idempotency_key: str | None,
    *,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Amended:
    viewer, id_ = access.require("amendGuarantee", viewer), uuid7()
    given = [guarantee_id, terms, reason, request_id]
    earlier = await idempotency.claim(
        "amendGuarantee", idempotency_key, input_=given, result_id=id_, viewer=viewer, at=at
    )
    if earlier is not None:
        return await lock_rows.guarantee(guarantee_id, viewer), await Certificate.get(id=earlier)
    await quotas.require(quotas.AMENDMENTS, viewer=viewer, at=at)
    rows = await store_terms.locked(guarantee_id, viewer)
    guarantee = rows.guarantee
    guarantee.take(GuaranteeAct.AMEND, today=today(at))
    request = await amendment_requests.answered(guarantee, request_id)
    plain = text_checks.require_reason(reason)
    amended_terms.require_difference(terms, guarantee, rows.contract)
    await amended_terms.take_over(terms, guarantee, rows.contract, rows.application, today(at))
    await store_terms.store(rows, "contract.amended", reason=plain, viewer=viewer, at=at)
    certificate = await write_version.amended(guarantee, id_=id_, at=at)
    await amendment_requests.settle(request, guarantee, certificate.id, at=at)
    await create_fee_statements.at_amendment(guarantee, at=at)
    subject = f"変更－{certificate.amendment_number}"
    await audit.record("guarantee.amended", viewer=viewer, at=at, subject_id=guarantee.id, subject=subject)
    event = Event(f"guarantee.amended {id_}", guarantee.id, at, {"reason": plain})
    await outbox.enqueue(MailKind.AMENDED, [event])
    return guarantee, certificate
