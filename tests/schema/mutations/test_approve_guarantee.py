"""approveGuarantee."""

import re

import pytest

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import APPROVE
from tests.support.fee_rates import minimum_fee, without_rates
from tests.support.refusals import refused
from tests.support.states import INVALID, NOT_FOUND, guarantee_in, others_than, rival_guarantee, status_of, wrong_state


@pytest.mark.parametrize("state", ["SUBMITTED", "UNDER_REVIEW"])
async def test_it_expires_with_the_contracts_period_unless_a_day_is_given(
    api: Api, sample: SampleRegister, state: str
) -> None:
    id_ = await guarantee_in(state, api, sample)
    answer = (await api.data(APPROVE, as_="surety", input={"guaranteeId": id_}))["approveGuarantee"]
    assert answer["guarantee"] == {"id": id_, "status": "APPROVED", "expiryDate": "2027-08-31"}
    assert await status_of(id_) == "APPROVED"
    assert await AuditEvent.filter(action="guarantee.approved").values_list("subject_id", flat=True) == [
        ids.split(id_)[1]
    ]


@pytest.mark.parametrize("day", ["2027-09-01", "2037-08-31"])
async def test_another_day_of_expiry_can_be_given(api: Api, sample: SampleRegister, day: str) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    answer = (await api.data(APPROVE, as_="surety", input={"guaranteeId": id_, "expiryDate": day}))["approveGuarantee"]
    assert answer["guarantee"]["expiryDate"] == day


async def test_with_single_payment_it_waits_for_the_fee(api: Api, sample: SampleRegister) -> None:
    asked = api_calls.performance_input(feePaymentMethod="SINGLE", paperFeeStatement=True)
    application = await api_calls.apply(api, sample, guarantees=[asked])
    id_ = application["guarantees"][0]["id"]
    answer = (await api.data(APPROVE, as_="surety", input={"guaranteeId": id_}))["approveGuarantee"]
    assert answer["guarantee"]["status"] == "AWAITING_FEE"
    query = """query($id: ID!) { node(id: $id) { ... on Guarantee { number paperFeeStatement feeStatements {
        number guaranteeNumber fee due dueOn feeAccount paperRequested principalName jointVentureName obligeeTitle
        projectName document { filename } } } } }"""
    found = (await api.data(query, as_="contractor", id=id_))["node"]
    (statement,) = found["feeStatements"]
    number = statement.pop("number")
    assert re.fullmatch(r"310-2026-[0-9]{6}", number)
    assert found == {"number": None, "paperFeeStatement": True, "feeStatements": [statement]}
    assert statement == {
        "guaranteeNumber": None, "fee": 20_200, "due": 20_200, "dueOn": "2026-12-04", "paperRequested": True,
        "feeAccount": "○○銀行　本店営業部　普通　0000001　ミホンケンセツギヨウホシヨウ（カ",
        "principalName": "○○建設 株式会社", "jointVentureName": None, "obligeeTitle": "栃木県知事",
        "projectName": "●●●●工事", "document": {"filename": f"保証料計算書_{number}.pdf"},
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["ADVANCE_PAYMENT", "PERFORMANCE"])
@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2027-08-30", "BEFORE_PERIOD_END"),
        ("1900-01-01", "BEFORE_PERIOD_END"),
        ("2037-09-01", "TOO_LATE"),
        ("2999-12-31", "TOO_LATE"),
    ],
)
async def test_it_expires_within_ten_years_of_the_periods_end(
    api: Api, sample: SampleRegister, kind: str, day: str, code: str
) -> None:
    application = await api_calls.apply(api, sample)
    id_ = next(guarantee["id"] for guarantee in application["guarantees"] if guarantee["kind"] == kind)
    answer = await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_, "expiryDate": day})
    assert answer == INVALID | {"problems": [{"path": ["expiryDate"], "code": code}]}


@pytest.mark.parametrize("method", ["SINGLE", "MONTHLY_CONSOLIDATED"])
async def test_without_rates_it_is_refused(api: Api, sample: SampleRegister, method: str) -> None:
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(feePaymentMethod=method)])
    given = {"guaranteeId": application["guarantees"][0]["id"]}
    async with without_rates():
        answer = await refused(api, APPROVE, as_="surety", input=given)
    message = "この商品の現行の保証料率が登録されていないため、保証料を計算できません。"
    assert answer == {"__typename": "FeeRatesMissing", "message": message}


@pytest.mark.parametrize("method", ["SINGLE", "MONTHLY_CONSOLIDATED"])
async def test_a_fee_above_the_amount_is_refused(api: Api, sample: SampleRegister, method: str) -> None:
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(feePaymentMethod=method)])
    given = {"guaranteeId": application["guarantees"][0]["id"]}
    async with minimum_fee(20_000_001):
        answer = await refused(api, APPROVE, as_="surety", input=given)
    message = "保証料が保証金額を超えるため、お引受けできません。保証料率と保証期限をご確認ください。"
    assert answer == {"__typename": "FeeAboveAmount", "message": message}
    async with minimum_fee(20_000_000):
        await api_calls.approve(api, given["guaranteeId"])


@pytest.mark.parametrize("state", others_than("SUBMITTED", "UNDER_REVIEW"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    assert await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_}) == wrong_state(state)


async def test_a_foreign_or_unknown_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    for id_ in (await rival_guarantee(api, sample), "x", f"Guarantee_{'0' * 32}"):
        assert await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_}) == NOT_FOUND
