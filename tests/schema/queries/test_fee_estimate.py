"""feeEstimate: the calculation, the applied rates, and its refusals."""

from typing import Any

import pytest

from models.fees.fee import FeeTable
from models.parties.surety import Surety
from sample.sample_rates import SINCE
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support.api_calls import FEE_ESTIMATE, fee_input
from tests.support.database.sql_statements import recorded_statements
from tests.support.refusals import error_of, unchanged
from tests.support.states import rival_branch

SURETY = "見本建設業保証株式会社"
LARGEST = 999_999_999_999


async def problems(api: Api, *, as_: str = "contractor", **changes: Any) -> list[dict[str, Any]]:
    """Of the only error of a refused estimate; the field is null."""
    response = await unchanged(api, FEE_ESTIMATE, as_=as_, input=fee_input(**changes))
    body = response.json()
    assert response.status_code == 200
    assert body["data"] == {"feeEstimate": None}
    (error,) = body["errors"]
    assert (error["message"], error["extensions"]["code"]) == ("入力内容に誤りがあります。", "BAD_USER_INPUT")
    return error["extensions"]["problems"]


@pytest.mark.parametrize("name", ["contractor", "surety", "operator"])
async def test_tells_the_fee_and_how_it_is_calculated(api: Api, name: str) -> None:
    answer = await api.data(FEE_ESTIMATE, as_=name, input=fee_input())
    line = {"description": "【見本料率】10,000,000円以下の部分　5,000,000円×年0.5％×365日／365日", "amount": 25_000}
    assert answer["feeEstimate"] == {
        "fee": 25_000, "lines": [line], "surety": {"name": SURETY}, "validFrom": SINCE.isoformat(), "isSample": True,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["obligee", "city", "system"])
async def test_is_not_for_obligees(api: Api, name: str) -> None:
    status, code, _ = await error_of(api, FEE_ESTIMATE, as_=name, input=fee_input())
    assert (status, code) == (200, "FORBIDDEN")


async def test_is_not_for_strangers(api: Api) -> None:
    status, code, _ = await error_of(api, FEE_ESTIMATE, input=fee_input())
    assert (status, code) == (200, "UNAUTHENTICATED")


async def test_every_problem_is_told_at_once(api: Api) -> None:
    found = await problems(api, amount=0, periodTo="2026-11-09", suretyId="Surety_x")
    assert [(problem["path"], problem["code"]) for problem in found] == [
        (["amount"], "NOT_POSITIVE"), (["periodTo"], "END_BEFORE_START"), (["kind"], "NO_RATES"),
    ]  # fmt: skip
    assert found[0]["message"] == "保証金額は1円以上としてください。"


async def test_of_several_sureties_one_must_be_named(api: Api, sample: SampleRegister) -> None:
    branch = await rival_branch(api)
    (problem,) = await problems(api)
    assert (problem["path"], problem["code"]) == (["suretyId"], "REQUIRED")
    named = fee_input(suretyId=ids.to_id("Surety", sample.branch.surety_id))
    assert (await api.data(FEE_ESTIMATE, as_="contractor", input=named))["feeEstimate"]["fee"] == 25_000
    rates: dict[str, Any] = {
        "thresholds": [],
        "rates_ppm": [1_000],
        "is_annual": False,
        "minimum_fee": 0,
        "rounding_unit": 1,
    }
    await FeeTable.create(surety_id=branch.surety_id, kind="PERFORMANCE", valid_from=SINCE, is_sample=False, **rates)
    own = (await api.data(FEE_ESTIMATE, as_="rival", input=fee_input()))["feeEstimate"]
    assert (own["fee"], own["surety"]["name"], own["isSample"]) == (5_000, "別の保証会社", False)
    assert own["lines"] == [{"description": "保証金額　5,000,000円×0.1％", "amount": 5_000}]
    theirs = {"suretyId": ids.to_id("Surety", sample.branch.surety_id)}
    assert [problem["code"] for problem in await problems(api, as_="rival", **theirs)] == ["NO_RATES"]
    assert await Surety.all().count() == 2


@pytest.mark.parametrize("kind", ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"])
@pytest.mark.parametrize("amount", [2_000, LARGEST])
async def test_small_and_large_amounts(api: Api, kind: str, amount: int) -> None:
    input_ = fee_input(kind=kind, amount=amount, contractPrice=LARGEST)
    estimate = (await api.data(FEE_ESTIMATE, as_="contractor", input=input_))["feeEstimate"]
    assert estimate["fee"] == sum(line["amount"] for line in estimate["lines"])
    assert (estimate["fee"] <= 2_000) == (amount == 2_000)


@pytest.mark.parametrize(
    "changes",
    [
        *({"amount": amount} for amount in ("1", 1.5, True, None, 2**53, -(2**53))),
        *({"periodFrom": day} for day in ("2026-02-30", "", "令和8年", None)),
        {"kind": "BID"}, {"suretyId": ["x"]}, {"nope": 1},
    ],
    ids=ascii,
)  # fmt: skip
async def test_malformed_input_is_refused(api: Api, changes: dict[str, Any]) -> None:
    response = await unchanged(api, FEE_ESTIMATE, as_="contractor", input=fee_input() | changes)
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"BAD_USER_INPUT"}


async def test_the_largest_sum_over_a_hundred_years_is_still_yen_and_more_is_refused(api: Api) -> None:
    most: dict[str, Any] = {"amount": 2**53 - 1, "contractPrice": 2**53 - 1, "periodFrom": "1900-01-01"}
    estimate = await api.data(FEE_ESTIMATE, as_="contractor", input=fee_input(**most, periodTo="2000-01-01"))
    assert 2**51 < estimate["feeEstimate"]["fee"] < 2**53
    (problem,) = await problems(api, **most, periodTo="2999-12-31")
    assert (problem["path"], problem["code"]) == (["periodTo"], "TOO_LONG")


async def test_takes_few_statements(api: Api, sample: SampleRegister) -> None:
    with recorded_statements() as statements:
        await api.data(FEE_ESTIMATE, as_="contractor", input=fee_input())
    # session; sureties of its contracts, all sureties; rates; the surety
    assert len(statements) == 5, statements
