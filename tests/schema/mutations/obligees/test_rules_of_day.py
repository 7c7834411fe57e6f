"""What is submitted is held to the rules of the day on which it was submitted first, at every later step."""

from typing import Any

from models.applying.application import Application
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.api_calls import APPLY, APPROVE, CHECK
from tests.support.drafts import SUBMIT
from tests.support.parties.rules import TOMORROW, acceptance, of_every_kind, set_rules
from tests.support.refusals import refused
from tests.support.states import RETURN

SMALLER = {"advancePaymentRatio": 0.3}
LATER = NOON.replace(day=23)


async def changed(api: Api, sample: SampleRegister, **changes: Any) -> None:
    """富士市 allows less from tomorrow on, and accepts nothing; three days pass."""
    given: dict[str, Any] = {"limits": SMALLER, "acceptances": []} | changes
    await set_rules(api, sample, obligee="富士市", validFrom=TOMORROW, **given)
    api.clock.at = LATER


async def applied(api: Api, sample: SampleRegister) -> dict[str, Any]:
    contract = api_calls.contract_input(sample, obligee="富士市", contractDate="2026-11-18")
    return await api_calls.apply(api, sample, contract=contract)


async def test_approval_and_issue_keep_the_rules_of_the_submission(api: Api, sample: SampleRegister) -> None:
    first, second = await applied(api, sample), await applied(api, sample)
    advance, performance = (each["id"] for each in first["guarantees"])
    await api_calls.approve(api, second["guarantees"][0]["id"])
    await changed(api, sample)
    await api_calls.approve(api, advance)
    await api_calls.issue(api, advance)
    await api_calls.issue(api, second["guarantees"][0]["id"])
    await api_calls.approve(api, performance)
    await api_calls.issue(api, performance)


async def test_later_applications_are_held_to_the_new_rules(api: Api, sample: SampleRegister) -> None:
    first = await applied(api, sample)
    await changed(api, sample, acceptances=of_every_kind(**{"from": "2026-11-14"}))
    contract = api_calls.contract_input(sample, obligee="富士市", contractDate="2026-11-18")
    new = api_calls.application_input(sample, contract=contract)
    answer = await refused(api, APPLY, as_="contractor", input=new)
    assert [(each["path"], each["code"]) for each in answer["problems"]] == [
        (["guarantees", "0", "amount"], "ABOVE_LIMIT")]  # fmt: skip
    checked = (await api.data(CHECK, as_="contractor", input=new))["checkApplication"]["guarantees"]
    assert [each["limit"] for each in checked] == [15_000_000, 50_000_000]
    again = {name: value for name, value in new.items() if name != "contract"} | {
        "contractId": first["contract"]["id"],
        "guarantees": [api_calls.performance_input()],
    }
    await api.data(APPLY, as_="contractor", input=again)
    assert await Application.all().count() == 2


async def test_what_is_sent_again_keeps_the_rules_of_its_first_submission(api: Api, sample: SampleRegister) -> None:
    application = await applied(api, sample)
    for guarantee in application["guarantees"]:
        await api.data(RETURN, as_="surety", input={"guaranteeId": guarantee["id"], "reason": "再確認"})
    await changed(api, sample)
    answer = (await api.data(SUBMIT, as_="contractor", input={"applicationId": application["id"]}))["submitApplication"]
    assert answer["__typename"] == "ApplicationSubmitted", answer
    await api_calls.approve(api, application["guarantees"][0]["id"])


CHANGE = """mutation($i: ChangeContractInput!) { changeContract(input: $i) { __typename
  ... on InvalidInput { problems { path code } } ... on ContractChanged { contract { obligee { name } } } } }"""


async def test_a_changed_contract_too(api: Api, sample: SampleRegister) -> None:
    application = await applied(api, sample)
    await changed(api, sample)
    change = {"contractId": application["contract"]["id"], "version": 1, "reason": "訂正"}
    price = await refused(api, CHANGE, as_="surety", i=change | {"contractPrice": 49_000_000})
    assert [(each["path"], each["code"]) for each in price["problems"]] == [
        (["guarantees", "0", "amount"], "ABOVE_LIMIT")]  # fmt: skip
    found = await api.data(CHANGE, as_="surety", i=change | {"periodTo": "2027-09-30"})
    assert found["changeContract"]["__typename"] == "ContractChanged", found


async def test_another_obligee_is_asked_for_its_rules_of_that_day(api: Api, sample: SampleRegister) -> None:
    application = await applied(api, sample)
    await set_rules(api, sample, validFrom=TOMORROW, acceptances=of_every_kind())
    api.clock.at = LATER
    town = ids.to_id("Obligee", sample.obligees["見本町"].id)
    change = {"contractId": application["contract"]["id"], "version": 1, "reason": "訂正", "obligeeId": town}
    answer = await refused(api, CHANGE, as_="surety", i=change)
    assert [each["code"] for each in answer["problems"]] == ["OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"] * 2
    await Application.all().update(submitted_at=LATER)
    assert (await api.data(CHANGE, as_="surety", i=change))["changeContract"]["contract"] == {
        "obligee": {"name": "見本町"}}  # fmt: skip


async def test_an_approval_under_stricter_rules_is_refused(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample, obligee="富士市", limits=SMALLER, acceptances=[acceptance(**{"from": "2026-11-14"})])
    contract = api_calls.contract_input(sample, obligee="富士市", contractDate="2026-11-18")
    advance = api_calls.advance_input(amount=15_000_000)
    application = await api_calls.apply(api, sample, contract=contract, guarantees=[advance])
    id_ = application["guarantees"][0]["id"]
    await Guarantee.filter(id=ids.key_of(id_, "Guarantee")).update(amount=15_000_001)
    answer = await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_})
    assert answer["problems"] == [{"path": ["guaranteeId"], "code": "ABOVE_LIMIT"}]
