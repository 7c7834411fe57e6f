"""changeContract: what it changes, and what follows from it."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import Role
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.applying import contracts
from tests.support.applying.contracts import CHANGE, WHY, changed
from tests.support.refusals import refused, table_contents
from tests.support.states import WITHDRAW, guarantee_in


async def contract_with(state: str, api: Api, sample: SampleRegister) -> str:
    """The id of a contract whose only guarantee is in the state."""
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    return contracts.id_of(guarantee.contract_id)


async def test_the_contractor_mends_it_after_a_return_and_sends_it_again(api: Api, sample: SampleRegister) -> None:
    asked = [api_calls.advance_input(), api_calls.performance_input(amount=6_000_000)]
    application = await drafts.returned(api, sample, count=2, guarantees=asked)
    id_ = application["contract"]["id"]
    contract = await changed(api, id_, projectName=" 第二●●工事　", contractPrice=60_000_000, periodTo="2027-09-30")
    assert (contract["version"], contract["projectName"], contract["contractPrice"]) == (2, "第二●●工事", 60_000_000)
    assert contract["changes"] == [
        {
            "version": 2,
            "at": "2026-11-20T03:00:00+00:00",
            "by": sample.viewers[Role.CONTRACTOR].name,
            "role": "CONTRACTOR",
            "reason": None,
            "differences": [
                {"path": ["projectName"], "label": "工事名", "before": "●●●●工事", "after": "第二●●工事"},
                {"path": ["contractPrice"], "label": "請負金額", "before": "50,000,000円", "after": "60,000,000円"},
                {"path": ["periodTo"], "label": "工期の終期", "before": "2027年8月31日", "after": "2027年9月30日"},
            ],
        }
    ]
    events = await AuditEvent.filter(action="contract.changed").values_list("subject_id", "role")
    assert events == [(ids.split(id_)[1], Role.CONTRACTOR)]
    await drafts.submit(api, application["id"])
    advance, performance = application["guarantees"]
    await api_calls.approve(api, advance["id"])
    await api_calls.approve(api, performance["id"])
    await api_calls.issue(api, advance["id"])
    version = await models.Certificate.get()
    assert (version.project_name, version.contract_price) == ("第二●●工事", 60_000_000)
    assert version.period_to == datetime.date(2027, 9, 30)


async def test_the_surety_mends_what_is_in_review_with_a_reason(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    id_ = application["contract"]["id"]
    contract = await changed(
        api, id_, as_="surety", contractPrice=50_000_000, contractDate="2026-11-02", reason=f" {WHY} "
    )
    assert [(each["role"], each["reason"]) for each in contract["changes"]] == [("SURETY", WHY)]
    assert contract["contractDate"] == "2026-11-02"
    assert await contracts.read(api, id_) == await contracts.read(api, id_, as_="surety") == contract


async def test_what_guarantees_are_compared_with_follows(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    contract = await changed(
        api, application["contract"]["id"], as_="surety", contractPrice=50_000_000, currentFiscalYearBase=50_000_000
    )
    assert [each["ratio"] for each in contract["guarantees"]] == [0.4, 0.1]
    await models.Guarantee.filter(kind="PERFORMANCE").update(status="DECLINED")
    contract = await changed(
        api, application["contract"]["id"], as_="surety", contractPrice=80_000_000, remove=["CURRENT_FISCAL_YEAR_BASE"]
    )
    assert [each["ratio"] for each in contract["guarantees"]] == [0.25, 0.1]
    assert contract["currentFiscalYearBase"] is None


@pytest.mark.parametrize("state", ["RETURNED", "WITHDRAWN", "DECLINED"])
@pytest.mark.parametrize("as_", ["contractor", "surety"])
async def test_both_sides_mend_what_nothing_is_under_way_for(
    api: Api, sample: SampleRegister, as_: str, state: str
) -> None:
    id_ = await contract_with(state, api, sample)
    assert (await changed(api, id_, as_=as_, projectName="訂正工事"))["projectName"] == "訂正工事"


async def test_another_obligee_is_that_of_its_guarantees_too(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample, count=2)
    fuji = sample.obligees["富士市"]
    contract = await changed(api, application["contract"]["id"], obligeeId=ids.to_id("Obligee", fuji.id))
    assert contract["obligee"] == {"name": "富士市"}
    (change,) = contract["changes"]
    assert change["differences"] == [
        {"path": ["obligeeId"], "label": "発注者", "before": "栃木県", "after": "富士市"},
        {"path": ["contractingOfficerId"], "label": "被保証者", "before": "栃木県知事", "after": "富士市長"},
    ]
    assert await models.Guarantee.all().values_list("obligee_id", flat=True) == [fuji.id] * 2
    await drafts.submit(api, application["id"])
    await api_calls.approve(api, application["guarantees"][0]["id"])
    issued = (await api_calls.issue(api, application["guarantees"][0]["id"]))["guarantee"]
    given = {"number": issued["number"], "key": issued["authKey"]}
    assert (await api.data(api_calls.CERTIFICATE, as_="city", **given))["certificate"]["obligeeTitle"] == "富士市長"
    assert (await api.data(api_calls.CERTIFICATE, as_="obligee", **given))["certificate"] is None


async def test_what_is_left_out_stays_and_what_is_optional_is_removed(api: Api, sample: SampleRegister) -> None:
    venture = {"jointVentureName": "甲・乙ＪＶ", "jointVentureMembers": ["○○建設 株式会社", "乙"]}
    dates: dict[str, Any] = {
        "bidDate": "2026-10-20",
        "tenderNoticeDate": "2026-10-01",
        "currentFiscalYearBase": 50_000_000,
    }
    terms = api_calls.contract_input(sample, **venture, **dates)
    application = await drafts.returned(api, sample, count=2, contract=terms)
    id_ = application["contract"]["id"]
    before = await contracts.read(api, id_)
    after = await changed(api, id_, lowPriceOrLabourOnly=True, advancePaymentPlanned=False)
    changes = after.pop("changes")[-1]["differences"]
    assert after == {name: value for name, value in before.items() if name != "changes"} | {
        "version": 2,
        "lowPriceOrLabourOnly": True,
        "advancePaymentPlanned": False,
    }
    assert [(each["label"], each["before"], each["after"]) for each in changes] == [
        ("前払金の支払予定", "はい", "いいえ"),
        ("低入札・役務的保証の別", "いいえ", "はい"),
    ]
    removed = ["BID_DATE", "TENDER_NOTICE_DATE", "CURRENT_FISCAL_YEAR_BASE"]
    after = await changed(api, id_, jointVentureName="", jointVentureMembers=[], remove=removed)
    assert [after[name] for name in (*venture, *dates)] == [None, [], None, None, None]
    assert [(each["label"], each["after"]) for each in after["changes"][-1]["differences"]] == [
        *(("今年度対象額", None), ("入札公告日", None), ("入札日", None)),
        *(("共同企業体の名称", None), ("共同企業体の構成員", None)),
    ]
    assert after["changes"][-1]["differences"][-1]["before"] == "○○建設 株式会社、乙"


async def test_services_are_spoken_of_as_services(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    contract = await changed(api, id_, contractType="SERVICES", projectName="設計業務", contractPrice=51_000_000)
    told = [(each["label"], each["after"]) for each in contract["changes"][0]["differences"]]
    assert told == [("業務名", "設計業務"), ("契約の種類", "業務委託"), ("業務委託料", "51,000,000円")]


@pytest.mark.parametrize("changes", [{}, {"projectName": "●●●●工事", "contractPrice": 50_000_000, "bidDate": None}])
async def test_nothing_different_is_no_change(api: Api, sample: SampleRegister, changes: dict[str, Any]) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    before = await table_contents()
    contract = await changed(api, id_, **changes)
    assert (contract["version"], contract["changes"]) == (1, [])
    assert await table_contents() == before


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("髙﨑𠮷葛\U000e0100野ﾊﾞｲﾊﾟｽ①工事", "髙﨑𠮷葛\U000e0100野ﾊﾞｲﾊﾟｽ①工事"),
        ("か\u3099け工事", "がけ工事"),
        ("道" * 120, "道" * 120),
    ],
)
async def test_the_rarest_and_the_longest_name(api: Api, sample: SampleRegister, text: str, stored: str) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    contract = await changed(api, id_, projectName=text)
    assert (contract["projectName"], contract["changes"][0]["differences"][0]["after"]) == (stored, stored)


async def test_a_draft_for_it_is_sent_for_what_it_is_then(api: Api, sample: SampleRegister) -> None:
    id_ = await contract_with("WITHDRAWN", api, sample)
    form = api_calls.application_input(sample, contract=None, contractId=id_)
    draft = await drafts.save(api, form)
    await changed(api, id_, projectName="訂正工事")
    assert (await drafts.submit(api, draft["id"]))["contract"]["projectName"] == "訂正工事"
    assert await models.Guarantee.filter(status="SUBMITTED").values_list("base_amount", flat=True) == [50_000_000] * 2


async def test_the_same_key_changes_it_once(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["contract"]["id"]
    given = await contracts.change_of(api, id_, projectName="訂正工事", idempotencyKey="once")
    answers = await asyncio.gather(*(api.data(CHANGE, as_="contractor", input=given) for _ in range(3)))
    assert [answer["changeContract"]["contract"]["version"] for answer in answers] == [2] * 3
    other = await refused(api, CHANGE, as_="contractor", input=given | {"projectName": "別の工事"})
    assert other["__typename"] == "IdempotencyConflict"


async def test_the_obligee_sees_the_contract_without_its_history(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    id_ = application["contract"]["id"]
    await changed(api, id_, as_="surety", projectName="訂正工事")
    await api_calls.approve(api, application["guarantees"][0]["id"])
    issued = (await api_calls.issue(api, application["guarantees"][0]["id"]))["guarantee"]
    given = {"number": issued["number"], "key": issued["authKey"]}
    await api.data(api_calls.CERTIFICATE, as_="obligee", **given)
    seen = await contracts.read(api, id_, as_="obligee")
    assert (seen["projectName"], seen["changes"]) == ("訂正工事", [])
    assert len((await contracts.read(api, id_, as_="operator"))["changes"]) == 1


async def test_an_application_whose_contract_was_mended_is_withdrawn(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await changed(api, application["contract"]["id"], as_="surety", projectName="訂正工事")
    await api.data(WITHDRAW, as_="contractor", input={"applicationId": application["id"]})
    assert (await changed(api, application["contract"]["id"], projectName="再訂正工事"))["version"] == 3
