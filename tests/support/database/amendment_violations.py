"""The same as constraint_violations.py, of requests for amendments."""

from models.after_issue.amendment_request import AmendmentRequest, AmendmentRequestStatus
from models.enums import Role
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.applying import attaching
from tests.support.database.constraint_violations import DAY, Violation

DECIDED = {"number": 2, "status": "WITHDRAWN", "decided_at": DAY}
"""A request that may follow the first."""
_TABLE = "amendment_request"
REQUESTS: list[Violation] = [
    ("amendment_request_is_open_once", _TABLE, "true", {"number": 2}),
    ("amendment_request_is_one_of_fifty", _TABLE, "true", DECIDED | {"number": 0}),
    ("amendment_request_is_one_of_fifty", _TABLE, "true", DECIDED | {"number": 51}),
    ("amendment_request_sums_are_positive", _TABLE, "true", DECIDED | {"amount": 0}),
    ("amendment_request_sums_are_positive", _TABLE, "true", DECIDED | {"contract_price": 0}),
    ("amendment_request_changes_more_than_the_price", _TABLE, "true", DECIDED | {"amount": None, "contract_price": 1}),
    (
        "amendment_request_period_runs_forward",
        _TABLE,
        "true",
        DECIDED | {"period_from": DAY, "period_to": "2026-11-19"},
    ),
    ("amendment_request_decided_has_a_time", _TABLE, "true", DECIDED | {"decided_at": None}),
    ("amendment_request_declined_has_a_reason", _TABLE, "true", DECIDED | {"status": "DECLINED"}),
    ("amendment_request_done_has_a_certificate", _TABLE, "true", DECIDED | {"status": "DONE"}),
    ("amendment_request_status_is_known", _TABLE, "true", DECIDED | {"status": "LOST"}),
    ("amendment_request_has_parties_of_guarantee", _TABLE, "true", DECIDED | {"surety_id": "{surety}"}),
    ("amendment_request_has_parties_of_guarantee", _TABLE, "true", DECIDED | {"contractor_id": "{contractor}"}),
]
_DECIDE = "UPDATE amendment_request SET status = 'WITHDRAWN', decided_at = now()"
CHANGES = [
    ("amendment_request_keeps_what_it_asks", "UPDATE amendment_request SET amount = amount + 1"),
    ("amendment_request_keeps_what_it_asks", "UPDATE amendment_request SET reason = ''"),
    ("amendment_request_is_decided_once", f"{_DECIDE}; {_DECIDE}"),
    ("amendment_request_is_never_deleted", "DELETE FROM amendment_request"),
    ("amendment_request_is_never_truncated", "TRUNCATE amendment_request CASCADE"),
]


async def store_row(register: SampleRegister, guarantee: Guarantee) -> None:
    """An open request with a file."""
    request = await AmendmentRequest.create(
        surety_id=guarantee.surety_id,
        contractor_id=guarantee.contractor_id,
        guarantee_id=guarantee.id,
        number=1,
        status=AmendmentRequestStatus.OPEN,
        amount=1,
        reason="減額",
        requested_at=NOON,
        requested_by_id=register.viewers[Role.CONTRACTOR].actor_id,
    )
    await attaching.stored_row(
        guarantee.application_id, request.requested_by_id, amendment_request_id=request.id, filename="契約.pdf"
    )
