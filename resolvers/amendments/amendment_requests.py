"""The contractor requests an amendment of an issued guarantee; the surety declines the request, or amends."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue.amendment_request import MOST_REQUESTS, AmendmentRequest, AmendmentRequestStatus
from models.applying.guarantee_acts import GuaranteeAct
from models.commands import AmendmentTerms
from models.errors import IdempotencyConflict, InvalidInput, NotFound, WrongState, too_many
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import AmendmentNotNeeded, refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.amendments import amended_terms
from resolvers.guarantees import lock_rows

OPEN_ALREADY = "この保証には、回答待ちの変更依頼があります。変更する場合は、取り下げてから改めて依頼してください。"
"""Why a second request is refused."""


@refuses(AmendmentNotNeeded, WrongState, NotFound, InvalidInput, IdempotencyConflict)
@transactional
async def request(
    *,
    guarantee_id: UUID,
    terms: AmendmentTerms,
    reason: str,
    idempotency_key: str | None = None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> AmendmentRequest:
    """Request an amendment; the branch gets a mail. Of a joint venture only the lead may.

    Raises AmendmentNotNeeded, WrongState, NotFound, InvalidInput, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("requestAmendment", viewer)
    request_id, input_ = uuid7(), [guarantee_id, terms, reason]
    earlier = await idempotency.claim(
        "requestAmendment", idempotency_key, input_=input_, result_id=request_id, viewer=viewer, at=at
    )
    if earlier is not None:
        return await AmendmentRequest.get(id=earlier)
    await quotas.require(quotas.AMENDMENT_REQUESTS, viewer=viewer, at=at)
    guarantee, wanted = await _required(guarantee_id, terms.tidied(), viewer, at)
    found = await AmendmentRequest.create(
        id=request_id,
        surety_id=guarantee.surety_id,
        contractor_id=guarantee.contractor_id,
        guarantee_id=guarantee.id,
        number=await _next_number(guarantee),
        status=AmendmentRequestStatus.OPEN,
        **wanted,
        reason=text_checks.require_reason(reason),
        requested_at=at,
        requested_by_id=viewer.actor_id,
    )
    return await _told(found, quotas.AMENDMENT_REQUESTS.action, viewer, at, mail=MailKind.AMENDMENT_ASKED)


@refuses(WrongState, NotFound)
@transactional
async def withdraw(*, request_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> AmendmentRequest:
    """Take back a request that is open; the branch gets a mail. Raises WrongState, NotFound."""
    viewer = access.require("withdrawAmendmentRequest", viewer)
    guarantee, found = await _locked(request_id, viewer)
    found.withdraw(state=guarantee.status, at=at)
    await found.save(update_fields=["status", "decided_at"])
    return await _told(found, "amendment.withdrawn", viewer, at, mail=MailKind.AMEND_WITHDRAWN)


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def decline(*, request_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> AmendmentRequest:
    """Decline a request that is open; the contractor gets a mail. Raises WrongState, NotFound, InvalidInput."""
    viewer = access.require("declineAmendmentRequest", viewer)
    guarantee, found = await _locked(request_id, viewer)
    found.decline(text_checks.require_reason(reason), state=guarantee.status, at=at)
    await found.save(update_fields=["status", "decided_at", "decision_reason"])
    return await _told(found, "amendment.declined", viewer, at, mail=MailKind.AMEND_DECLINED)


async def answered(guarantee: Guarantee, request_id: UUID | None) -> AmendmentRequest | None:
    """The request that an amendment of a locked guarantee answers, locked; None if it answers none.

    Raises NotFound for a request of another guarantee, WrongState unless it is open.
    """
    if request_id is None:
        return None
    found = await AmendmentRequest.filter(id=request_id, guarantee_id=guarantee.id).select_for_update().first()
    if found is None:
        raise NotFound
    found.require_open(state=guarantee.status)
    return found


async def settle(
    request: AmendmentRequest | None, guarantee: Guarantee, certificate_id: UUID, *, at: datetime.datetime
) -> None:
    """Mark a request as done by this version of the certificate, in the transaction that amends the guarantee."""
    if request is not None:
        request.settle(certificate_id, state=guarantee.status, at=at)
        await request.save(update_fields=["status", "decided_at", "certificate_id"])


async def _required(
    guarantee_id: UUID, terms: AmendmentTerms, viewer: Viewer, at: datetime.datetime
) -> tuple[Guarantee, Mapping[str, Any]]:
    """The guarantee, locked, and the columns that would differ: what the amendment itself would accept.

    The rows of guarantee and contract take over the terms and are not stored. Raises NotFound, WrongState,
    InvalidInput, AmendmentNotNeeded.
    """
    application = await lock_rows.application_of(guarantee_id, viewer)
    contract = await lock_rows.contract_of(application)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.require(GuaranteeAct.REQUEST_AMENDMENT, today=today(at))
    if await AmendmentRequest.filter(guarantee_id=guarantee.id, status=AmendmentRequestStatus.OPEN).exists():
        raise WrongState(guarantee.status, OPEN_ALREADY)
    different = amended_terms.require_difference(terms, guarantee, contract)
    await amended_terms.take_over(terms, guarantee, contract, application, today(at))
    return guarantee, different


async def _next_number(guarantee: Guarantee) -> int:
    """Among the requests of the guarantee, which is locked. Raises InvalidInput."""
    before = await AmendmentRequest.filter(guarantee_id=guarantee.id).count()
    if before >= MOST_REQUESTS:
        raise too_many(("guaranteeId",), f"変更の依頼は、1つの保証について{MOST_REQUESTS}件までです。")
    return before + 1


async def _locked(request_id: UUID, viewer: Viewer) -> tuple[Guarantee, AmendmentRequest]:
    """The guarantee, then its request, locked. Raises NotFound."""
    own = AmendmentRequest.filter(access.own(AmendmentRequest, viewer), id=request_id)
    known = await own.first()
    if known is None:
        raise NotFound
    guarantee = await lock_rows.guarantee(known.guarantee_id, viewer)
    return guarantee, await own.select_for_update().get()


async def _told(
    found: AmendmentRequest, action: str, viewer: Viewer, at: datetime.datetime, *, mail: MailKind
) -> AmendmentRequest:
    """Record the act on the guarantee, and enqueue the mail about the request."""
    subject = f"変更依頼－{found.number}"
    await audit.record(action, viewer=viewer, at=at, subject_id=found.guarantee_id, subject=subject)
    await outbox.enqueue(mail, [Event(f"{action} {found.id}", found.id, at)])
    return found
