"""checkApplication: the dry run says what a submission would say, of a form that may be incomplete."""

import itertools
from copy import deepcopy
from typing import Any

import pytest

from models.parties.obligee import ElectronicAcceptance
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.database.sql_statements import recorded_statements
from tests.support.fee_rates import minimum_fee, without_rates
from tests.support.refusals import error_of, refused, table_contents, unchanged
from tests.support.states import competitor

UNKNOWN_ID = "0" * 32


async def checked(api: Api, given: dict[str, Any], *, as_: str = "contractor") -> dict[str, Any]:
    """The dry run; nothing has been stored."""
    body = (await unchanged(api, api_calls.CHECK, as_=as_, input=given)).json()
    assert "errors" not in body, body
    return body["data"]["checkApplication"]


async def problems(api: Api, given: dict[str, Any]) -> list[tuple[str, str]]:
    return [(".".join(each["path"]), each["code"]) for each in (await checked(api, given))["problems"]]


async def test_a_form_that_can_be_sent_has_no_problem(api: Api, sample: SampleRegister) -> None:
    found = await checked(api, api_calls.application_input(sample))
    assert found["problems"] == []
    advance, performance = found["guarantees"]
    fee = advance.pop("fee")
    assert fee["surety"] == {"name": "見本建設業保証株式会社"}
    assert fee["isSample"]
    assert fee["fee"] == sum(line["amount"] for line in fee["lines"]) > 0
    assert performance.pop("fee")["fee"] > 0
    accepted = {"acceptsElectronic": True, "acceptedFrom": "2024-04-01"}
    assert advance == accepted | {
        "index": 0,
        "kind": "ADVANCE_PAYMENT",
        "ratio": 0.4,
        "limit": 20_000_000,
        "minimum": None,
    }
    assert performance == accepted | {
        "index": 1,
        "kind": "PERFORMANCE",
        "ratio": 0.1,
        "limit": 50_000_000,
        "minimum": 5_000_000,
    }


async def test_an_empty_form_lacks_everything(api: Api, sample: SampleRegister) -> None:
    assert await problems(api, {}) == [
        ("contract", "EXACTLY_ONE"),
        ("guarantees", "REQUIRED"),
        ("submissionBranchId", "REQUIRED"),
        ("notifyOnCompletion", "REQUIRED"),
    ]
    assert (await checked(api, {}))["guarantees"] == []


async def test_each_missing_field_is_told_with_its_path(api: Api, sample: SampleRegister) -> None:
    assert await problems(api, {"contract": {}, "guarantees": [{}, {"kind": "ADVANCE_PAYMENT"}]}) == [
        *((f"contract.{name}", "REQUIRED") for name in ("obligeeId", "projectName", "contractType", "contractPrice")),
        *((f"contract.{name}", "REQUIRED") for name in ("contractDate", "periodFrom", "periodTo")),
        *((f"guarantees.0.{name}", "REQUIRED") for name in ("kind", "medium", "amount", "billTo")),
        *((f"guarantees.1.{name}", "REQUIRED") for name in ("medium", "amount")),
        *((f"guarantees.1.{name}", "REQUIRED") for name in ("depositBank", "redeposit", "billTo")),
        ("submissionBranchId", "REQUIRED"),
        ("notifyOnCompletion", "REQUIRED"),
    ]


def places(form: dict[str, Any]) -> list[tuple[str, ...]]:
    """Every field of a form."""
    top = [(name,) for name in form]
    top += [("contract", name) for name in form["contract"]]
    return top + [("guarantees", str(index), name) for index, each in enumerate(form["guarantees"]) for name in each]


def without(form: dict[str, Any], *lacking: tuple[str, ...]) -> dict[str, Any]:
    form = deepcopy(form)
    for *way, name in lacking:
        inner: Any = form
        for step in way:
            inner = inner.get(step, {}) if isinstance(inner, dict) else inner[int(step)]
            inner = [{}, {}] if inner == {} and step == "guarantees" else inner
        inner.pop(name, None)
    return form


async def test_any_field_may_be_missing(api: Api, sample: SampleRegister) -> None:
    venture = {"jointVentureName": "甲・乙ＪＶ", "jointVentureMembers": ["○○建設 株式会社", "乙建設"]}
    dates = {"tenderNoticeDate": "2026-10-01", "bidDate": "2026-10-20", "currentFiscalYearBase": 50_000_000}
    contract = api_calls.contract_input(sample) | venture | dates
    form = api_calls.application_input(sample, contract=contract)
    fields = places(form)
    for lacking in itertools.chain(itertools.combinations(fields, 1), itertools.combinations(fields, 2)):
        await api.data(api_calls.CHECK, as_="contractor", input=without(form, *lacking))


async def test_it_says_what_an_application_would_be_refused_for(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, periodTo="2026-11-09", projectName="")
    asked = [api_calls.advance_input(amount=20_000_001, redeposit=None), api_calls.performance_input(billTo="")]
    given = api_calls.application_input(sample, contract=contract, guarantees=asked, email="x@")
    refusal = await refused(api, api_calls.APPLY, as_="contractor", input=given)
    found = (await checked(api, given))["problems"]
    assert [{name: each[name] for name in ("path", "code", "message")} for each in found] == refusal["problems"]


async def test_a_limit_comes_with_the_sum_that_would_be_accepted(api: Api, sample: SampleRegister) -> None:
    asked = [api_calls.advance_input(amount=20_000_001), api_calls.performance_input(amount=4_999_999)]
    found = await checked(api, api_calls.application_input(sample, guarantees=asked))
    assert [(each["code"], each["limit"]) for each in found["problems"]] == [
        ("ABOVE_LIMIT", 20_000_000),
        ("BELOW_MINIMUM", 5_000_000),
    ]


