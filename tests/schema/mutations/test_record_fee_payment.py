"""recordFeePayment."""

import datetime

import pytest

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.refusals import refused
from tests.support.states import (
    INVALID,
    NOT_FOUND,
    RECORD_FEE,
    guarantee_in,
    others_than,
    rival_guarantee,
    status_of,
    wrong_state,
)


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-22", "2026-11-24"])
async def test_the_fee_makes_it_issuable(api: Api, sample: SampleRegister, day: str) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    api.clock.at += datetime.timedelta(days=4)
    api.tokens.clear()
    answer = (await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": day}))["recordFeePayment"]
    paid = {"id": id_, "status": "APPROVED", "feePaidOn": day}
    assert answer == {"__typename": "FeePaymentRecorded", "guarantee": paid}
    assert await AuditEvent.filter(action="guarantee.fee_received").values_list("subject_id", flat=True) == [
        ids.split(id_)[1]
    ]
    assert (await api_calls.issue(api, id_))["guarantee"]["status"] == await status_of(id_) == "IN_FORCE"


@pytest.mark.parametrize("given", [{}, {"paperReceipt": False}, {"paperReceipt": True}])
async def test_a_receipt_on_paper_is_flagged(api: Api, sample: SampleRegister, given: dict[str, bool]) -> None:
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { paperReceipt } } }"
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    assert (await api.data(query, as_="contractor", id=id_))["node"] == {"paperReceipt": None}
    await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": "2026-11-20"} | given)
    expected = {"paperReceipt": given.get("paperReceipt", False)}
    assert (await api.data(query, as_="contractor", id=id_))["node"] == expected
    assert (await api.data(query, as_="operator", id=id_))["node"] == expected


async def test_a_repeated_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    given = {"guaranteeId": id_, "paidOn": "2026-11-20", "idempotencyKey": "入金1"}
    first, again = [(await api.data(RECORD_FEE, as_="surety", input=given))["recordFeePayment"] for _ in range(2)]
    assert first == again
    assert again["guarantee"]["status"] == "APPROVED"
    other = await api.data(RECORD_FEE, as_="surety", input=given | {"paperReceipt": True})
    assert other["recordFeePayment"]["__typename"] == "IdempotencyConflict"


async def test_a_day_to_come_is_refused(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    answer = await refused(api, RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": "2026-11-21"})
    message = "入金日に将来の日付は指定できません。"
    assert answer == INVALID | {"problems": [{"path": ["paidOn"], "code": "IN_THE_FUTURE", "message": message}]}


@pytest.mark.parametrize("day", ["2026-11-19", "1900-01-01"])
async def test_a_day_before_the_approval_is_refused(api: Api, sample: SampleRegister, day: str) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    api.clock.at += datetime.timedelta(hours=4)
    answer = await refused(api, RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": day})
    message = "入金日は、承認した日以後の日としてください。"
    assert answer == INVALID | {"problems": [{"path": ["paidOn"], "code": "BEFORE_APPROVAL", "message": message}]}


@pytest.mark.parametrize("state", others_than("AWAITING_FEE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "paidOn": "2026-11-20"}
    assert await refused(api, RECORD_FEE, as_="surety", input=given) == wrong_state(state)


async def test_a_foreign_or_unknown_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    for id_ in (await rival_guarantee(api, sample), "x", f"Guarantee_{'0' * 32}"):
        given = {"guaranteeId": id_, "paidOn": "2026-11-20"}
        assert await refused(api, RECORD_FEE, as_="surety", input=given) == NOT_FOUND
