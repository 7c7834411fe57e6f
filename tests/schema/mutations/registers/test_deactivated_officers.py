"""Deactivated contracting officers are not offered to new contracts; those that name one keep it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

import models
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.applying import contracts
from tests.support.applying.contracts import officers_of
from tests.support.drafts import codes
from tests.support.parties.registers import changed, created, keeper
from tests.support.refusals import refused

KIND = "ContractingOfficer"
BUREAU = "見本地方整備局"
INACTIVE = ("contract.contractingOfficerId", "INACTIVE")
REQUIRED = ("contract.contractingOfficerId", "REQUIRED")
LISTED = "query($id: ID!) { node(id: $id) { ... on Obligee { contractingOfficers { title isActive } } } }"


@pytest.fixture(autouse=True)
async def active(sample: SampleRegister) -> AsyncIterator[None]:
    """The sample's officers outlive a test: they are activated again."""
    yield
    await models.ContractingOfficer.all().update(is_active=True, version=1)


def officer_id(officer: models.ContractingOfficer) -> str:
    return ids.to_id(KIND, officer.id)


async def deactivate(api: Api, *officers: models.ContractingOfficer) -> None:
    for officer in officers:
        entry = {"id": officer_id(officer), "version": 1}
        assert (await changed(api, KIND, entry, isActive=False))["isActive"] is False


def terms(sample: SampleRegister, officer: models.ContractingOfficer | None = None) -> dict[str, Any]:
    chosen = {"contractingOfficerId": officer_id(officer)} if officer else {}
    return api_calls.contract_input(sample, obligee=BUREAU, **chosen)


async def problems(api: Api, sample: SampleRegister, contract: dict[str, Any]) -> list[tuple[str, str]]:
    """Of the dry run and of the submission, which are the same."""
    form = api_calls.application_input(sample, contract=contract)
    checked = (await api.data(api_calls.CHECK, as_="contractor", input=form))["checkApplication"]["problems"]
    found = codes(await refused(api, api_calls.APPLY, as_="contractor", input=form))
    assert [(".".join(each["path"]), each["code"]) for each in checked] == found
    return found


async def officer_of(api: Api, application: dict[str, Any]) -> str | None:
    """The title of the officer whom the contract of an application names."""
    officer = (await contracts.read(api, application["contract"]["id"]))["contractingOfficer"]
    return officer and officer["title"]


async def test_an_obligees_administrator_deactivates_and_activates(api: Api, sample: SampleRegister) -> None:
    obligee = await created(api, sample, "Obligee")
    name = await keeper(api, "Obligee", obligee)
    officer = await created(api, sample, KIND, as_=name, title="髙﨑 𠮷子", obligeeId=obligee["id"])
    assert officer["isActive"] is True
    without = await changed(api, KIND, officer, as_=name, isActive=False)
    (told,) = without["changes"]["edges"][0]["node"]["differences"]
    assert told == {"path": ["isActive"], "label": "状態", "before": "有効", "after": "無効"}
    listed = (await api.data(LISTED, as_=name, id=obligee["id"]))["node"]["contractingOfficers"]
    assert listed == [{"title": "髙﨑 𠮷子", "isActive": False}]
    again = await changed(api, KIND, without, as_=name, isActive=True)
    assert (again["isActive"], again["version"]) == (True, 3)
    assert (await changed(api, KIND, again, as_=name, isActive=True))["version"] == 3, "nothing has changed"


async def test_a_new_contract_names_an_active_one(api: Api, sample: SampleRegister) -> None:
    first, second, third = await officers_of(sample)
    await deactivate(api, first)
    assert await problems(api, sample, terms(sample, first)) == [INACTIVE]
    assert await problems(api, sample, terms(sample)) == [REQUIRED]
    await deactivate(api, second)
    application = await api_calls.apply(api, sample, contract=terms(sample))
    assert await officer_of(api, application) == third.title, "the only active one is taken"
    await deactivate(api, third)
    application = await api_calls.apply(api, sample, contract=terms(sample))
    assert await officer_of(api, application) is None, "the obligee's own title stands"


async def test_drafts_keep_the_choice_until_they_are_sent(api: Api, sample: SampleRegister) -> None:
    first, *_ = await officers_of(sample)
    form = api_calls.application_input(sample, contract=terms(sample, first))
    draft = await drafts.save(api, form)
    await deactivate(api, first)
    await drafts.save(api, form, applicationId=draft["id"])
    answer = await refused(api, drafts.SUBMIT, as_="contractor", input={"applicationId": draft["id"]})
    assert INACTIVE in [(path.removeprefix("draft."), code) for path, code in codes(answer)]


async def test_what_names_one_keeps_it(api: Api, sample: SampleRegister) -> None:
    first, second, _ = await officers_of(sample)
    asked = [api_calls.advance_input()]
    returned = await drafts.returned(api, sample, count=1, contract=terms(sample, first), guarantees=asked)
    await deactivate(api, first, second)
    id_ = returned["contract"]["id"]
    kept = await contracts.changed(api, id_, projectName="訂正工事")
    assert kept["contractingOfficer"]["title"] == first.title
    kept = await contracts.changed(api, id_, contractingOfficerId=officer_id(first), projectName="再訂正工事")
    assert kept["contractingOfficer"]["title"] == first.title
    given = await contracts.change_of(api, id_, contractingOfficerId=officer_id(second))
    answer = await refused(api, contracts.CHANGE, as_="contractor", input=given)
    assert codes(answer) == [("contractingOfficerId", "INACTIVE")]
    await drafts.submit(api, returned["id"])
    await api_calls.approve(api, returned["guarantees"][0]["id"])
    await api_calls.issue(api, returned["guarantees"][0]["id"])
    assert (await models.Certificate.get()).obligee_title == first.title
    further = [api_calls.performance_input()]
    application = await api_calls.apply(api, sample, contract=None, contractId=id_, guarantees=further)
    assert await officer_of(api, application) == first.title
