"""Rules between guarantees of one contract also hold at approval and issue, and under concurrency."""

import datetime
from uuid import UUID

import pytest
from tortoise import connections

from models.applying.contract import Contract
from models.audit_records import IdempotencyRecord, SerialCounter
from models.commands import GuaranteeRequest
from models.enums import GuaranteeKind, Role
from models.errors import InvalidInput
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.applications import submit
from resolvers.guarantees import review, start_review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.lock_waits import open_transaction, results_after_release
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.issuing import issue as issue_one
from tests.support.issuing import issue_each, outcome_labels
from tests.support.refusals import table_contents
from tests.support.transitions.status_steps import put
from tests.support.use_cases import advance, applied, approved, form, intermediate, issue, issued, performance

HOLD = "SELECT FROM contract WHERE id = $1 FOR UPDATE"


async def approve(sample: SampleRegister, guarantee: Guarantee, at: datetime.datetime = NOON) -> Guarantee:
    surety = sample.viewers[Role.SURETY]
    return await review.approve(guarantee_id=guarantee.id, expiry_date=None, viewer=surety, at=at)


async def apply_again(sample: SampleRegister, first: Guarantee, *asked: GuaranteeRequest) -> list[Guarantee]:
    """More guarantees of the same contract."""
    return await applied(sample, *asked, contract=None, contract_id=first.contract_id)


async def become(guarantee: Guarantee, status: str) -> None:
    await put(status, {"id": guarantee.id}, expiry_date="2027-08-31")


def problems(outcome: object) -> list[tuple[tuple[str, ...], str]]:
    assert isinstance(outcome, InvalidInput), outcome
    return [(problem.path, problem.code) for problem in outcome.problems]


async def two_too_many(sample: SampleRegister, status: str) -> tuple[Guarantee, Guarantee]:
    """Two advance payments of one contract, each of the maximum amount; one was returned meanwhile."""
    (first,) = await applied(sample, advance())
    await become(first, "RETURNED")
    (second,) = await apply_again(sample, first, advance())
    for guarantee in (first, second):
        await become(guarantee, status)
    return first, second


async def test_of_two_that_are_too_much_together_one_is_approved(sample: SampleRegister) -> None:
    first, second = await two_too_many(sample, "SUBMITTED")
    for guarantee in (first, second):
        viewer = sample.viewers[Role.SURETY]
        await start_review.start(guarantee_id=guarantee.id, take_over=False, viewer=viewer, at=NOON)
    assert (await approve(sample, first)).status is GuaranteeStatus.APPROVED
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await approve(sample, second)
    assert problems(caught.value) == [(("guaranteeId",), "ABOVE_LIMIT")]
    assert await table_contents() == before


async def test_also_at_the_same_moment(sample: SampleRegister, database_url: str) -> None:
    first, second = await two_too_many(sample, "SUBMITTED")
    async with open_transaction(database_url) as holder:
        await holder.execute(HOLD, first.contract_id)
        outcomes = await results_after_release(holder, approve(sample, first), approve(sample, second))
    refused = [outcome for outcome in outcomes if not isinstance(outcome, Guarantee)]
    assert [problems(refusal) for refusal in refused] == [[(("guaranteeId",), "ABOVE_LIMIT")]]
    assert await Guarantee.filter(status="APPROVED").count() == 1


async def test_two_applications_for_one_contract_wait_for_each_other(sample: SampleRegister, database_url: str) -> None:
    (first,) = await applied(sample, advance(10_000))
    request = form(sample, advance(12_000_000), contract=None, contract_id=first.contract_id)
    contractor = sample.viewers[Role.CONTRACTOR]
    async with open_transaction(database_url) as holder:
        await holder.execute(HOLD, first.contract_id)
        acts = [submit.application(request=request, idempotency_key=None, viewer=contractor, at=NOON) for _ in range(2)]
        outcomes = await results_after_release(holder, *acts)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [problems(refusal) for refusal in refused] == [[(("guarantees", "0", "amount"), "ABOVE_LIMIT")]]
    assert await Guarantee.all().count() == 2


