"""Deactivated entries are not offered to new applications; what is under way runs on."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

import models
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import APPLY, CHECK
from tests.support.drafts import codes
from tests.support.parties.registers import changed
from tests.support.refusals import refused
from tests.support.states import RETURN, competitor

SUGGESTIONS = "{ applicationSuggestions { branches { name } obligees { name } } }"
OBLIGEES = "query($f: ObligeeFilter) { obligees(filter: $f) { edges { node { name isActive } } } }"
ROWS = {
    "Surety": lambda sample: (models.Surety, sample.branch.surety_id),
    "Branch": lambda sample: (models.Branch, sample.branch.id),
    "Obligee": lambda sample: (models.Obligee, sample.obligees["栃木県"].id),
    "Contractor": lambda sample: (models.Contractor, sample.contractor.id),
}
PATHS = {
    "Surety": "submissionBranchId",
    "Branch": "submissionBranchId",
    "Obligee": "contract.obligeeId",
    "Contractor": "contract.contractorId",
}


@pytest.fixture(autouse=True)
async def active(sample: SampleRegister) -> AsyncIterator[None]:
    """The sample's entries outlive a test: they are activated again."""
    yield
    for row_of in ROWS.values():
        model, id_ = row_of(sample)
        await model.filter(id=id_).update(is_active=True, version=1)


async def deactivated(api: Api, sample: SampleRegister, kind: str) -> Any:
    _, id_ = ROWS[kind](sample)
    return await changed(api, kind, {"id": ids.to_id(kind, id_), "version": 1}, isActive=False)


@pytest.mark.parametrize("kind", ROWS)
async def test_new_applications_are_refused_and_others_run_on(api: Api, sample: SampleRegister, kind: str) -> None:
    application = await api_calls.apply(api, sample)
    first, second = (each["id"] for each in application["guarantees"])
    assert (await deactivated(api, sample, kind))["isActive"] is False
    form = api_calls.application_input(sample, contract=api_calls.contract_input(sample, projectName="別の工事"))
    assert codes(await refused(api, APPLY, as_="contractor", input=form)) == [(PATHS[kind], "INACTIVE")]
    dry = (await api.data(CHECK, as_="contractor", input=form))["checkApplication"]["problems"]
    assert [(".".join(each["path"]), each["code"]) for each in dry] == [(PATHS[kind], "INACTIVE")]
    await api_calls.approve(api, first)
    await api_calls.issue(api, first)
    await api.data(RETURN, as_="surety", input={"guaranteeId": second, "reason": "金額"})
    again = "mutation($i: ApplicationActionInput!) { submitApplication(input: $i) { __typename } }"
    answer = await api.data(again, as_="contractor", i={"applicationId": application["id"]})
    assert answer["submitApplication"]["__typename"] == "ApplicationSubmitted"


@pytest.mark.parametrize(("kind", "path"), [("Branch", "submissionBranchId"), ("Contractor", "contractId")])
async def test_a_further_application_for_a_contract(api: Api, sample: SampleRegister, kind: str, path: str) -> None:
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    form = api_calls.application_input(
        sample, contract=None, contractId=application["contract"]["id"], guarantees=[api_calls.performance_input()]
    )
    await deactivated(api, sample, "Obligee")
    await deactivated(api, sample, kind)
    assert codes(await refused(api, APPLY, as_="contractor", input=form)) == [(path, "INACTIVE")]
    await models.Branch.all().update(is_active=True)
    await models.Contractor.all().update(is_active=True)
    answer = await api.data(APPLY, as_="contractor", input=form)
    assert answer["applyForGuarantees"]["__typename"] == "ApplicationSubmitted"


async def test_they_are_not_suggested(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample)
    found = (await api.data(SUGGESTIONS, as_="contractor"))["applicationSuggestions"]
    assert found == {"branches": [{"name": "栃木支店"}], "obligees": [{"name": "栃木県"}]}
    await deactivated(api, sample, "Branch")
    await deactivated(api, sample, "Obligee")
    found = (await api.data(SUGGESTIONS, as_="contractor"))["applicationSuggestions"]
    assert found == {"branches": [], "obligees": []}


async def test_lists_tell_them_apart(api: Api, sample: SampleRegister) -> None:
    await deactivated(api, sample, "Obligee")
    for wanted in (True, False):
        edges = (await api.data(OBLIGEES, f={"isActive": wanted}))["obligees"]["edges"]
        assert {edge["node"]["isActive"] for edge in edges} == {wanted}
        assert ("栃木県" in {edge["node"]["name"] for edge in edges}) is not wanted
    await competitor(api)
    found = await api.data("{ sureties { name isActive branches { name isActive } } }")
    assert found["sureties"][0]["isActive"] is True
