"""approveGuarantee."""

import pytest

from models.records import AuditEvent
from resolvers.sample_data import House
from schema import ids
from tests import acts
from tests.acts import APPROVE
from tests.conftest import Api
from tests.refusals import refused
from tests.states import INVALID, NOT_FOUND, guarantee_in, others_than, rival_guarantee, status_of, wrong_state


@pytest.mark.parametrize("state", ["SUBMITTED", "UNDER_REVIEW"])
async def test_it_expires_with_the_contracts_period_unless_a_day_is_given(api: Api, house: House, state: str) -> None:
    id_ = await guarantee_in(state, api, house)
    answer = (await api.data(APPROVE, as_="surety", input={"guaranteeId": id_}))["approveGuarantee"]
    assert answer["guarantee"] == {"id": id_, "status": "APPROVED", "expiryDate": "2027-08-31"}
    assert await status_of(id_) == "APPROVED"
    assert await AuditEvent.filter(action="guarantee.approved").values_list("subject_id", flat=True) == [
        ids.split(id_)[1]
    ]


async def test_another_day_of_expiry_can_be_given(api: Api, house: House) -> None:
    id_ = await guarantee_in("SUBMITTED", api, house)
    given = {"guaranteeId": id_, "expiryDate": "2026-11-20"}
    answer = (await api.data(APPROVE, as_="surety", input=given))["approveGuarantee"]
    assert answer["guarantee"]["expiryDate"] == "2026-11-20"


async def test_with_single_payment_it_waits_for_the_fee(api: Api, house: House) -> None:
    application = await acts.apply(api, house, guarantees=[acts.performance_input(feePaymentMethod="SINGLE")])
    id_ = application["guarantees"][0]["id"]
    answer = (await api.data(APPROVE, as_="surety", input={"guaranteeId": id_}))["approveGuarantee"]
    assert answer["guarantee"]["status"] == "AWAITING_FEE"


@pytest.mark.parametrize("day", ["2026-11-19", "1900-01-01"])
async def test_it_cannot_expire_before_it_begins(api: Api, house: House, day: str) -> None:
    id_ = await guarantee_in("SUBMITTED", api, house)
    answer = await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_, "expiryDate": day})
    assert answer == INVALID | {"problems": [{"path": ["expiryDate"], "code": "BEFORE_START"}]}


@pytest.mark.parametrize("state", others_than("SUBMITTED", "UNDER_REVIEW"))
async def test_in_another_state_it_is_refused(api: Api, house: House, state: str) -> None:
    id_ = await guarantee_in(state, api, house)
    assert await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_}) == wrong_state(state)


async def test_a_foreign_or_unknown_guarantee_is_not_found(api: Api, house: House) -> None:
    for id_ in (await rival_guarantee(api, house), "x", f"Guarantee_{'0' * 32}"):
        assert await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_}) == NOT_FOUND