async def test_of_two_that_are_too_much_together_one_is_issued(sample: SampleRegister) -> None:
    first, second = await two_too_many(sample, "APPROVED")
    outcomes = await issue_each(sample, [second.id, first.id], "k")
    assert outcome_labels(outcomes) == ["31083-00001A", "InvalidInput"]
    assert problems(outcomes[1]) == [(("guaranteeId",), "ABOVE_LIMIT")]
    assert (await SerialCounter.get()).last_serial == 1
    assert await IdempotencyRecord.filter(operation="issueGuarantees.each").count() == 1
    before = await table_contents()
    with pytest.raises(InvalidInput):
        await issue_one(sample, first.id, "other")
    assert await table_contents() == before


async def test_issuing_waits_for_who_moves_another_of_the_contract(sample: SampleRegister, database_url: str) -> None:
    (guarantee,) = await approved(sample, advance())
    async with open_transaction(database_url) as holder:
        await holder.execute(HOLD, guarantee.contract_id)
        sql = "UPDATE application SET current_fiscal_year_base = 49000000 WHERE contract_id = $1"
        await holder.execute(sql, guarantee.contract_id)
        (outcome,) = await results_after_release(holder, issue_one(sample, guarantee.id), end="COMMIT")
    assert problems(outcome) == [(("guaranteeId",), "ABOVE_LIMIT")]


async def test_what_the_obligee_allowed_on_the_day_of_submission_holds(sample: SampleRegister) -> None:
    (first,), (second,) = await applied(sample, advance()), await approved(sample, advance())
    await execute_without_triggers("UPDATE obligee_rules SET advance_payment_ratio_bp = 3900")
    try:
        with pytest.raises(InvalidInput) as caught:
            await approve(sample, first)
        assert problems(caught.value) == [(("guaranteeId",), "ABOVE_LIMIT")]
        assert problems((await issue_each(sample, [second.id]))[0]) == [(("guaranteeId",), "ABOVE_LIMIT")]
    finally:
        await execute_without_triggers("UPDATE obligee_rules SET advance_payment_ratio_bp = 4000")


async def with_intermediate(sample: SampleRegister) -> tuple[Guarantee, Guarantee]:
    """An advance payment and an intermediate one of the same contract, both approved."""
    (first,) = await approved(sample, advance())
    (second,) = await apply_again(sample, first, intermediate())
    return first, await approve(sample, second)


@pytest.mark.parametrize("status", ["WITHDRAWN", "DECLINED", "RETURNED"])
async def test_an_intermediate_payment_is_not_issued_without_its_advance_payment(
    sample: SampleRegister, status: str
) -> None:
    first, second = await with_intermediate(sample)
    await become(first, status)
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await issue_one(sample, second.id, "k")
    assert problems(caught.value) == [(("guaranteeId",), "ADVANCE_PAYMENT_MISSING")]
    assert await table_contents() == before
    await become(second, "SUBMITTED")
    with pytest.raises(InvalidInput) as caught:
        await approve(sample, second)
    assert problems(caught.value) == [(("guaranteeId",), "ADVANCE_PAYMENT_MISSING")]


async def test_an_intermediate_payment_is_issued_after_its_advance_payment(sample: SampleRegister) -> None:
    first, second = await with_intermediate(sample)
    with pytest.raises(InvalidInput) as caught:
        await issue_one(sample, second.id)
    assert problems(caught.value) == [(("guaranteeId",), "ADVANCE_PAYMENT_NOT_IN_FORCE")]
    await issue(sample, first)
    assert (await issue(sample, second)).status is GuaranteeStatus.IN_FORCE


@pytest.mark.parametrize("key", [None, "k"])
async def test_or_together_with_it_in_whatever_order(sample: SampleRegister, key: str | None) -> None:
    first, second = await with_intermediate(sample)
    third, fourth = await with_intermediate(sample)
    outcomes = await issue_each(sample, [second.id, first.id, third.id, fourth.id], key)
    assert outcome_labels(outcomes) == ["31084-00001E", "31083-00001A", "31083-00002B", "31084-00002F"]


