"""Lists in inputs: too many items are one problem, and none of them is validated."""

from typing import Any

import pytest

from models.applying.contract import MOST_MEMBERS
from models.parties.account import MOST_OBLIGEES
from sample.sample_register import SampleRegister
from schema.http.error_formatting import MOST_FAULTS
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, api_clients
from tests.support.refusals import refused

MANY = 8_000


async def problems(api: Api, query: str, *, as_: str, **given: Any) -> list[tuple[str, str]]:
    answer = await refused(api, query, as_=as_, input=given)
    assert answer["__typename"] == "InvalidInput"
    return [(".".join(problem["path"]), problem["code"]) for problem in answer["problems"]]


@pytest.mark.parametrize("members", [["甲"] * MANY, [""] * MANY, ["\0"] * (MOST_MEMBERS + 1)], ids=["same", "", "nul"])
async def test_eight_thousand_members_are_one_problem(api: Api, sample: SampleRegister, members: list[str]) -> None:
    contract = api_calls.contract_input(sample, jointVentureName="共同企業体", jointVentureMembers=members)
    given = api_calls.application_input(sample, contract=contract)
    found = await problems(api, api_calls.APPLY, as_="contractor", **given)
    assert found == [("contract.jointVentureMembers", "TOO_MANY")]


async def test_all_lists_that_are_too_long_are_told_and_nothing_else(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, projectName="", jointVentureMembers=["甲"] * (MOST_MEMBERS + 1))
    given = api_calls.application_input(sample, contract=contract, guarantees=[api_calls.advance_input()] * 5)
    found = await problems(api, api_calls.APPLY, as_="contractor", **given)
    assert found == [("contract.jointVentureMembers", "TOO_MANY"), ("guarantees", "TOO_MANY")]


async def test_obligees_of_an_api_client(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    many = [ids.to_id("Obligee", sample.obligees["栃木県"].id)] * (MOST_OBLIGEES + 1)
    given = api_clients.client_input(sample, name="別の電子契約", obligeeIds=many)
    found = await problems(api, api_clients.CREATE, as_="operator", **given)
    assert found == [("obligeeIds", "TOO_MANY")]
    found = await problems(api, api_clients.CHANGE, as_="operator", apiClientId=client["id"], obligeeIds=many)
    assert found == [("obligeeIds", "TOO_MANY")]


async def test_faults_of_variables_are_told_by_the_first_of_them(api: Api, sample: SampleRegister) -> None:
    for members, told in ([1] * MANY, MOST_FAULTS + 1), ([1] * MOST_FAULTS, MOST_FAULTS):
        contract = api_calls.contract_input(sample, jointVentureMembers=members)
        given = api_calls.application_input(sample, contract=contract)
        response = await api.post(api_calls.APPLY, as_="contractor", input=given)
        errors = response.json()["errors"]
        assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}
        assert len(errors) == told
        assert ("ほかにも" in errors[-1]["message"]) == (told > MOST_FAULTS)
