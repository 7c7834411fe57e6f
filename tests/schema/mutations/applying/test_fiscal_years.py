"""今年度対象額: each application has its own, and advance payments are counted by fiscal year."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import JAPAN
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.api_calls import APPLY, APPROVE, CHECK, ISSUE
from tests.support.drafts import SUBMIT, codes
from tests.support.refusals import refused

APRIL = datetime.datetime(2027, 4, 1, 9, tzinfo=JAPAN)
APPLICATION = """query($id: ID!) { node(id: $id) { ... on Application {
  fiscalYear currentFiscalYearBase contract { currentFiscalYearBase } guarantees { kind amount ratio status } } } }"""


def advance(amount: int, **changes: Any) -> list[dict[str, Any]]:
    return [api_calls.advance_input(amount=amount, **changes)]


def again(first: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Changes of an application: for the contract of the first one."""
    return {"contract": None, "contractId": first["contract"]["id"]} | changes


async def become_next_year(api: Api) -> None:
    """Everybody signs in again."""
    api.clock.at = APRIL
    api.tokens.clear()


async def seen(api: Api, application: dict[str, Any], *, as_: str = "surety") -> dict[str, Any]:
    return (await api.data(APPLICATION, as_=as_, id=application["id"]))["node"]


async def issue_all(api: Api, application: dict[str, Any]) -> None:
    for guarantee in application["guarantees"]:
        await api_calls.approve(api, guarantee["id"])
        await api_calls.issue(api, guarantee["id"])


async def refusal(api: Api, sample: SampleRegister, **changes: Any) -> list[tuple[str, str]]:
    given = api_calls.application_input(sample, **changes)
    dry = (await api.data(CHECK, as_="contractor", input=given))["checkApplication"]["problems"]
    found = codes(await refused(api, APPLY, as_="contractor", input=given))
    assert [(".".join(each["path"]), each["code"]) for each in dry] == found
    return found


async def test_a_second_fiscal_years_advance_payment_of_the_same_contract(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=advance(12_000_000), currentFiscalYearBase=30_000_000)
    await issue_all(api, first)
    more = again(first, guarantees=advance(1))
    assert await refusal(api, sample, **more) == [("guarantees.0.amount", "ABOVE_LIMIT")]
    await become_next_year(api)
    more = again(first, currentFiscalYearBase=20_000_000)
    assert await refusal(api, sample, **more, guarantees=advance(8_000_001)) == [("guarantees.0.amount", "ABOVE_LIMIT")]
    second = await api_calls.apply(api, sample, **more, guarantees=advance(8_000_000))
    await issue_all(api, second)
    assert await seen(api, first) == {
        "fiscalYear": 2026,
        "currentFiscalYearBase": 30_000_000,
        "contract": {"currentFiscalYearBase": None},
        "guarantees": [{"kind": "ADVANCE_PAYMENT", "amount": 12_000_000, "ratio": 0.4, "status": "IN_FORCE"}],
    }
    found = await seen(api, second, as_="contractor")
    assert (found["fiscalYear"], found["currentFiscalYearBase"]) == (2027, 20_000_000)
    assert [each["ratio"] for each in found["guarantees"]] == [0.4]
    asked = api_calls.advance_input(kind="INTERMEDIATE_ADVANCE_PAYMENT", amount=4_000_000, recognizedOn="2027-03-31")
    third = await api_calls.apply(api, sample, **again(first), guarantees=[asked])
    assert (await seen(api, third))["currentFiscalYearBase"] == 20_000_000
    await issue_all(api, third)


async def test_in_march_for_the_next_year(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=advance(12_000_000), currentFiscalYearBase=30_000_000)
    more = again(first, currentFiscalYearBase=20_000_000, fiscalYear=2027, guarantees=advance(8_000_000))
    second = await api_calls.apply(api, sample, **more)
    assert (await seen(api, second))["fiscalYear"] == 2027
    await issue_all(api, second)
    await become_next_year(api)
    more = again(first, guarantees=advance(1))
    assert await refusal(api, sample, **more) == [("guarantees.0.amount", "ABOVE_LIMIT")]


@pytest.mark.parametrize("year", [-1, 0, 2025, 2028, 2**31 - 1])
async def test_only_this_year_or_the_next(api: Api, sample: SampleRegister, year: int) -> None:
    assert await refusal(api, sample, fiscalYear=year) == [("fiscalYear", "OUT_OF_RANGE")]
    answer = await refused(api, drafts.SAVE, as_="contractor", input={"draft": {"fiscalYear": year}})
    assert codes(answer) == [("draft.fiscalYear", "OUT_OF_RANGE")]


