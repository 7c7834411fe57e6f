"""changeContract: what is refused, and changes at the same time."""

import asyncio
from typing import Any

import pytest

import models
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.applying import contracts
from tests.support.applying.contracts import CHANGE, changed
from tests.support.database.copied_rows import copy_rows
from tests.support.database.lock_waits import decided_concurrently
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, competitor, guarantee_in, rival_branch

NAME = {"projectName": "訂正工事"}
IN_HAND = "審査中の保証があるため、契約は変更できません。保証会社に差戻しまたは変更をご依頼ください。"
APPROVED = "承認済みの保証があるため、契約は変更できません。先に承認を取り消すか、保証を取り下げてください。"
ISSUED = "この契約の保証は発行済みのため、契約は変更できません。保証の変更の手続をお取りください。"
CLOSED = {"APPROVED": APPROVED, "AWAITING_FEE": APPROVED, "IN_FORCE": ISSUED, "EXPIRED": ISSUED}
FOR_THE_CONTRACTOR = {"SUBMITTED": IN_HAND, "UNDER_REVIEW": IN_HAND} | CLOSED


async def refusal(api: Api, contract_id: str, *, as_: str = "contractor", **changes: Any) -> dict[str, Any]:
    given = await contracts.change_of(api, contract_id, as_=as_, **changes)
    return await refused(api, CHANGE, as_=as_, input=given)


def codes(answer: dict[str, Any]) -> list[tuple[str, str]]:
    assert answer["__typename"] == "InvalidInput", answer
    return [(".".join(each["path"]), each["code"]) for each in answer["problems"]]


@pytest.mark.parametrize(
    ("as_", "state"),
    [*(("contractor", state) for state in FOR_THE_CONTRACTOR), *(("surety", state) for state in CLOSED)],
)
async def test_what_a_role_may_not_change_any_more(api: Api, sample: SampleRegister, as_: str, state: str) -> None:
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    answer = await refusal(api, contracts.id_of(guarantee.contract_id), as_=as_, **NAME)
    message = FOR_THE_CONTRACTOR[state]
    assert answer == {"__typename": "WrongState", "message": message, "status": state}


async def test_one_guarantee_that_is_not_returned_is_enough(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample, count=1)
    id_ = application["contract"]["id"]
    assert (await refusal(api, id_, **NAME))["status"] == "SUBMITTED"
    await models.Guarantee.filter(kind="PERFORMANCE").update(status="APPROVED")
    for as_ in ("contractor", "surety"):
        assert (await refusal(api, id_, as_=as_, **NAME))["status"] == "APPROVED"


