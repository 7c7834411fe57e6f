"""Bills of a month: whose statements are on which, whatever has happened meanwhile."""

import datetime
from collections.abc import AsyncIterator

import pypdfium2
import pytest

import models
from models.numbering import JAPAN
from pdf.documents.field_boxes import BILL_LINES
from resolvers.guarantees import make_monthly_bills
from sample.sample_register import SampleRegister
from tests.support import use_cases
from tests.support.database.copied_rows import copy_rows
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.document_rendering import render_all
from tests.support.fee_rates import unbilled

DUE = datetime.datetime(2026, 12, 5, 12, tzinfo=JAPAN)
OF_A_GUARANTEE = {"sequence": "n + 1", "number": "original.guarantee_number || '-' || (n + 1)"}


@pytest.fixture(autouse=True)
async def _unbilled(sample: SampleRegister) -> AsyncIterator[None]:
    async with unbilled():
        yield


async def test_a_bill_to_is_a_name_with_its_department_and_address(sample: SampleRegister) -> None:
    await use_cases.issued(sample, use_cases.advance())
    await copy_rows("fee_statement", 3, **OF_A_GUARANTEE, fee="5", due="5")
    await execute_without_triggers(
        "UPDATE fee_statement SET bill_to_department = '経理部' WHERE sequence > 2",
        "UPDATE fee_statement SET bill_to_address = '東京都' WHERE sequence > 3",
    )
    assert await make_monthly_bills.bill_ended_months(at=DUE) == 3
    bills = await models.MonthlyBill.all().order_by("bill_to_department", "bill_to_address")
    assert {(bill.bill_to_department, bill.bill_to_address, bill.total) for bill in bills} == {
        (None, None, 68_005), ("経理部", None, 5), ("経理部", "東京都", 5),
    }  # fmt: skip
    assert await models.MonthlyBillItem.all().count() == 4


async def test_what_is_paid_back_lowers_the_bill(sample: SampleRegister) -> None:
    await use_cases.issued(sample, use_cases.advance(), use_cases.performance())
    await copy_rows("fee_statement", 1, **OF_A_GUARANTEE, fee="0", due="-original.fee", earlier_charges="original.fee")
    assert await make_monthly_bills.bill_ended_months(at=DUE) == 1
    bill = await models.MonthlyBill.get()
    assert bill.total in {68_000, 20_200}
    assert await models.MonthlyBillItem.filter(bill_id=bill.id).count() == 3


async def test_hundreds_of_statements_are_one_document(sample: SampleRegister) -> None:
    await use_cases.issued(sample, use_cases.advance())
    await copy_rows("fee_statement", 500, **OF_A_GUARANTEE)
    await models.Document.filter(monthly_bill_id=None).update(due_at=DUE + datetime.timedelta(days=1))
    assert await make_monthly_bills.bill_ended_months(at=DUE) == 1
    bill = await models.MonthlyBill.get()
    assert bill.total == 501 * 68_000
    await render_all(at=DUE)
    document = await models.Document.get(monthly_bill_id=bill.id)
    content = await models.DocumentContent.get(id=document.storage_key)
    with pypdfium2.PdfDocument(bytes(content.content)) as opened:
        assert len(opened) == -(-501 // BILL_LINES)
        last = opened[len(opened) - 1].get_textpage().get_text_bounded()
        assert "501件" in last
        assert f"{bill.total:,}円" in last


async def test_a_surety_without_an_account_and_without_statements(sample: SampleRegister) -> None:
    rival = await models.Surety.create(name="別の保証株式会社", address="東京都", representative="社長")
    assert await make_monthly_bills.bill_ended_months(at=DUE) == 0
    assert (await models.Surety.get(id=rival.id)).billed_until == datetime.date(2026, 11, 1)


async def test_a_day_that_is_set_later_makes_no_second_bill(sample: SampleRegister) -> None:
    await use_cases.issued(sample, use_cases.advance())
    assert await make_monthly_bills.bill_ended_months(at=DUE) == 1
    await models.Surety.all().update(billing_day=20)
    for day in (6, 19, 20, 31):
        assert await make_monthly_bills.bill_ended_months(at=DUE.replace(day=day)) == 0