async def test_the_contract_does_not_last_until_the_next_year(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, periodTo="2027-03-31")
    assert await refusal(api, sample, contract=contract, fiscalYear=2027) == [("fiscalYear", "OUT_OF_RANGE")]
    await api_calls.apply(api, sample, contract=contract, fiscalYear=2026)


@pytest.mark.parametrize("base", [0, -1, 50_000_001, 2**53 - 1])
async def test_a_base_is_positive_and_within_the_price(api: Api, sample: SampleRegister, base: int) -> None:
    wrong = [("currentFiscalYearBase", "OUT_OF_RANGE")]
    assert await refusal(api, sample, currentFiscalYearBase=base) == wrong
    first = await api_calls.apply(api, sample, guarantees=[api_calls.performance_input()])
    assert await refusal(api, sample, **again(first, currentFiscalYearBase=base)) == wrong


async def test_the_contracts_own_base_is_that_of_its_first_application(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, currentFiscalYearBase=30_000_000)
    first = await api_calls.apply(api, sample, contract=contract, guarantees=[api_calls.performance_input()])
    second = await api_calls.apply(api, sample, **again(first), guarantees=advance(12_000_000))
    for each in (first, second):
        assert (await seen(api, each))["currentFiscalYearBase"] == 30_000_000
    assert await refusal(api, sample, **again(first, guarantees=advance(1))) == [("guarantees.0.amount", "ABOVE_LIMIT")]
    await become_next_year(api)
    # Measured against the price, it counts together with the payments of every year.
    more = again(first, guarantees=advance(8_000_001))
    assert await refusal(api, sample, **more) == [("guarantees.0.amount", "ABOVE_LIMIT")]
    third = await api_calls.apply(api, sample, **again(first, guarantees=advance(8_000_000)))
    assert (await seen(api, third))["currentFiscalYearBase"] is None


async def test_both_bases_of_one_form_agree(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, currentFiscalYearBase=30_000_000)
    more = {"contract": contract, "guarantees": advance(12_000_000)}
    wrong = [("currentFiscalYearBase", "OTHER_BASE")]
    assert await refusal(api, sample, **more, currentFiscalYearBase=29_999_999) == wrong
    await api_calls.apply(api, sample, **more, currentFiscalYearBase=30_000_000)


@pytest.mark.parametrize(("first", "second"), [(30_000_000, 20_000_000), (None, 30_000_000)])
async def test_two_applications_of_one_year_have_one_base(
    api: Api, sample: SampleRegister, first: int | None, second: int
) -> None:
    stands = await api_calls.apply(api, sample, guarantees=advance(1_000_000), currentFiscalYearBase=first)
    more = again(stands, currentFiscalYearBase=second, guarantees=advance(1_000_000))
    assert await refusal(api, sample, **more) == [("currentFiscalYearBase", "OTHER_BASE")]
    await api_calls.apply(
        api, sample, **again(stands, currentFiscalYearBase=second, guarantees=[api_calls.performance_input()])
    )
    await Guarantee.filter(kind="ADVANCE_PAYMENT").update(status=GuaranteeStatus.DECLINED)
    await api_calls.apply(api, sample, **more)


async def test_all_years_together_stay_within_the_price(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, contractPrice=10_000_000)
    given: dict[str, Any] = {"contract": contract, "currentFiscalYearBase": 10_000_000}
    first = await api_calls.apply(api, sample, **given, guarantees=advance(4_000_000))
    await models.Application.all().update(fiscal_year=2025)
    await models.Guarantee.all().update(amount=7_000_000)
    more = again(first, currentFiscalYearBase=10_000_000)
    assert await refusal(api, sample, **more, guarantees=advance(3_000_001)) == [("guarantees.0.amount", "ABOVE_PRICE")]
    form = api_calls.application_input(sample, **more, guarantees=advance(3_000_001))
    found = (await api.data(CHECK, as_="contractor", input=form))["checkApplication"]
    assert (found["problems"][0]["limit"], found["guarantees"][0]["limit"]) == (3_000_000, 3_000_000)
    await api_calls.apply(api, sample, **more, guarantees=advance(3_000_000))