async def test_earlier_guarantees_take_their_part_of_the_limit(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(amount=15_000_000)])
    given = {"contractId": first["contract"]["id"], "guarantees": [api_calls.advance_input(amount=5_000_001)]}
    (guarantee,) = (await checked(api, given))["guarantees"]
    assert (guarantee["limit"], guarantee["ratio"]) == (5_000_000, 5_000_001 / 50_000_000)
    assert ("guarantees.0.amount", "ABOVE_LIMIT") in await problems(api, given)


async def test_anothers_contract_is_not_found(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    first = await api_calls.apply(api, sample)
    given = {"contractId": first["contract"]["id"], "guarantees": [api_calls.advance_input()]}
    found = await checked(api, given, as_="competitor")
    assert ["contractId"] in [each["path"] for each in found["problems"] if each["code"] == "NOT_FOUND"]
    assert found["guarantees"][0]["limit"] is None


async def test_a_registered_contract_that_looks_the_same_is_told(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, isAnother=False)
    given = api_calls.application_input(sample, contract=contract)
    assert await problems(api, given) == []
    await api_calls.apply(api, sample, contract=contract)
    assert await problems(api, given) == [("contract", "CONTRACT_ALREADY_REGISTERED")]
    another = api_calls.application_input(sample, contract=contract | {"isAnother": True})
    assert await problems(api, another) == []


@pytest.mark.parametrize(("date", "accepts"), [("2025-11-13", False), ("2025-11-14", True)])
async def test_it_says_from_when_the_obligee_accepts(
    api: Api, sample: SampleRegister, date: str, *, accepts: bool
) -> None:
    contract = api_calls.contract_input(sample, obligee="富士市", contractDate=date)
    found = await checked(api, api_calls.application_input(sample, contract=contract))
    assert [(each["acceptsElectronic"], each["acceptedFrom"]) for each in found["guarantees"]] == [
        (accepts, "2025-11-14")
    ] * 2
    codes = {each["code"] for each in found["problems"]}
    assert codes == (set() if accepts else {"OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"})


async def test_where_the_obligee_accepts_nothing_there_is_no_day(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, obligee="見本町")
    found = await checked(api, api_calls.application_input(sample, contract=contract))
    assert [(each["acceptsElectronic"], each["acceptedFrom"]) for each in found["guarantees"]] == [(False, None)] * 2


async def test_where_the_date_that_decides_is_missing_it_is_asked_for(api: Api, sample: SampleRegister) -> None:
    await ElectronicAcceptance.create(
        obligee_id=sample.obligees["見本町"].id, kind="ADVANCE_PAYMENT", contract_type="WORKS",
        from_date="2026-10-01", channels=["EMAIL"], basis="BID_DATE",
    )  # fmt: skip
    contract = api_calls.contract_input(sample, obligee="見本町")
    given = api_calls.application_input(sample, contract=contract, guarantees=[api_calls.advance_input()])
    found = await checked(api, given)
    assert [each["path"] for each in found["problems"]] == [["contract", "bidDate"]]
    assert (found["guarantees"][0]["acceptsElectronic"], found["guarantees"][0]["acceptedFrom"]) == (None, "2026-10-01")


async def test_without_rates_there_is_no_estimate(api: Api, sample: SampleRegister) -> None:
    async with without_rates():
        found = await checked(api, api_calls.application_input(sample))
    assert found["problems"] == []
    assert [each["fee"] is None for each in found["guarantees"]] == [True, False]


async def test_a_fee_above_the_amount_is_a_problem(api: Api, sample: SampleRegister) -> None:
    async with minimum_fee(20_000_001):
        given = api_calls.application_input(sample)
        assert await problems(api, given) == [("guarantees.0.amount", "FEE_ABOVE_AMOUNT")]


async def test_rare_and_long_texts_and_unknown_ids(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, projectName="工\x00事", obligeeId=f"Obligee_{UNKNOWN_ID}")
    given = api_calls.application_input(
        sample, contract=contract, contactName="見" * 61, submissionBranchId=f"Branch_{UNKNOWN_ID}"
    )
    assert await problems(api, given) == [
        ("contract.projectName", "FORBIDDEN_CHARACTER"),
        ("contactName", "TOO_LONG"),
        ("submissionBranchId", "NOT_FOUND"),
        ("contract.obligeeId", "NOT_FOUND"),
    ]


async def test_more_guarantees_than_there_are_kinds_by_far_are_refused(api: Api, sample: SampleRegister) -> None:
    before = await table_contents()
    status, code, _ = await error_of(api, api_calls.CHECK, as_="contractor", input={"guarantees": [{}] * 11})
    assert (status, code) == (200, "BAD_USER_INPUT")
    assert await table_contents() == before


async def test_it_is_one_statement(api: Api, sample: SampleRegister) -> None:
    given = api_calls.application_input(sample)
    query = "query($input: ApplicationDraftInput!) { checkApplication(input: $input) { problems { code } } }"
    await api.data(query, as_="contractor", input=given)
    with recorded_statements() as statements:
        await api.data(query, as_="contractor", input=given)
    assert len(statements) == 2, statements  # the other finds the session


async def test_too_many_members_are_one_problem(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(
        sample, jointVentureName="甲ＪＶ", jointVentureMembers=["○○建設 株式会社", *("乙" for _ in range(20))]
    )
    found = await problems(api, api_calls.application_input(sample, contract=contract))
    assert found == [("contract.jointVentureMembers", "TOO_MANY")]
