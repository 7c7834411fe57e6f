"""Issuing: number, key and certificate, all or nothing, exactly once.

Concurrent requests share one transaction (docs/decisions/0009-issuing-together.md), with the same results as if they
were sequential.
"""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from database.batching import Batcher
from database.connection import is_unreachable
from models.certificate import Certificate
from models.errors import (
    FeeAboveAmount,
    FeeNotReceived,
    FeeRatesMissing,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    Problem,
    SerialsUsedUp,
    WrongState,
)
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, idempotency
from resolvers.guarantees.issue.batch import Outcome, issue_together
from resolvers.guarantees.issue.issue_cases import Request
from resolvers.idempotency import Claim
from security import auth_keys
from security.auth_keys import Keyring

MOST_AT_ONCE = 500
MOST_TOGETHER = 100
"""In one transaction: all other issues of its series wait until it ends."""


@refuses(
    WrongState,
    FeeNotReceived,
    IdempotencyConflict,
    NotFound,
    SerialsUsedUp,
    InvalidInput,
    FeeRatesMissing,
    FeeAboveAmount,
)
async def issue(
    *,
    guarantee_id: UUID,
    idempotency_key: str | None,
    viewer: Viewer | None,
    keyring: Keyring,
    at: datetime.datetime,
    draw_key: Callable[[], str] = auth_keys.generate,
) -> tuple[Guarantee, Certificate]:
    """Assign number and key, and deposit the certificate, in a transaction that is never the caller's.

    Raises NotFound, WrongState, FeeNotReceived, FeeRatesMissing, FeeAboveAmount, InvalidInput, IdempotencyConflict,
    SerialsUsedUp; then nothing has changed.
    """
    viewer = access.require("issueGuarantee", viewer)
    certificate_id, claim = uuid7(), None
    if idempotency_key is not None:
        claim = idempotency.claim_of(
            "issueGuarantee", idempotency_key, input_=guarantee_id, result_id=certificate_id, viewer=viewer, at=at
        )
    outcome = await _issue(Request(guarantee_id, certificate_id, claim, viewer, keyring, at, draw_key))
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@refuses(IdempotencyConflict, InvalidInput)
async def issue_each(
    *,
    guarantee_ids: Sequence[UUID | None],
    idempotency_key: str | None,
    viewer: Viewer | None,
    keyring: Keyring,
    at: datetime.datetime,
    draw_key: Callable[[], str] = auth_keys.generate,
) -> Sequence[Outcome]:
    """Issue up to 500 guarantees, each all or nothing; returns the outcome of each, in the given order.

    None is an invalid id. The idempotency key is for the whole call: a retry returns issued guarantees again, and
    attempts refused ones again. Raises InvalidInput and IdempotencyConflict; then nothing has been issued. If the
    database becomes unreachable, some may have been.
    """
    viewer = access.require("issueGuarantees", viewer)
    ids = _required(guarantee_ids)
    if idempotency_key is not None:
        await idempotency.claim("issueGuarantees", idempotency_key, input_=ids, result_id=uuid7(), viewer=viewer, at=at)
    requests: list[Request] = []
    for id_ in ids:
        certificate_id, claim = uuid7(), None
        if idempotency_key is not None:
            claim = _claim_in_call(idempotency_key, id_, result_id=certificate_id, viewer=viewer, at=at)
        requests.append(Request(id_, certificate_id, claim, viewer, keyring, at, draw_key))
    return await _issue_each(requests)


def _required(ids: Sequence[UUID | None]) -> list[UUID]:
    """Raises InvalidInput for too few, too many, and invalid ids."""
    if not 0 < len(ids) <= MOST_AT_ONCE:
        code, message = "OUT_OF_RANGE", f"保証は1件以上{MOST_AT_ONCE}件以内で指定してください。"
        raise InvalidInput([Problem(("guaranteeIds",), code, message)])
    found = [id_ for id_ in ids if id_ is not None]
    if len(found) < len(ids):
        message = "保証のIDとして読めません。"
        places = [str(place) for place, id_ in enumerate(ids) if id_ is None]
        raise InvalidInput([Problem(("guaranteeIds", place), "MALFORMED", message) for place in places])
    return found


def _claim_in_call(key: str, guarantee_id: UUID, *, result_id: UUID, viewer: Viewer, at: datetime.datetime) -> Claim:
    """The claim for one guarantee of a call; it differs from the keys of other calls and of single issues."""
    own_key = hashlib.sha256(f"{guarantee_id}{key}".encode()).hexdigest()
    return idempotency.claim_of(
        "issueGuarantees.each", own_key, input_=guarantee_id, result_id=result_id, viewer=viewer, at=at
    )


async def _issue_each(requests: Sequence[Request]) -> Sequence[Outcome]:
    """The outcome of each, in order.

    A failed batch is rolled back and repeated in halves, down to the requests that cause the failure: these get the
    error, the others are issued without them. Raises errors of an unreachable database.
    """
    outcomes: dict[UUID, Outcome] = {}
    batches = [requests[start : start + MOST_TOGETHER] for start in range(0, len(requests), MOST_TOGETHER)][::-1]
    while batches:
        batch = batches.pop()
        try:
            outcomes |= await issue_together(batch)
        except Exception as error:
            if is_unreachable(error):
                raise
            if len(batch) == 1:
                outcomes[batch[0].certificate_id] = error
        left = [request for request in batch if request.certificate_id not in outcomes]
        if len(left) == len(batch) > 1:
            middle = len(left) // 2
            batches += [left[middle:], left[:middle]]
        elif left:
            batches.append(left)
    return [outcomes[request.certificate_id] for request in requests]


_issue = Batcher(_issue_each)
