"""The approval or the issue creates the fee statement: once, complete, and always."""

import asyncio
import datetime
from collections.abc import Callable
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from models.applying.contract import Contract
from models.document import Document
from models.enums import Medium, Role
from models.errors import FeeAboveAmount, FeeRatesMissing
from models.fees.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee, GuaranteeStatus
from models.parties.contractor import Contractor
from models.parties.surety import Surety
from resolvers.guarantees import create_fee_statements, estimate_fee, review
from resolvers.guarantees.issue import issue_guarantees
from resolvers.loading import Reader
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON
from tests.support.database.sql_statements import recorded_statements
from tests.support.document_rendering import render_all
from tests.support.fee_rates import ADVANCE, DAY, minimum_fee, new_table, without_rates
from tests.support.refusals import table_contents
from tests.support.use_cases import (
    LATER,
    advance,
    applied,
    approved,
    contract_request,
    intermediate,
    issue,
    issued,
    paid,
    performance,
)

SINGLE = FeePaymentMethod.SINGLE
TODAY = NOON.date()


async def test_issuing_states_the_fee(sample: SampleRegister) -> None:
    one, other = await issued(sample, advance(paper_fee_statement=True), performance(medium=Medium.PAPER))
    first, second = await FeeStatement.all().order_by("id")
    assert (first.guarantee_id, first.number, first.fee, first.due) == (one.id, "31083-00001A-1", 68_000, 68_000)
    assert (first.paper_requested, first.issued_on, first.is_sample) == (True, TODAY, True)
    assert (first.guarantee_number, first.due_on, first.fee_account) == (one.number, None, None)
    # ¥5,000,000 at 0.5 % a year for 295 days, rounded down to ¥10
    assert (second.guarantee_id, second.fee, second.paper_requested) == (other.id, 20_200, False)
    assert all(sum(line["amount"] for line in each.lines) == each.fee for each in (first, second))


async def test_a_statement_names_the_parties_as_they_were(sample: SampleRegister) -> None:
    asked = contract_request(
        sample, joint_venture_name="甲・乙共同企業体", joint_venture_members=("○○建設 株式会社", "乙")
    )
    (guarantee,) = await approved(sample, advance(fee_payment_method=SINGLE), contract=asked)
    await Contract.filter(id=guarantee.contract_id).update(project_name="別の工事")
    await Contractor.filter(id=guarantee.contractor_id).update(name="別の建設")
    try:
        statement = await FeeStatement.get()
        said = {name: getattr(statement, name) for name in create_fee_statements.COPIED}
        assert said == {
            "principal_name": "○○建設 株式会社", "joint_venture_name": "甲・乙共同企業体",
            "obligee_title": "栃木県知事", "project_name": "●●●●工事", "contract_type": "WORKS",
            "surety_name": "見本建設業保証株式会社", "surety_address": "東京都中央区見本町1丁目2番3号",
            "surety_representative": "取締役社長　見本 太郎", "handling_branch_name": "栃木支店",
            "handling_branch_telephone": "028-000-0000", "handling_branch_fax": "028-000-0001",
            "bill_to": "○○建設 株式会社", "bill_to_department": None, "bill_to_address": None, "paper_delivery": None,
        }  # fmt: skip
    finally:
        await Contractor.filter(id=guarantee.contractor_id).update(name="○○建設 株式会社")


async def test_a_single_fee_is_stated_with_the_approval_and_never_again(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance(fee_payment_method=SINGLE))
    asked = await FeeStatement.get()
    assert (asked.guarantee_id, asked.fee, asked.issued_on) == (guarantee.id, 68_000, TODAY)
    assert asked.due_on == datetime.date(2026, 12, 4)
    assert await render_all() == 1
    document = await Document.get(kind="FEE_STATEMENT")
    assert document.filename == f"保証料計算書_{asked.number}.pdf"
    viewer = sample.viewers[Role.SURETY]
    await review.record_fee_payment(guarantee_id=guarantee.id, paid_on=TODAY, viewer=viewer, at=NOON)
    async with without_rates():
        await issue(sample, guarantee)
    assert await FeeStatement.get() == asked
    assert await Document.filter(kind="FEE_STATEMENT").count() == 1


async def test_a_fee_that_is_paid_together_is_not_asked_for(sample: SampleRegister) -> None:
    await approved(sample, advance())
    assert await FeeStatement.all().count() == 0


async def test_the_surety_says_when_fees_are_due_and_where_to(sample: SampleRegister) -> None:
    none = dict.fromkeys(("bank_name", "bank_branch", "account_type", "account_number", "account_holder"))
    before = (await Surety.filter(id=sample.branch.surety_id).values(*none, "fee_due_days"))[0]
    await Surety.filter(id=sample.branch.surety_id).update(**none, fee_due_days=30)
    try:
        await approved(sample, advance(fee_payment_method=SINGLE))
    finally:
        await Surety.filter(id=sample.branch.surety_id).update(**before)
    statement = await FeeStatement.get()
    assert (statement.due_on, statement.fee_account) == (datetime.date(2026, 12, 20), None)


async def test_rates_of_the_day_of_approval_hold_for_what_is_paid_before_issue(sample: SampleRegister) -> None:
    await new_table(sample.branch.surety_id, datetime.date(2026, 11, 21))
    (single,) = await paid(sample, advance(fee_payment_method=SINGLE))
    await issue(sample, single, at=LATER)
    (consolidated,) = await approved(sample, advance())
    await issue(sample, consolidated, at=LATER)
    found = {each.guarantee_id: (each.fee, each.billing_month) for each in await FeeStatement.all()}
    assert found == {single.id: (68_000, None), consolidated.id: (200_000, datetime.date(2026, 11, 1))}


