"""CSV files of fee statements and monthly bills: content, access, filters."""

import datetime
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import pytest

import models
from models.guarantee import FeePaymentMethod
from models.numbering import JAPAN
from resolvers.guarantees import export_fee_statements, export_monthly_bills, make_monthly_bills
from resolvers.parties import list_files
from resolvers.parties.list_files import ListFile
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import use_cases
from tests.support.csv_links import events, link, query, table
from tests.support.database.copied_rows import copy_rows
from tests.support.fee_rates import unbilled
from tests.support.states import competitor, rival_branch

DAY = datetime.datetime(2026, 12, 5, 12, tzinfo=JAPAN)
FILES = {"feeStatements": export_fee_statements.FILE, "monthlyBills": export_monthly_bills.FILE}
RECORD = """mutation($i: RecordFeePaymentInput!) { recordFeePayment(input: $i) { __typename
  ... on BillPaymentRecorded { payment { id } } } }"""
EACH = pytest.mark.parametrize("of", FILES)


@pytest.fixture(autouse=True)
async def _unbilled(sample: SampleRegister) -> AsyncIterator[None]:
    async with unbilled():
        yield


@pytest.fixture
async def _billed(api: Api, sample: SampleRegister) -> None:
    """Two statements on one bill, one on another, one that is paid singly and one that is awaited."""
    single: dict[str, Any] = {"fee_payment_method": FeePaymentMethod.SINGLE}
    await use_cases.issued(sample, use_cases.advance(), use_cases.performance())
    await use_cases.issued(sample, use_cases.advance(bill_to="=㈱髙﨑𠮷田ﾊﾞﾝｸ"))
    await use_cases.paid(sample, use_cases.advance(**single))
    await use_cases.approved(sample, use_cases.advance(**single, paper_fee_statement=True))
    assert await make_monthly_bills.bill_ended_months(at=DAY) == 2
    api.clock.at = DAY


@pytest.mark.usefixtures("_billed")
async def test_statements(api: Api) -> None:
    awaited, paid, other, *_ = rows = await table(api, of="feeStatements", as_="surety")
    bills = {row["保証料請求先"]: row["請求書番号"] for row in await table(api, of="monthlyBills", as_="surety")}
    assert [row["計算書番号"] for row in rows] == [
        row["number"] for row in await models.FeeStatement.all().order_by("-id").values("number")
    ]
    assert (awaited["計算書（紙）"], awaited["入金日"], awaited["納付期限"]) == ("希望", "", "2026-12-04")
    assert (paid["計算書（紙）"], paid["入金日"], paid["保証料支払方法"]) == ("", "2026-11-25", "都度納付")
    number = other.pop("計算書番号")
    assert other == {
        "発行日": "2026-11-20", "保証契約番号": number[:12], "商品": "前払金保証", "保証契約者": "○○建設 株式会社",
        "共同企業体": "", "発注者": "栃木県知事", "工事・業務委託の別": "工事", "工事名・業務名": "●●●●工事",
        "保証金額": "20000000", "保証料計算期間（始期）": "2026-11-10", "保証料計算期間（終期）": "2027-08-31",
        "保証料": "68000", "既に請求した額": "0", "差引額": "68000", "消費税": "非課税", "料率": "見本料率",
        "保証料支払方法": "一括納付", "納付期限": "", "入金日": "", "請求月": "2026-11-01",
        "請求書番号": bills["'=㈱髙﨑𠮷田ﾊﾞﾝｸ"], "保証料請求先": "'=㈱髙﨑𠮷田ﾊﾞﾝｸ", "請求先の部署": "",
        "請求先の住所": "", "計算書（紙）": "", "保証会社": "見本建設業保証株式会社", "取扱箇所": "栃木支店",
        "領収書（紙）": "", "うち未納のため返戻しない額": "0",
    }  # fmt: skip
    assert list(rows[0]) == list(export_fee_statements.COLUMNS.values())


@pytest.mark.usefixtures("_billed")
async def test_bills(api: Api, sample: SampleRegister) -> None:
    bill = await models.MonthlyBill.get(bill_to="○○建設 株式会社")

    async def record(**given: Any) -> str:
        given |= {"monthlyBillId": ids.to_id("MonthlyBill", bill.id)}
        return (await api.data(RECORD, as_="surety", i=given))["recordFeePayment"]["payment"]["id"]

    await record(amount=60_000, paidOn="2026-12-02", paperReceipt=True)
    second = await record(amount=5, paidOn="2026-12-04", paperReceipt=True)
    await record(reverses=second, paidOn="2026-12-05")
    rows = {row.pop("請求書番号"): row for row in await table(api, of="monthlyBills", as_="contractor")}
    assert rows.pop(bill.number) == {
        "請求月": "2026-11-01", "発行日": "2026-12-05", "納付期限": "2026-12-19", "保証契約者": "○○建設 株式会社",
        "保証料請求先": "○○建設 株式会社", "請求先の部署": "", "請求先の住所": "", "計算書の件数": "2",
        "請求額": "88200", "入金額": "60000", "残高": "28200", "最終入金日": "2026-12-02", "消費税": "非課税",
        "料率": "見本料率", "振込先": bill.fee_account, "保証会社": "見本建設業保証株式会社", "取扱箇所": "栃木支店",
        "領収書（紙）": "1",
    }  # fmt: skip
    (other,) = rows.values()
    assert (other["計算書の件数"], other["入金額"], other["残高"], other["最終入金日"]) == ("1", "0", "68000", "")


