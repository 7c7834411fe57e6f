"""cancelAmendment: what the amendment has charged is taken back, after corrections of the period too."""

from typing import Any

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying.amending import amend, cancel, correct


async def performance(api: Api, sample: SampleRegister) -> str:
    """The id of a guarantee whose fee is by the day."""
    return (await api_calls.issued(api, sample))[1]["guarantee"]["id"]


async def fees(api: Api, id_: str) -> list[int]:
    return [each["fee"] for each in (await cancel(api, id_))["guarantee"]["feeStatements"]]


@pytest.mark.parametrize("terms", [{"amount": 6_000_000}, {"projectName": "別の工事"}])
async def test_a_period_that_was_corrected_before_is_not_charged(
    api: Api, sample: SampleRegister, terms: dict[str, Any]
) -> None:
    id_ = await performance(api, sample)
    await correct(api, id_, periodFrom="2026-06-01")
    await amend(api, id_, **terms)
    await correct(api, id_, periodFrom="2026-05-01")
    first, amended, cancelled = await fees(api, id_)
    assert cancelled == first < amended


async def test_the_fee_of_the_amendment_before_stands(api: Api, sample: SampleRegister) -> None:
    id_ = await performance(api, sample)
    await correct(api, id_, periodFrom="2026-06-01")
    for amount in (6_000_000, 7_000_000):
        await amend(api, id_, amount=amount)
    first, second, third, cancelled = await fees(api, id_)
    assert first < second == cancelled < third
    # The one before is cancelled once its version was corrected.
    await correct(api, id_, projectName="別の工事")
    assert (await fees(api, id_))[-1] == first


async def test_other_terms_without_a_difference_in_fee_are_stated_by_their_version(
    api: Api, sample: SampleRegister
) -> None:
    asked = api_calls.advance_input(amount=15_000_000)
    (issued,) = await api_calls.issued(api, sample, guarantees=[asked])
    id_ = issued["guarantee"]["id"]
    await amend(api, id_, expiryDate="2027-09-30")
    await amend(api, id_, amount=18_000_000)
    first, amended, cancelled = await fees(api, id_)
    assert cancelled == first < amended
