"""correctCertificate."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.contract import MOST_CHANGES, Contract
from models.applying.contract_change import ContractChange
from models.audit_records import AuditEvent
from models.certificate import MOST_VERSIONS, Certificate
from models.document import Document
from models.fees.fee_statement import FeeStatement
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying.amending import CORRECT, amend, correct, history, in_force
from tests.support.database.copied_rows import copy_rows
from tests.support.document_rendering import render_all
from tests.support.received_certificates import present
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, guarantee_in, others_than, rival_guarantee, wrong_state
from tests.support.use_cases import NOWHERE

RARE = "髙﨑𠮷建設 株式会社禰󠄀"


async def problems(api: Api, id_: str, **given: Any) -> list[tuple[list[str], str]]:
    answer = await refused(api, CORRECT, as_="surety", input={"guaranteeId": id_, "reason": "誤記"} | given)
    assert answer["__typename"] == "InvalidInput", answer
    return [(each["path"], each["code"]) for each in answer["problems"]]


async def test_the_version_is_replaced_by_one_without_the_error(api: Api, sample: SampleRegister) -> None:
    # given
    issued = await in_force(api, sample)
    await present(api, issued)
    amended = (await amend(api, issued["id"], amount=18_000_000))["certificate"]
    before = await Certificate.get(status="CURRENT").values()
    api.clock.at += datetime.timedelta(hours=1)
    # when
    answer = await correct(api, issued["id"], principalName=RARE, projectName=" 訂正した工事 ", depositBank="ﾐﾎﾝ銀行")
    # then
    guarantee, certificate = answer["guarantee"], answer["certificate"]
    assert (guarantee["number"], guarantee["authKey"]) == (issued["number"], issued["authKey"])
    assert (guarantee["status"], guarantee["handover"]) == ("IN_FORCE", {"status": "NOT_SENT"})
    row = await Certificate.get(status="CURRENT").values()
    assert row["id"] == ids.split(certificate["id"])[1]
    replaced = {"principal_name": RARE, "project_name": "訂正した工事", "deposit_bank": "ミホン銀行"}
    assert row == before | replaced | {"id": row["id"], "reason": "CORRECTION", "issued_at": row["issued_at"]}
    assert (certificate["reason"], certificate["amendmentNumber"]) == ("CORRECTION", 1)
    corrected = await Certificate.get(status="CORRECTED")
    assert (corrected.ended_at, corrected.id) == (row["issued_at"], ids.split(amended["id"])[1])
    assert corrected.principal_name == before["principal_name"]


async def test_only_surety_and_operator_still_see_the_error(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await present(api, issued)
    await amend(api, issued["id"], amount=18_000_000)
    certificate = (await correct(api, issued["id"], projectName="訂正した工事"))["certificate"]
    for role in ("contractor", "obligee"):
        assert await history(api, issued["id"], as_=role) == [("SUPERSEDED", 0), ("CURRENT", 1)]
    for role in ("surety", "operator"):
        assert await history(api, issued["id"], as_=role) == [("SUPERSEDED", 0), ("CORRECTED", 1), ("CURRENT", 1)]
    hidden = ids.to_id("Certificate", (await Certificate.get(status="CORRECTED")).id)
    read = "query($id: ID!) { node(id: $id) { id } }"
    seen = {role: (await api.data(read, as_=role, id=hidden))["node"] for role in ("contractor", "obligee", "surety")}
    assert seen == {"contractor": None, "obligee": None, "surety": {"id": hidden}}
    key = {"number": issued["number"], "key": issued["authKey"]}
    assert (await api.data(api_calls.CERTIFICATE, as_="obligee", **key))["certificate"]["id"] == certificate["id"]


async def test_the_sources_with_the_same_error_are_mended(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    answer = await correct(api, issued["id"], projectName="訂正した工事", depositBank="みほん銀行", obligeeTitle="知事")
    assert answer["guarantee"]["contract"]["projectName"] == "訂正した工事"
    assert (await Guarantee.get()).deposit_bank == "みほん銀行"
    change = await ContractChange.get(version=2)
    assert ([each["path"] for each in change.changes], change.reason) == ([["projectName"]], "誤記")
    event = await AuditEvent.get(action="certificate.corrected")
    assert (event.subject_id, event.subject) == (ids.split(issued["id"])[1], "被保証者、工事名、預託金融機関")
    amended = (await amend(api, issued["id"], amount=18_000_000))["certificate"]
    assert amended["projectName"] == "訂正した工事"


async def test_a_contract_that_says_otherwise_meanwhile_stays(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await Contract.all().update(project_name="後に変更された工事")
    answer = await correct(api, issued["id"], projectName="訂正した工事")
    assert answer["certificate"]["projectName"] == "訂正した工事"
    assert answer["guarantee"]["contract"] | {"contractPrice": 0} == {
        "version": 1,
        "projectName": "後に変更された工事",
        "contractPrice": 0,
    }


async def test_nothing_is_charged(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    statements = await FeeStatement.all().values()
    await correct(api, issued["id"], contractPrice=60_000_000, periodFrom="2026-11-09")
    await correct(api, issued["id"], periodTo="2027-08-01")
    assert await FeeStatement.all().values() == statements
    guarantee, contract = await Guarantee.get(), await Contract.get()
    assert (guarantee.base_amount, contract.contract_price) == (60_000_000, 60_000_000)


async def test_the_next_correction_hides_this_one(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    for name in ("訂正した工事", "さらに訂正した工事"):
        await correct(api, issued["id"], projectName=name)
    assert await history(api, issued["id"], as_="contractor") == [("CURRENT", 0)]
    assert await history(api, issued["id"], as_="surety") == [("CORRECTED", 0)] * 2 + [("CURRENT", 0)]


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({}, [], "NOTHING_DIFFERS"),
        ({"projectName": "●●●●工事"}, [], "NOTHING_DIFFERS"),
        ({"jointVentureName": "甲・乙共同企業体"}, ["jointVentureName"], "NOT_APPLICABLE"),
        ({"contractPrice": 0}, ["contractPrice"], "NOT_POSITIVE"),
        ({"contractPrice": 37_499_999}, ["contractPrice"], "ABOVE_LIMIT"),
        ({"periodFrom": "2027-09-01"}, ["periodTo"], "END_BEFORE_START"),
        ({"contractDate": "2026-11-21"}, ["contractDate"], "IN_THE_FUTURE"),
        ({"contractDate": "2024-03-31"}, ["contractDate"], "OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"),
        ({"periodFrom": "2026-10-01", "periodTo": "2026-10-31"}, ["contractDate"], "AFTER_PERIOD"),
        ({"periodTo": "2027-09-01"}, ["periodTo"], "EXPIRY_OUT_OF_BOUNDS"),
        ({"obligeeTitle": "　"}, ["obligeeTitle"], "REQUIRED"),
        ({"principalAddress": "住" * 201}, ["principalAddress"], "TOO_LONG"),
        ({"projectName": "工事", "reason": " "}, ["reason"], "REQUIRED"),
    ],
)
async def test_unsound_content_is_refused(
    api: Api, sample: SampleRegister, given: dict[str, Any], path: list[str], code: str
) -> None:
    assert await problems(api, (await in_force(api, sample))["id"], **given) == [(path, code)]


async def test_the_first_day_of_acceptance_is_accepted(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    answer = await correct(api, issued["id"], contractDate="2024-04-01")
    assert answer["__typename"] == "CertificateCorrected"


async def test_on_paper_any_date_is_accepted(api: Api, sample: SampleRegister) -> None:
    asked = api_calls.advance_input(amount=15_000_000, medium="PAPER")
    (payload,) = await api_calls.issued(api, sample, guarantees=[asked])
    answer = await correct(api, payload["guarantee"]["id"], contractDate="2024-03-31")
    assert answer["__typename"] == "CertificateCorrected"


async def test_the_price_is_not_below_the_base_of_the_year(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, currentFiscalYearBase=40_000_000)
    asked = api_calls.advance_input(amount=15_000_000)
    (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=[asked])
    found = await problems(api, payload["guarantee"]["id"], contractPrice=39_000_000)
    assert found == [(["contractPrice"], "BELOW_BASE")]


async def test_versions_and_changes_are_bounded(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await Contract.all().update(version=MOST_CHANGES + 1)
    assert await problems(api, issued["id"], projectName="工事") == [(["guaranteeId"], "TOO_MANY")]
    await copy_rows("certificate", MOST_VERSIONS - 1, status="'CORRECTED'", reason="'CORRECTION'")
    assert await problems(api, issued["id"], principalName=RARE) == [(["guaranteeId"], "TOO_MANY")]


async def test_the_same_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    given: dict[str, Any] = {"projectName": "訂正した工事", "idempotencyKey": "訂正その１"}
    first = await correct(api, issued["id"], **given)
    again = await correct(api, issued["id"], **given)
    assert again["certificate"]["id"] == first["certificate"]["id"]
    assert await Certificate.all().count() == 2
    other = {"guaranteeId": issued["id"], "reason": "誤記", "projectName": "別", "idempotencyKey": "訂正その１"}
    assert (await refused(api, CORRECT, as_="surety", input=other))["__typename"] == "IdempotencyConflict"


async def test_of_the_same_twice_at_once_the_second_finds_no_error(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    answers = await asyncio.gather(*(correct(api, issued["id"], projectName="訂正した工事") for _ in range(2)))
    assert sorted(each["__typename"] for each in answers) == ["CertificateCorrected", "InvalidInput"]


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": "誤記", "projectName": "工事"}
    assert await refused(api, CORRECT, as_="surety", input=given) == wrong_state(state)


async def test_only_its_surety_corrects(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    for id_ in (await rival_guarantee(api, sample), "", f"Guarantee_{'0' * 32}", NOWHERE):
        given = {"guaranteeId": id_, "reason": "誤記", "projectName": "工事"}
        assert await refused(api, CORRECT, as_="surety", input=given) == NOT_FOUND
    for role in ("contractor", "obligee", "operator", "system"):
        given = {"guaranteeId": issued["id"], "reason": "誤記", "projectName": "工事"}
        _, code, _ = await error_of(api, CORRECT, as_=role, input=given)
        assert code == "FORBIDDEN"


async def test_documents_of_the_new_version_are_made(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    certificate = (await correct(api, issued["id"], projectName="訂正した工事"))["certificate"]
    await render_all()
    made = Document.filter(certificate_id=ids.split(certificate["id"])[1], made_at__isnull=False)
    assert sorted(await made.values_list("kind", flat=True)) == ["CERTIFICATE", "KEY_NOTICE"]
