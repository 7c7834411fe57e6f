"""changeContract, and what the contract's applications say themselves: 今年度対象額 and bill-to parties."""

from typing import Any

import models
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying import contracts
from tests.support.applying.bill_tos import REMOVE, saved
from tests.support.applying.contracts import CHANGE, changed
from tests.support.drafts import codes
from tests.support.refusals import refused


async def bases() -> list[int | None]:
    """Of all applications, in order."""
    found: Any = await models.Application.all().order_by("id").values_list("current_fiscal_year_base", flat=True)
    return list(found)


def advance(amount: int) -> list[dict[str, Any]]:
    return [api_calls.advance_input(amount=amount)]


async def test_a_change_of_its_base_is_one_of_those_that_took_it_over(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, currentFiscalYearBase=30_000_000)
    first = await api_calls.apply(api, sample, contract=contract, guarantees=advance(1_000_000))
    again: dict[str, Any] = {"contract": None, "contractId": first["contract"]["id"]}
    await api_calls.apply(api, sample, **again, guarantees=advance(2_000_000))
    later = {"fiscalYear": 2027, "currentFiscalYearBase": 30_000_000}
    await api_calls.apply(api, sample, **again, **later, guarantees=advance(3_000_000))
    found = await changed(api, first["contract"]["id"], as_="surety", currentFiscalYearBase=20_000_000)
    assert await bases() == [20_000_000, 20_000_000, 30_000_000]
    assert [each["ratio"] for each in found["guarantees"]] == [0.05, 0.1, 0.1]
    found = await changed(api, first["contract"]["id"], as_="surety", remove=["CURRENT_FISCAL_YEAR_BASE"])
    assert await bases() == [None, None, 30_000_000]
    assert [each["ratio"] for each in found["guarantees"]] == [0.02, 0.04, 0.1]


async def test_a_price_below_the_base_of_an_application_is_refused(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, guarantees=advance(1_000_000), currentFiscalYearBase=30_000_000)
    given: dict[str, Any] = {"contractId": application["contract"]["id"], "version": 1, "reason": contracts.WHY}
    answer = await refused(api, CHANGE, as_="surety", input=given | {"contractPrice": 29_999_999})
    assert codes(answer) == [("currentFiscalYearBase", "OUT_OF_RANGE")]
    await changed(api, given["contractId"], as_="surety", contractPrice=30_000_000)
    assert await bases() == [30_000_000]


async def test_a_bill_to_party_that_was_removed_does_not_hinder_it(api: Api, sample: SampleRegister) -> None:
    entry = await saved(api)
    asked = [api_calls.performance_input(billTo=None, billToId=entry["id"])]
    application = await api_calls.apply(api, sample, guarantees=asked)
    await api.data(REMOVE, as_="contractor", input={"billToId": entry["id"]})
    found = await changed(api, application["contract"]["id"], as_="surety", projectName="訂正工事")
    assert found["projectName"] == "訂正工事"