async def test_what_was_approved_before_statements_were_is_stated_with_the_issue(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    await Guarantee.filter(id=guarantee.id).update(fee_payment_method=SINGLE, fee_paid_on=TODAY)
    await issue(sample, guarantee)
    statement = await FeeStatement.get()
    assert (statement.number, statement.due_on, statement.billing_month) == ("31083-00001A-1", None, None)


async def test_requests_have_numbers_of_their_own(sample: SampleRegister) -> None:
    await approved(sample, advance(fee_payment_method=SINGLE), performance(fee_payment_method=SINGLE))
    numbers = await FeeStatement.all().order_by("number").values_list("number", flat=True)
    first, second = (int(str(number).removeprefix("310-2026-")) for number in numbers)
    assert second == first + 1


async def test_without_rates_nothing_is_issued_and_nothing_given(sample: SampleRegister) -> None:
    one, other = await approved(sample, advance(), performance())
    async with without_rates():
        before = await table_contents()
        with pytest.raises(FeeRatesMissing):
            await issue(sample, one)
        assert await table_contents() == before
        await issue(sample, other)
    assert (await Guarantee.get(id=one.id)).status is GuaranteeStatus.APPROVED
    assert (await issue(sample, one)).number == "31083-00001A"


async def test_a_fee_that_has_come_to_be_above_the_amount_is_not_charged(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    async with minimum_fee(20_000_001):
        before = await table_contents()
        with pytest.raises(FeeAboveAmount):
            await issue(sample, guarantee)
        assert await table_contents() == before
    async with minimum_fee(20_000_000):
        await issue(sample, guarantee)
    assert (await FeeStatement.get()).fee == 20_000_000


async def test_an_estimate_and_the_statement_agree(sample: SampleRegister, reader: Callable[..., Reader]) -> None:
    (guarantee,) = await issued(sample, advance())
    statement = await FeeStatement.get(guarantee_id=guarantee.id)
    estimate = await estimate_fee.estimate(
        surety_id=None, kind=ADVANCE, amount=20_000_000, contract_price=50_000_000, period_from=DAY,
        period_to=datetime.date(2027, 8, 31), include={}, reader=reader(Role.CONTRACTOR),
    )  # fmt: skip
    assert statement.lines == [line._asdict() for line in estimate.lines]


async def test_an_expiry_date_of_its_own_counts(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, performance())
    guarantee.expiry_date = DAY + datetime.timedelta(days=364)
    await guarantee.save(update_fields=["expiry_date"])
    await issue(sample, guarantee)
    assert (await FeeStatement.get()).fee == 25_000


async def test_a_statement_that_cannot_be_written_undoes_the_issue(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    # Approval would have refused this: the charged period ends before it begins.
    await Contract.filter(id=guarantee.contract_id).update(period_from=datetime.date(2027, 8, 31))
    await Guarantee.filter(id=guarantee.id).update(expiry_date=datetime.date(2027, 8, 30))
    before = await table_contents()
    with pytest.raises(IntegrityError, match="fee_statement_period_runs_forward"):
        await issue(sample, guarantee)
    assert await table_contents() == before


async def test_a_statement_that_cannot_be_written_undoes_the_approval(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance(fee_payment_method=SINGLE))
    before = await table_contents()
    async with without_rates():
        with pytest.raises(FeeRatesMissing):
            await review.approve(
                guarantee_id=guarantee.id, expiry_date=None, viewer=sample.viewers[Role.SURETY], at=NOON
            )
        assert (await Guarantee.get(id=guarantee.id)).approved_on is None
    assert await table_contents() == before


async def test_repeated_issue_states_the_fee_once(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    arguments: dict[str, Any] = {"viewer": sample.viewers[Role.SURETY], "keyring": KEYRING, "at": NOON}
    calls = [issue_guarantees.issue(guarantee_id=guarantee.id, idempotency_key="k", **arguments) for _ in range(5)]
    await asyncio.gather(*calls)
    assert await FeeStatement.all().count() == 1


async def test_charging_many_takes_no_more_statements_than_charging_one(sample: SampleRegister) -> None:
    asked = [((await approved(sample, advance()))[0], TODAY) for _ in range(6)]
    for some in (asked[:1], asked):
        with recorded_statements() as statements:
            found = await create_fee_statements.calculate(some)
        assert len(statements) == 1
        assert [charge.lines[1].amount for charge in found if isinstance(charge, create_fee_statements.Charge)] == (
            [48_000] * len(some)
        )


async def test_each_is_charged_by_the_rates_of_its_own_day(sample: SampleRegister) -> None:
    await new_table(sample.branch.surety_id, datetime.date(2026, 11, 21))
    (guarantee,) = await approved(sample, advance())
    asked = [(guarantee, LATER.date()), (guarantee, TODAY), (guarantee, datetime.date(2020, 3, 31))]
    later, now, before = await create_fee_statements.calculate(asked)
    assert isinstance(later, create_fee_statements.Charge)
    assert isinstance(now, create_fee_statements.Charge)
    assert (len(later.lines), len(now.lines)) == (1, 2)
    assert isinstance(before, FeeRatesMissing)


async def test_intermediate_advances_have_their_flat_rate(sample: SampleRegister) -> None:
    (first,) = await issued(sample, advance())
    (second,) = await issued(sample, intermediate(), contract=None, contract_id=first.contract_id)
    assert (await FeeStatement.get(guarantee_id=second.id)).fee == 6_500