@pytest.mark.usefixtures("_billed")
@EACH
async def test_who_sees_what_is_as_in_the_list(api: Api, of: str) -> None:
    await competitor(api)
    await rival_branch(api)
    api.clock.at = NOON
    counts = {
        name: len(await table(api, of=of, as_=name))
        for name in ("contractor", "surety", "operator", "competitor", "rival")
    }
    own = 2 if of == "monthlyBills" else 5
    assert counts == dict.fromkeys(("contractor", "surety", "operator"), own) | {"competitor": 0, "rival": 0}
    for viewer in ("obligee", "city", "system", "member"):
        answer = (await api.post(query(of), as_=viewer, f={})).json()
        codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
        assert codes == ([] if viewer == "member" else ["FORBIDDEN"])
    assert await table(api, of=of, as_="member") == []


FEE_FILTER = {
    "issuedFrom": "2026-11-20", "issuedTo": "2026-11-20", "billingMonth": "2026-11-30", "billTo": "𠮷" * 150,
    "guaranteeNumber": "31083-00001A", "method": "MONTHLY_CONSOLIDATED", "isPaid": False,
}  # fmt: skip
FILTER = {"billingMonth": "2026-11-30", "billTo": "\u1100\u1161\u11a8" * 50, "isPaid": True}


@EACH
async def test_every_part_of_a_filter_comes_through_the_link(api: Api, sample: SampleRegister, of: str) -> None:
    given = FEE_FILTER if of == "feeStatements" else FILTER
    contractor = ids.to_id("Contractor", sample.contractor.id)
    url = await link(api, of=of, as_="surety", **given, contractorId=contractor)
    assert api.application is not None
    services = api.application.state.services.documents
    opened = await FILES[of].open(url.rpartition("/")[2], address="", services=services, at=NOON)
    assert opened.wanted.contractor_id == sample.contractor.id
    assert (opened.wanted.bill_to, opened.wanted.is_paid) == (given["billTo"], given["isPaid"])
    assert opened.wanted.billing_month == datetime.date(2026, 11, 30)
    if of == "feeStatements":
        assert opened.wanted.method is FeePaymentMethod.MONTHLY_CONSOLIDATED
        assert opened.wanted.guarantee_number == "31083-00001A"
    assert (await api.http.get(url)).status_code == 200


@pytest.mark.usefixtures("_billed")
@pytest.mark.parametrize("batch", [1, 2, 100])
async def test_filters_and_batches(api: Api, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(list_files, "BATCH", batch)
    assert len(await table(api, of="feeStatements", as_="surety", method="SINGLE")) == 2
    assert len(await table(api, of="feeStatements", as_="surety", billingMonth="2026-11-02")) == 3
    assert len(await table(api, of="feeStatements", as_="surety", isPaid=False)) == 4
    assert len(await table(api, of="monthlyBills", as_="surety", billTo="バンク")) == 1
    assert len(await table(api, of="monthlyBills", as_="surety", isPaid=True)) == 0


@pytest.mark.usefixtures("_billed")
async def test_many_statements_come_in_batches(api: Api) -> None:
    await copy_rows(
        "fee_statement", 350, sequence="n + 1", number="format('310-2026-1%s', lpad(n::text, 5, '0'))",
    )  # fmt: skip
    numbers = [row["計算書番号"] for row in await table(api, of="feeStatements", as_="surety")]
    assert len(numbers) == len(set(numbers)) == 355


@EACH
async def test_names_records_and_headings(api: Api, sample: SampleRegister, of: str) -> None:
    file: ListFile = FILES[of]
    answer = await api.http.get(await link(api, of=of, as_="surety"))
    assert answer.content.decode() == "\ufeff" + ",".join(file.headings) + "\r\n"
    plain, _, encoded = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="{file.name}.csv"'
    assert unquote(encoded) == f"{file.title}_2026-11-20.csv"
    assert await events(file.subject) == [
        (f"{file.subject}.export_begun", None),
        (f"{file.subject}.exported", "0 rows"),
    ]


@EACH
async def test_a_link_is_for_one_list(api: Api, sample: SampleRegister, of: str) -> None:
    url = await link(api, of=of, as_="surety")
    for other in ("certificates", "monthly-bills", "fee-statements", "nothing", ""):
        if other != FILES[of].name:
            assert (await api.http.get(url.replace(FILES[of].name, other))).status_code == 404
    assert (await api.http.get(url)).status_code == 200


@EACH
async def test_what_no_search_can_be_is_refused(api: Api, sample: SampleRegister, of: str) -> None:
    (error,) = (await api.post(query(of), as_="surety", f={"billTo": "あ" * 151})).json()["errors"]
    assert [(each["path"], each["code"]) for each in error["extensions"]["problems"]] == [(["billTo"], "TOO_LONG")]
