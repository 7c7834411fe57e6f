"""requestAmendment."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.after_issue.amendment_request import MOST_REQUESTS
from models.audit_records import AuditEvent
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.applying.requesting import EXTENDED, REASON, REQUEST, request, requested
from tests.support.database.copied_rows import copy_rows
from tests.support.refusals import error_of, refused
from tests.support.states import (
    INVALID,
    NOT_FOUND,
    competitor,
    guarantee_in,
    others_than,
    rival_guarantee,
    wrong_state,
)

OPEN_ALREADY = "この保証には、回答待ちの変更依頼があります。変更する場合は、取り下げてから改めて依頼してください。"
UNCHANGED: dict[str, Any] = {
    "amount": 20_000_000,
    "expiryDate": "2027-08-31",
    "projectName": " ●●●●工事 ",
    "periodFrom": "2026-11-10",
    "periodTo": "2027-08-31",
    "contractPrice": 50_000_000,
}


async def refusal(api: Api, id_: str, *, as_: str = "contractor", **wished: Any) -> dict[str, Any]:
    return await refused(api, REQUEST, as_=as_, input={"guaranteeId": id_, "reason": REASON, **(wished or EXTENDED)})


async def codes(api: Api, id_: str, **wished: Any) -> set[tuple[str, str]]:
    answer = await refusal(api, id_, **wished)
    assert answer["__typename"] == "InvalidInput", answer
    return {(".".join(problem["path"]), problem["code"]) for problem in answer["problems"]}


async def test_what_differs_is_asked_for_and_changes_nothing_yet(api: Api, sample: SampleRegister) -> None:
    # given
    id_ = await guarantee_in("IN_FORCE", api, sample)
    key = ids.split(id_)[1]
    before = await models.Guarantee.get(id=key).values(), await models.Contract.all().values()
    # when
    found = await request(api, id_, **UNCHANGED | EXTENDED, reason=f" {REASON}\n")
    # then
    assert found.pop("id").startswith("AmendmentRequest_")
    assert found.pop("by")
    assert found == dict.fromkeys(UNCHANGED) | EXTENDED | {
        "number": 1,
        "status": "OPEN",
        "reason": REASON,
        "requestedAt": NOON.astimezone(datetime.UTC).isoformat(),
        "decidedAt": None,
        "decisionReason": None,
        "certificate": None,
        "guarantee": {"id": id_},
    }
    assert (await models.Guarantee.get(id=key).values(), await models.Contract.all().values()) == before
    event = await AuditEvent.get(action="amendment.requested")
    assert (event.subject_id, event.subject, event.at) == (key, "変更依頼－1", NOON)


async def test_the_longest_and_rarest_name_is_asked_for(api: Api, sample: SampleRegister) -> None:
    name = "髙﨑𠮷" * 40
    assert (await request(api, await guarantee_in("IN_FORCE", api, sample), projectName=name))["projectName"] == name


async def test_a_price_with_an_amount_that_it_allows(api: Api, sample: SampleRegister) -> None:
    wished: dict[str, Any] = {"amount": 24_000_000, "contractPrice": 60_000_000}
    found = await request(api, await guarantee_in("IN_FORCE", api, sample), **wished)
    assert {name: found[name] for name in wished} == wished


async def test_a_change_of_price_alone_needs_no_amendment(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    cases: list[dict[str, Any]] = [{"contractPrice": 60_000_000}, UNCHANGED | {"contractPrice": 40_000_000}]
    for wished in cases:
        answer = await refusal(api, id_, **wished)
        assert answer["__typename"] == "AmendmentNotNeeded"
        assert "必要ありません" in answer["message"]


async def test_what_differs_in_nothing_is_refused(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    for wished in ({"amount": None}, UNCHANGED):
        assert await codes(api, id_, **wished) == {("", "NOTHING_DIFFERS")}


@pytest.mark.parametrize(
    ("wished", "found"),
    [
        ({"amount": 20_000_001}, {("amount", "ABOVE_LIMIT")}),
        ({"amount": 10_000_000, "contractPrice": 20_000_000}, {("amount", "ABOVE_LIMIT")}),
        ({"amount": 0, "contractPrice": -1}, {("amount", "NOT_POSITIVE"), ("contractPrice", "NOT_POSITIVE")}),
        ({"periodTo": "2027-09-01"}, {("expiryDate", "BEFORE_PERIOD_END")}),
        ({"expiryDate": "2027-08-30"}, {("expiryDate", "BEFORE_PERIOD_END")}),
        ({"expiryDate": "2037-09-01"}, {("expiryDate", "TOO_LATE")}),
        ({"periodTo": "2026-11-09"}, {("periodTo", "END_BEFORE_START")}),
        ({"periodFrom": "2027-09-01"}, {("periodTo", "END_BEFORE_START")}),
        (
            {"periodFrom": "2026-10-01", "periodTo": "2026-10-31", "expiryDate": "2027-09-01"},
            {("periodTo", "BEFORE_CONTRACT")},
        ),
        ({"projectName": "\u3000"}, {("projectName", "REQUIRED")}),
        ({"projectName": "工" * 121}, {("projectName", "TOO_LONG")}),
        ({"projectName": "工\x00事"}, {("projectName", "FORBIDDEN_CHARACTER")}),
    ],
)
async def test_the_rules_of_the_amendment_hold(
    api: Api, sample: SampleRegister, wished: dict[str, Any], found: set[tuple[str, str]]
) -> None:
    assert await codes(api, await guarantee_in("IN_FORCE", api, sample), **wished) == found


async def test_a_price_below_the_base_of_the_fiscal_year_is_refused(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, currentFiscalYearBase=50_000_000)
    advance, _ = await api_calls.issued(api, sample, contract=contract)
    wished = {"amount": 10_000_000, "contractPrice": 49_999_999}
    assert await codes(api, advance["guarantee"]["id"], **wished) == {("contractPrice", "BELOW_BASE")}


async def test_others_of_the_contract_count_towards_the_price(api: Api, sample: SampleRegister) -> None:
    _, performance = await api_calls.issued(api, sample)
    id_ = performance["guarantee"]["id"]
    assert await codes(api, id_, amount=4_999_999) == {("amount", "BELOW_MINIMUM")}
    assert (await request(api, id_, amount=50_000_000))["amount"] == 50_000_000


async def test_a_problem_of_no_field_is_told_of_the_guarantee(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    await models.Contract.all().update(advance_payment_planned=False)
    assert await codes(api, id_, amount=24_000_000, contractPrice=60_000_000) == {
        ("guaranteeId", "ADVANCE_PAYMENT_NOT_PLANNED")
    }


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    assert await refusal(api, await guarantee_in(state, api, sample)) == wrong_state(state)


async def test_a_second_one_is_refused_while_one_is_open(api: Api, sample: SampleRegister) -> None:
    id_ = (await requested(api, sample))["guarantee"]["id"]
    expected = {"__typename": "WrongState", "message": OPEN_ALREADY, "status": "IN_FORCE"}
    assert await refusal(api, id_, amount=10_000_000) == expected


async def test_of_several_at_once_one_is_made(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeId": await guarantee_in("IN_FORCE", api, sample), "reason": REASON, **EXTENDED}
    answers = await asyncio.gather(*(api.data(REQUEST, as_="contractor", input=given) for _ in range(5)))
    kinds = sorted(each["requestAmendment"]["__typename"] for each in answers)
    assert kinds == ["AmendmentRequested", *["WrongState"] * 4]
    assert await models.AmendmentRequest.all().count() == 1


async def test_the_same_key_gives_the_first_request(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    first = await request(api, id_, **EXTENDED, idempotencyKey="変更-1")
    assert await request(api, id_, **EXTENDED, idempotencyKey="変更-1") == first
    answer = await refusal(api, id_, amount=1_000_000, idempotencyKey="変更-1")
    assert answer["__typename"] == "IdempotencyConflict"


async def test_a_guarantee_has_no_more_than_fifty(api: Api, sample: SampleRegister) -> None:
    id_ = (await requested(api, sample))["guarantee"]["id"]
    row = await models.AmendmentRequest.get()
    row.withdraw(state=(await models.Guarantee.get(id=row.guarantee_id)).status, at=NOON)
    await row.save()
    await copy_rows("amendment_request", MOST_REQUESTS - 1, number="1 + n")
    assert await codes(api, id_, **EXTENDED) == {("guaranteeId", "TOO_MANY")}


async def test_an_account_has_no_more_than_its_hourly_limit(api: Api, sample: SampleRegister) -> None:
    id_ = (await requested(api, sample))["guarantee"]["id"]
    await copy_rows("audit_event", quotas.AMENDMENT_REQUESTS.most - 1)
    given = {"guaranteeId": id_, "reason": REASON, **EXTENDED}
    _, code, _ = await error_of(api, REQUEST, as_="contractor", input=given)
    assert code == "TOO_MANY_REQUESTS"


async def test_bad_reasons_and_others_objects(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    id_ = await guarantee_in("IN_FORCE", api, sample)
    for reason, code in ((" 　\n", "REQUIRED"), ("x" * 1_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")):
        answer = await refusal(api, id_, **EXTENDED, reason=reason)
        assert answer.items() >= INVALID.items()
        assert [problem["code"] for problem in answer["problems"]] == [code]
    assert await refusal(api, id_, as_="competitor") == NOT_FOUND
    for other in ("", f"Guarantee_{'0' * 32}"):
        assert await refusal(api, other) == NOT_FOUND
    for role in ("surety", "obligee", "operator", "system"):
        given = {"guaranteeId": id_, "reason": REASON, **EXTENDED}
        _, code, _ = await error_of(api, REQUEST, as_=role, input=given)
        assert code == "FORBIDDEN"


async def test_a_guarantee_with_another_surety_is_asked_of_that_one(api: Api, sample: SampleRegister) -> None:
    assert await refusal(api, await rival_guarantee(api, sample)) == wrong_state("SUBMITTED")