async def test_contracts_of_others_are_not_found(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    await competitor(api)
    await rival_branch(api)
    for as_ in ("competitor", "rival"):
        assert await refusal(api, id_, as_=as_, **NAME) == NOT_FOUND
    given = {"contractId": "Contract_" + "0" * 32, "version": 1} | NAME
    assert await refused(api, CHANGE, as_="contractor", input=given) == NOT_FOUND


async def test_a_version_that_is_not_the_last_is_told_the_last(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    first = await contracts.change_of(api, id_, **NAME)
    await changed(api, id_, projectName="先の訂正")
    answer = await refused(api, CHANGE, as_="contractor", input=first)
    assert answer == {
        "__typename": "ContractChangedSince",
        "message": "この契約は、ほかの方が変更しています。最新の内容をご確認のうえ、やり直してください。",
        "contract": {"id": id_, "version": 2, "projectName": "先の訂正", "changes": [{"version": 2}]},
    }
    assert (await refused(api, CHANGE, as_="contractor", input=first | {"version": 9}))["contract"]["version"] == 2


async def test_of_two_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    inputs = {
        as_: await contracts.change_of(api, id_, as_=as_, projectName=f"{as_}の訂正")
        for as_ in ("contractor", "surety")
    }
    answers = await asyncio.gather(*(api.data(CHANGE, as_=as_, input=given) for as_, given in inputs.items()))
    kinds = sorted(answer["changeContract"]["__typename"] for answer in answers)
    assert kinds == ["ContractChanged", "ContractChangedSince"]
    (row,) = await models.ContractChange.all()
    assert row.version == (await models.Contract.get()).version == 2


@pytest.mark.parametrize(
    ("reason", "code"), [({}, "REQUIRED"), ({"reason": "　"}, "REQUIRED"), ({"reason": "x" * 1_001}, "TOO_LONG")]
)
async def test_the_surety_says_why(api: Api, sample: SampleRegister, reason: dict[str, str], code: str) -> None:
    id_ = (await api_calls.apply(api, sample))["contract"]["id"]
    answer = await refused(api, CHANGE, as_="surety", input={"contractId": id_, "version": 1} | NAME | reason)
    assert codes(answer) == [("reason", code)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"projectName": "　"}, [("projectName", "REQUIRED")]),
        ({"projectName": "道" * 121}, [("projectName", "TOO_LONG")]),
        ({"contractPrice": 0}, [("contractPrice", "NOT_POSITIVE")]),
        ({"currentFiscalYearBase": 50_000_001}, [("currentFiscalYearBase", "OUT_OF_RANGE")]),
        ({"contractDate": "2026-11-21"}, [("contractDate", "IN_THE_FUTURE")]),
        ({"periodTo": "2026-11-09"}, [("periodTo", "END_BEFORE_START")]),
        ({"bidDate": "2026-11-02"}, [("bidDate", "AFTER_CONTRACT")]),
        ({"jointVentureName": "甲ＪＶ"}, [("jointVentureMembers", "REQUIRED_TOGETHER")]),
        ({"jointVentureMembers": ["甲"] * 21}, [("jointVentureMembers", "TOO_MANY")]),
        (
            {"jointVentureName": "甲ＪＶ", "jointVentureMembers": ["乙", "○○建設 株式会社"]},
            [("jointVentureMembers.0", "NOT_THE_APPLICANT")],
        ),
        ({"obligeeId": "Obligee_" + "0" * 32}, [("obligeeId", "NOT_FOUND")]),
        ({"contractingOfficerId": "ContractingOfficer_x"}, [("contractingOfficerId", "NOT_FOUND")]),
        (
            {"contractPrice": 0, "bidDate": "2026-11-02"},
            [("contractPrice", "NOT_POSITIVE"), ("bidDate", "AFTER_CONTRACT")],
        ),
    ],
    ids=str,
)
async def test_it_keeps_the_rules_of_an_application(
    api: Api, sample: SampleRegister, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    assert codes(await refusal(api, id_, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"contractPrice": 49_999_999}, [("guarantees.0.amount", "ABOVE_LIMIT")]),
        ({"contractPrice": 50_000_001}, [("guarantees.1.amount", "BELOW_MINIMUM")]),
        ({"currentFiscalYearBase": 1_000_000}, [("guarantees.0.amount", "ABOVE_LIMIT")]),
        (
            {"advancePaymentPlanned": False},
            [(f"guarantees.{place}.kind", "ADVANCE_PAYMENT_NOT_PLANNED") for place in (0, 1)],
        ),
        (
            {"contractDate": "2024-03-31"},
            [(f"guarantees.{place}.medium", "OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC") for place in (0, 1)],
        ),
        ({"periodTo": "2126-08-31"}, [("guarantees.1.amount", "FEE_ABOVE_AMOUNT")]),
        ({"contractPrice": 0}, [("contractPrice", "NOT_POSITIVE")]),
    ],
    ids=str,
)
async def test_what_is_in_review_stays_admissible(
    api: Api, sample: SampleRegister, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    id_ = (await api_calls.apply(api, sample))["contract"]["id"]
    if "periodTo" in changes:
        await models.FeeTable.filter(kind="PERFORMANCE").update(rates_ppm=[50_000, 40_000])
    try:
        answer = await refusal(api, id_, as_="surety", **changes)
    finally:
        await models.FeeTable.filter(kind="PERFORMANCE").update(rates_ppm=[5_000, 4_000])
    assert codes(answer) == expected
    if changes == {"contractPrice": 49_999_999}:
        message = "前払金保証：保証金額は、この契約での上限19,999,999円を超えることができません。"
        assert answer["problems"][0]["message"] == message
        assert answer["problems"][0]["limit"] == 19_999_999


async def test_a_date_that_the_obligee_decides_by_is_not_removed(api: Api, sample: SampleRegister) -> None:
    acceptances = models.ElectronicAcceptance.filter(obligee_id=sample.obligees["栃木県"].id)
    await acceptances.update(basis="BID_DATE")
    try:
        terms = api_calls.contract_input(sample, bidDate="2026-10-20")
        id_ = (await api_calls.apply(api, sample, contract=terms))["contract"]["id"]
        answer = await refusal(api, id_, as_="surety", remove=["BID_DATE"])
    finally:
        await acceptances.update(basis="CONTRACT_DATE")
    assert codes(answer) == [("bidDate", "REQUIRED")]


SAME = {"projectName": "別の工事", "contractDate": "2026-10-30"}


async def test_it_does_not_become_one_that_is_registered(api: Api, sample: SampleRegister) -> None:
    other = (await drafts.returned(api, sample, contract=api_calls.contract_input(sample, **SAME)))["contract"]["id"]
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    answer = await refusal(api, id_, **SAME)
    assert (answer["__typename"], answer["contract"]) == ("ContractAlreadyRegistered", {"id": other})
    assert (await changed(api, id_, **SAME, isAnother=True))["projectName"] == "別の工事"
    assert (await models.Contract.get(id=ids.split(id_)[1])).is_another
    await changed(api, id_, projectName="元の工事", isAnother=True)
    assert not (await models.Contract.get(id=ids.split(id_)[1])).is_another


async def test_it_sees_that_the_same_was_registered_meanwhile(
    api: Api, sample: SampleRegister, database_url: str
) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    given = await contracts.change_of(api, id_, projectName="別の工事")
    await api.token("contractor")
    registers = """INSERT INTO contract SELECT (jsonb_populate_record(contract,
        '{"id": "00000000-0000-0000-0000-000000000001", "project_name": "別の工事", "folded_project_name": "別の工事"}'
        )).* FROM contract"""
    acting = api.data(CHANGE, as_="contractor", input=given)
    answer = (await decided_concurrently(database_url, acting, registers))["changeContract"]
    other = "Contract_00000000000000000000000000000001"
    assert (answer["__typename"], answer["contract"]) == ("ContractAlreadyRegistered", {"id": other})
    assert not await models.ContractChange.exists()


async def test_it_sees_what_was_approved_meanwhile(api: Api, sample: SampleRegister, database_url: str) -> None:
    id_ = (await api_calls.apply(api, sample))["contract"]["id"]
    given = await contracts.change_of(api, id_, as_="surety", **NAME)
    await api.token("surety")
    approves = "UPDATE guarantee SET status = 'APPROVED', expiry_date = '2027-08-31', approved_on = '2026-11-20'"
    acting = api.data(CHANGE, as_="surety", input=given)
    answer = (await decided_concurrently(database_url, acting, approves))["changeContract"]
    assert (answer["__typename"], answer["status"]) == ("WrongState", "APPROVED")


async def test_fifty_changes_are_kept_and_no_more_are_made(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    await changed(api, id_, **NAME)
    await copy_rows("contract_change", 49, version="n + 2")
    await models.Contract.all().update(version=51)
    assert len((await contracts.read(api, id_))["changes"]) == 50
    assert codes(await refusal(api, id_, projectName="また訂正")) == [("contractId", "TOO_MANY")]


async def test_changes_have_an_hourly_limit(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    account = await models.Account.get(email="contractor@example.jp")
    event: dict[str, Any] = {"action": "contract.changed", "address": "-", "actor_id": account.id, "at": NOON}
    await models.AuditEvent.bulk_create(models.AuditEvent(**event) for _ in range(quotas.CONTRACT_CHANGES.most))
    given = await contracts.change_of(api, id_, **NAME)
    status, code, _ = await error_of(api, CHANGE, as_="contractor", input=given)
    assert (status, code) == (429, "TOO_MANY_REQUESTS")
