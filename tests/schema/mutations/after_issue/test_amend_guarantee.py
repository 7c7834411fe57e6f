"""amendGuarantee."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.contract_change import ContractChange
from models.audit_records import AuditEvent
from models.certificate import Certificate
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.applying.amending import AMEND, REASON, amend, in_force
from tests.support.fee_rates import new_table
from tests.support.mails import recipients_of, texts_of
from tests.support.received_certificates import present
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND, guarantee_in, others_than, rival_guarantee, wrong_state
from tests.support.use_cases import NOWHERE

DAY = datetime.timedelta(days=1)
ACCEPT = """
mutation($input: CertificateKeyInput!) { acceptCertificate(input: $input) {
  __typename ... on CertificateAccepted { handover { status } } } }
"""
RELEASE = "mutation($input: GuaranteeReasonInput!) { releaseGuarantee(input: $input) { __typename } }"
HISTORY = """
query($id: ID!) { node(id: $id) { ... on Guarantee { history { amendmentNumber status validity { reason } }
  certificate { amendmentNumber projectName amount } handover { status } handovers { status } } } }
"""


async def problems(api: Api, id_: str, **given: Any) -> list[tuple[list[str], str, int | None]]:
    answer = await refused(api, AMEND, as_="surety", input={"guaranteeId": id_, "reason": REASON} | given)
    assert answer["__typename"] == "InvalidInput", answer
    return [(each["path"], each["code"], each["limit"]) for each in answer["problems"]]


async def test_an_extension_makes_the_next_version(api: Api, sample: SampleRegister) -> None:
    # given
    issued = await in_force(api, sample)
    # when
    given = {"expiryDate": "2028-03-31", "periodTo": "2028-02-29", "projectName": " 髙﨑𠮷川󠄀改修工事（第２工区） "}
    answer = await amend(api, issued["id"], **given)
    # then
    guarantee, certificate = answer["guarantee"], answer["certificate"]
    first, second = guarantee["history"]
    assert (guarantee["number"], guarantee["authKey"]) == (issued["number"], issued["authKey"])
    assert (guarantee["status"], guarantee["expiryDate"]) == ("IN_FORCE", "2028-03-31")
    assert guarantee["contract"]["projectName"] == certificate["projectName"] == given["projectName"].strip()
    assert (guarantee["contract"]["periodTo"], guarantee["contract"]["version"]) == ("2028-02-29", 2)
    assert certificate["periodTo"] == "2028-02-29"
    assert (first["status"], first["reason"], first["amendmentNumber"]) == ("SUPERSEDED", "NEW", 0)
    assert (second["status"], second["reason"], second["amendmentNumber"]) == ("CURRENT", "AMENDMENT", 1)
    assert first["validity"] == {"isValid": False, "reason": "SUPERSEDED", "since": first["validity"]["since"]}
    assert first["validity"]["since"] is not None
    assert second["id"] == certificate["id"]
    event = await AuditEvent.get(action="guarantee.amended")
    assert (event.subject_id, event.subject) == (ids.split(issued["id"])[1], "変更－1")
    change = await ContractChange.get(version=2)
    assert (change.role, change.reason) == ("SURETY", REASON)
    assert [each["path"] for each in change.changes] == [["projectName"], ["periodTo"]]


async def test_the_contractor_is_told_with_the_reason(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], expiryDate="2028-03-31")
    assert await recipients_of("AMENDED") == ["soumu@example.jp"]
    (text,) = await texts_of("AMENDED")
    assert text.subject == "保証内容変更のお知らせ"
    assert dict(text.items)["理由"] == REASON


async def test_number_and_key_open_the_version_that_holds(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    answer = await amend(api, issued["id"], amount=18_000_000)
    given = {"number": issued["number"], "key": issued["authKey"]}
    found = (await api.data(api_calls.CERTIFICATE, as_="obligee", **given))["certificate"]
    assert (found["id"], found["amount"]) == (answer["certificate"]["id"], 18_000_000)


async def test_the_amended_version_is_handed_over_and_accepted_anew(api: Api, sample: SampleRegister) -> None:
    # given
    issued = await in_force(api, sample)
    await present(api, issued)
    given = {"guaranteeNumber": issued["number"], "authKey": issued["authKey"]}
    await api.data(ACCEPT, as_="obligee", input=given)
    # when
    answer = await amend(api, issued["id"], amount=18_000_000)
    # then
    assert answer["guarantee"]["handover"] == {"status": "NOT_SENT"}
    assert answer["guarantee"]["handovers"] == [{"status": "ACCEPTED"}]
    seen = (await api.data(HISTORY, as_="obligee", id=issued["id"]))["node"]
    assert [each["validity"]["reason"] for each in seen["history"]] == ["SUPERSEDED", None]
    assert seen["certificate"]["amendmentNumber"] == 1
    accepted = await api.data(ACCEPT, as_="obligee", input=given)
    assert accepted["acceptCertificate"]["handover"] == {"status": "ACCEPTED"}
    seen = (await api.data(HISTORY, as_="contractor", id=issued["id"]))["node"]
    assert seen["handovers"] == [{"status": "ACCEPTED"}, {"status": "ACCEPTED"}]


async def test_the_difference_in_fee_is_stated(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    raised = (await amend(api, issued["id"], amount=20_000_000))["guarantee"]["feeStatements"]
    lowered = (await amend(api, issued["id"], amount=10_000_000))["guarantee"]["feeStatements"]
    assert lowered[:2] == raised
    first, additional, refund = lowered
    assert additional["earlierCharges"] == first["fee"]
    assert additional["due"] == additional["fee"] - first["fee"] > 0
    assert refund["due"] == refund["fee"] - additional["fee"] < 0
    assert [each["number"] for each in lowered] == [f"{issued['number']}-{place}" for place in (1, 2, 3)]


async def test_later_rates_do_not_change_the_fee_of_an_amendment(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await new_table(sample.branch.surety_id, NOON.date() + DAY)
    for _ in range(2):
        api.clock.at += DAY
        for amount, fee in ((20_000_000, 68_000), (15_000_000, 52_000)):
            answer = await amend(api, issued["id"], amount=amount)
            assert answer["guarantee"]["feeStatements"][-1]["fee"] == fee


async def test_without_a_difference_in_fee_there_is_no_statement(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    answer = await amend(api, issued["id"], projectName="別の名称の工事")
    assert len(answer["guarantee"]["feeStatements"]) == 1


async def test_a_change_of_the_price_alone_is_not_needed(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    given = {"guaranteeId": issued["id"], "reason": REASON, "contractPrice": 60_000_000, "amount": 15_000_000}
    answer = await refused(api, AMEND, as_="surety", input=given)
    assert answer["__typename"] == "AmendmentNotNeeded"
    assert "必要ありません" in answer["message"]


async def test_with_the_price_the_limit_rises(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    assert await problems(api, issued["id"], amount=24_000_000) == [(["amount"], "ABOVE_LIMIT", 20_000_000)]
    answer = await amend(api, issued["id"], amount=24_000_000, contractPrice=60_000_000)
    assert answer["certificate"]["contractPrice"] == 60_000_000
    assert answer["guarantee"]["ratio"] == 0.4


async def test_a_rider_is_raised_after_its_advance_payment_was_released(api: Api, sample: SampleRegister) -> None:
    advance, rider = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    await api.data(RELEASE, as_="surety", input={"guaranteeId": advance["id"], "reason": "精算済み"})
    answer = await amend(api, rider["id"], contractPrice=60_000_000, amount=6_000_000)
    assert answer["guarantee"]["amount"] == 6_000_000


async def test_a_lower_price_lowers_the_limit(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    given: dict[str, Any] = {"contractPrice": 30_000_000, "projectName": "縮小した工事"}
    assert await problems(api, issued["id"], **given) == [(["amount"], "ABOVE_LIMIT", 12_000_000)]
    answer = await amend(api, issued["id"], **given, amount=12_000_000)
    assert answer["guarantee"]["amount"] == 12_000_000


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({}, [], "NOTHING_DIFFERS"),
        ({"amount": 15_000_000}, [], "NOTHING_DIFFERS"),
        ({"amount": 0}, ["amount"], "NOT_POSITIVE"),
        ({"contractPrice": 0, "amount": 1}, ["contractPrice"], "NOT_POSITIVE"),
        ({"expiryDate": "2027-08-30"}, ["expiryDate"], "BEFORE_PERIOD_END"),
        ({"expiryDate": "2037-09-01"}, ["expiryDate"], "TOO_LATE"),
        ({"periodTo": "2027-09-30"}, ["expiryDate"], "BEFORE_PERIOD_END"),
        ({"periodTo": "2026-11-09"}, ["periodTo"], "END_BEFORE_START"),
        ({"periodFrom": "2026-10-01", "periodTo": "2026-10-31"}, ["periodTo"], "BEFORE_CONTRACT"),
        ({"projectName": "　"}, ["projectName"], "REQUIRED"),
        ({"projectName": "工" * 121}, ["projectName"], "TOO_LONG"),
        ({"amount": 1, "reason": " "}, ["reason"], "REQUIRED"),
    ],
)
async def test_unsound_terms_are_refused(
    api: Api, sample: SampleRegister, given: dict[str, Any], path: list[str], code: str
) -> None:
    issued = await in_force(api, sample)
    assert [each[:2] for each in await problems(api, issued["id"], **given)] == [(path, code)]


async def test_the_price_is_not_below_the_base_of_the_year(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, currentFiscalYearBase=40_000_000)
    asked = api_calls.advance_input(amount=15_000_000)
    (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=[asked])
    given = {"contractPrice": 30_000_000, "amount": 1_000_000}
    assert await problems(api, payload["guarantee"]["id"], **given) == [(["contractPrice"], "BELOW_BASE", 40_000_000)]


async def test_the_same_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    given: dict[str, Any] = {"amount": 18_000_000, "idempotencyKey": "変更その１"}
    first = await amend(api, issued["id"], **given)
    await amend(api, issued["id"], amount=19_000_000)
    again = await amend(api, issued["id"], **given)
    assert again["certificate"]["id"] == first["certificate"]["id"]
    assert await Certificate.all().count() == 3
    other = {"guaranteeId": issued["id"], "reason": REASON, "amount": 1, "idempotencyKey": "変更その１"}
    assert (await refused(api, AMEND, as_="surety", input=other))["__typename"] == "IdempotencyConflict"


async def test_two_at_once_make_one_version_after_the_other(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    answers = await asyncio.gather(*(amend(api, issued["id"], amount=amount) for amount in (16_000_000, 17_000_000)))
    assert sorted(each["certificate"]["amendmentNumber"] for each in answers) == [1, 2]
    rows = await Certificate.all().order_by("issued_at", "amendment_number")
    assert [row.status.value for row in rows] == ["SUPERSEDED", "SUPERSEDED", "CURRENT"]


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": REASON, "amount": 1_000_000}
    assert await refused(api, AMEND, as_="surety", input=given) == wrong_state(state)


async def test_only_its_surety_amends(api: Api, sample: SampleRegister) -> None:
    foreign = await rival_guarantee(api, sample)
    issued = await in_force(api, sample)
    for id_ in (foreign, "", f"Guarantee_{'0' * 32}", NOWHERE):
        given = {"guaranteeId": id_, "reason": REASON, "amount": 1}
        assert await refused(api, AMEND, as_="surety", input=given) == NOT_FOUND
    for role in ("contractor", "obligee", "operator"):
        given = {"guaranteeId": issued["id"], "reason": REASON, "amount": 1}
        response = await api.post(AMEND, as_=role, input=given)
        assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