async def test_but_not_where_the_advance_payment_gets_no_number(sample: SampleRegister) -> None:
    first, second = await with_intermediate(sample)
    await SerialCounter.create(
        branch_id=sample.branch.id, fiscal_year=2026, kind=GuaranteeKind.ADVANCE_PAYMENT, last_serial=99_999
    )
    outcomes = await issue_each(sample, [second.id, first.id], "k")
    assert outcome_labels(outcomes) == ["InvalidInput", "SerialsUsedUp"]
    assert problems(outcomes[0]) == [(("guaranteeId",), "ADVANCE_PAYMENT_NOT_IN_FORCE")]
    assert await IdempotencyRecord.filter(operation="issueGuarantees.each").count() == 0


async def test_a_recognition_in_the_future_is_refused_at_every_step(sample: SampleRegister) -> None:
    (first,) = await issued(sample, advance())
    tomorrow = NOON.date() + datetime.timedelta(days=1)
    with pytest.raises(InvalidInput) as caught:
        await apply_again(sample, first, intermediate(recognized_on=tomorrow))
    assert problems(caught.value) == [(("guarantees", "0", "recognizedOn"), "IN_THE_FUTURE")]
    (second,) = await apply_again(sample, first, intermediate())
    await Guarantee.filter(id=second.id).update(recognized_on=tomorrow)
    with pytest.raises(InvalidInput) as caught:
        await approve(sample, second)
    assert problems(caught.value) == [(("guaranteeId",), "IN_THE_FUTURE")]
    await become(second, "APPROVED")
    assert problems((await issue_each(sample, [second.id]))[0]) == [(("guaranteeId",), "IN_THE_FUTURE")]


async def test_a_rider_does_not_go_on_when_its_advance_payment_has_gone(sample: SampleRegister) -> None:
    first, rider = await applied(sample)
    await review.decline(guarantee_id=first.id, reason="否", viewer=sample.viewers[Role.SURETY], at=NOON)
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await approve(sample, rider)
    assert problems(caught.value) == [(("guaranteeId",), "ADVANCE_PAYMENT_MISSING")]
    assert await table_contents() == before
    (another_advance,) = await apply_again(sample, first, advance())
    await approve(sample, rider)
    await become(another_advance, "WITHDRAWN")
    assert problems((await issue_each(sample, [rider.id]))[0]) == [(("guaranteeId",), "ADVANCE_PAYMENT_MISSING")]
    # In a separate application, it is held to the contract's plan.
    await become(rider, "WITHDRAWN")
    (alone,) = await apply_again(sample, first, performance())
    await approve(sample, alone)
    assert (await issue(sample, alone)).status is GuaranteeStatus.IN_FORCE


async def test_nothing_is_issued_when_the_advance_payment_is_not_planned(sample: SampleRegister) -> None:
    ids: list[UUID] = [guarantee.id for guarantee in await approved(sample)]
    await Contract.all().update(advance_payment_planned=False)
    outcomes = await issue_each(sample, ids)
    assert [problems(outcome) for outcome in outcomes] == [[(("guaranteeId",), "ADVANCE_PAYMENT_NOT_PLANNED")]] * 2
    await Guarantee.filter(id__in=ids).update(status="SUBMITTED")
    for guarantee in await Guarantee.all():
        with pytest.raises(InvalidInput):
            await approve(sample, guarantee)


async def test_approvals_and_issues_of_one_contract_do_not_deadlock(sample: SampleRegister, database_url: str) -> None:
    execute = connections.get("default").execute_query_dict
    sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    before = await execute(sql)
    first, rider = await approved(sample)
    (later,) = await apply_again(sample, first, intermediate())
    async with open_transaction(database_url) as holder:
        await holder.execute(HOLD, first.contract_id)
        acts = [
            issue_each(sample, [rider.id, first.id]),
            approve(sample, later),
            issue_each(sample, [first.id, rider.id]),
        ]
        outcomes = await results_after_release(holder, *acts)
    assert [type(outcome) for outcome in outcomes] == [list, Guarantee, list]
    assert await execute(sql) == before