async def test_the_base_holds_at_approval_and_issue(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=advance(12_000_000), currentFiscalYearBase=30_000_000)
    id_ = first["guarantees"][0]["id"]
    applications = models.Application.all()
    await applications.update(current_fiscal_year_base=29_999_999)
    answer = await refused(api, APPROVE, as_="surety", input={"guaranteeId": id_})
    assert codes(answer) == [("guaranteeId", "ABOVE_LIMIT")]
    await applications.update(current_fiscal_year_base=30_000_000)
    await api_calls.approve(api, id_)
    await applications.update(current_fiscal_year_base=29_999_999)
    answer = await refused(api, ISSUE, as_="surety", input={"guaranteeId": id_})
    assert answer["__typename"] == "InvalidInput"
    await applications.update(current_fiscal_year_base=30_000_000)
    await api_calls.issue(api, id_)


async def test_at_once_two_applications_of_a_second_year_do_not_exceed_its_base(
    api: Api, sample: SampleRegister
) -> None:
    first = await api_calls.apply(api, sample, guarantees=advance(12_000_000), currentFiscalYearBase=30_000_000)
    given = again(first, currentFiscalYearBase=20_000_000, fiscalYear=2027, guarantees=advance(5_000_000))
    form = api_calls.application_input(sample, **given)
    answers = await asyncio.gather(*(api.data(APPLY, as_="contractor", input=form) for _ in range(4)))
    kinds = sorted(answer["applyForGuarantees"]["__typename"] for answer in answers)
    assert kinds == ["ApplicationSubmitted"] + ["InvalidInput"] * 3


async def test_a_resubmission_may_change_the_base(api: Api, sample: SampleRegister) -> None:
    given: dict[str, Any] = {"guarantees": advance(12_000_000), "currentFiscalYearBase": 30_000_000}
    application = await drafts.returned(api, sample, **given)
    form = {"currentFiscalYearBase": 20_000_000, "fiscalYear": 2027}
    await drafts.save(api, form, applicationId=application["id"])
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": application["id"]})
    assert codes(answer) == [("guarantees.0.amount", "ABOVE_LIMIT")]
    form |= {"guarantees": [{"kind": "ADVANCE_PAYMENT", "amount": 8_000_000}]}
    await drafts.save(api, form, applicationId=application["id"])
    sent = await drafts.submit(api, application["id"])
    assert sent["guarantees"][0]["ratio"] == 0.4
    assert sent["submissions"][-1]["changes"][:2] == [
        {"path": ["fiscalYear"], "label": "年度", "before": "2026年度", "after": "2027年度"},
        {
            "path": ["currentFiscalYearBase"],
            "label": "今年度対象額",
            "before": "30,000,000円",
            "after": "20,000,000円",
        },
    ]
    found = await seen(api, application)
    assert (found["fiscalYear"], found["currentFiscalYearBase"]) == (2027, 20_000_000)


async def test_a_returned_application_keeps_its_year_in_the_next(api: Api, sample: SampleRegister) -> None:
    given: dict[str, Any] = {"guarantees": advance(12_000_000), "currentFiscalYearBase": 30_000_000}
    application = await drafts.returned(api, sample, **given)
    await become_next_year(api)
    await drafts.save(api, {"contactName": "新"}, applicationId=application["id"])
    sent = await drafts.submit(api, application["id"])
    assert [each["path"] for each in sent["submissions"][-1]["changes"]] == [["contactName"]]
    assert (await seen(api, application))["fiscalYear"] == 2026


@pytest.mark.parametrize("change", [{"currentFiscalYearBase": 49_999_999}, {"fiscalYear": 2027}])
async def test_under_an_advance_payment_that_was_not_returned_the_base_stays(
    api: Api, sample: SampleRegister, change: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"currentFiscalYearBase": 50_000_000, "fiscalYear": 2026}
    application = await api_calls.apply(api, sample, **given)
    await models.Guarantee.filter(kind="PERFORMANCE").update(status="RETURNED", status_reason="金額")
    form = {"applicationId": application["id"], "draft": change}
    answer = await refused(api, drafts.SAVE, as_="contractor", input=form)
    assert codes(answer) == [(f"draft.{next(iter(change))}", "NOT_CHANGEABLE")]
    await drafts.save(api, given, applicationId=application["id"])
    await drafts.submit(api, application["id"])
    await api_calls.approve(api, application["guarantees"][1]["id"])


async def test_a_draft_keeps_year_and_base(api: Api, sample: SampleRegister) -> None:
    form = {"currentFiscalYearBase": 20_000_000, "fiscalYear": 2027}
    draft = await drafts.save(api, form)
    found = (await drafts.form_of(api, draft["id"]))["draft"]
    assert {name: found[name] for name in form} == form
