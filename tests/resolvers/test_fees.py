"""Whose rates, of which day, and that statements are written with the issue, or not at all."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError
from uuid_utils.compat import uuid7

from models.certificate import Certificate
from models.contract import Contract
from models.errors import DomainError, InvalidInput, NotAllowed, NotSignedIn
from models.fee import FeeEstimate, FeeTable
from models.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee
from models.kinds import GuaranteeKind, Medium, Role
from models.numbering import JAPAN
from models.records import AuditEvent
from models.surety import Surety
from models.viewer import Viewer
from resolvers import fees, guarantees, issuing
from resolvers.loading import Reader
from resolvers.sample_data import House
from resolvers.sample_rates import SINCE
from tests.cases import advance, approved, intermediate, issue, issued, performance
from tests.conftest import ARCHIVE, KEYRING, NOON
from tests.refusals import contents
from tests.statements import counted

DAY = datetime.date(2026, 11, 10)
ADVANCE = GuaranteeKind.ADVANCE_PAYMENT


async def new_table(surety_id: Any, valid_from: datetime.date, ppm: int = 10_000, **columns: Any) -> FeeTable:
    sound: dict[str, Any] = {"kind": ADVANCE, "thresholds": [], "rates_ppm": [ppm], "is_annual": False,
                             "minimum_fee": 0, "rounding_unit": 1, "is_sample": False}  # fmt: skip
    return await FeeTable.create(surety_id=surety_id, valid_from=valid_from, **sound | columns)


async def other_surety(**columns: Any) -> Surety:
    return await Surety.create(name="別の保証株式会社", address="大阪市", representative="社長", **columns)


async def asked(reader: Reader, **changes: Any) -> FeeEstimate:
    sound: dict[str, Any] = {
        "surety_id": None, "kind": ADVANCE, "amount": 20_000_000, "contract_price": 50_000_000,
        "period_from": DAY, "period_to": datetime.date(2027, 8, 31),
    }  # fmt: skip
    return await fees.estimate(**sound | changes, include={}, reader=reader)


async def problems(reader: Reader, **changes: Any) -> list[tuple[str, str]]:
    before = await contents()
    with pytest.raises(InvalidInput) as caught:
        await asked(reader, **changes)
    assert await contents() == before
    return [(".".join(problem.path), problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.SURETY, Role.OPERATOR])
async def test_estimates_by_the_rates_of_the_only_surety(
    house: House, reader: Callable[..., Reader], role: Role
) -> None:
    found = await asked(reader(role))
    assert (found.fee, found.surety_id, found.valid_from, found.is_sample) == (
        68_000,
        house.branch.surety_id,
        SINCE,
        True,
    )


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(None, NotSignedIn), (Role.OBLIGEE, NotAllowed), (Role.E_CONTRACT_SYSTEM, NotAllowed)],
)
async def test_obligees_and_strangers_are_refused(house: House, role: Role | None, refusal: type[DomainError]) -> None:
    viewer = Viewer(role, uuid4(), "別", "192.0.2.1") if role else None
    with pytest.raises(refusal):
        await asked(Reader(viewer, NOON, KEYRING, ARCHIVE))


async def test_with_several_sureties_a_contractor_gets_that_of_its_contracts(
    house: House, reader: Callable[..., Reader]
) -> None:
    other = await other_surety()
    await new_table(other.id, SINCE)
    contractor = reader(Role.CONTRACTOR)
    assert await problems(contractor) == [("suretyId", "REQUIRED")]
    assert (await asked(contractor, surety_id=other.id)).fee == 200_000
    await approved(house)
    assert (await asked(contractor)).surety_id == house.branch.surety_id
    assert (await asked(contractor, surety_id=other.id)).surety_id == other.id
    assert await problems(reader(Role.OPERATOR)) == [("suretyId", "REQUIRED")]


async def test_a_suretys_staff_gets_its_own_rates_and_no_others(house: House, reader: Callable[..., Reader]) -> None:
    other = await other_surety()
    await new_table(other.id, SINCE)
    assert (await asked(reader(Role.SURETY))).surety_id == house.branch.surety_id
    assert await problems(reader(Role.SURETY), surety_id=other.id) == [("kind", "NO_RATES")]


@pytest.mark.parametrize(("day", "fee"), [(19, 68_000), (20, 200_000), (21, 200_000)])
async def test_a_table_is_in_force_from_its_first_day_in_japan_until_the_next(
    house: House, reader: Callable[..., Reader], day: int, fee: int
) -> None:
    await new_table(house.branch.surety_id, datetime.date(2026, 11, 20))
    await new_table(house.branch.surety_id, datetime.date(2026, 11, 22), ppm=1)
    for time in (datetime.time.min, datetime.time.max):
        at = datetime.datetime.combine(datetime.date(2026, 11, day), time, JAPAN)
        assert (await asked(reader(Role.CONTRACTOR, at))).fee == fee


async def test_before_the_first_table_there_are_no_rates(house: House, reader: Callable[..., Reader]) -> None:
    before = datetime.datetime.combine(SINCE, datetime.time.min, JAPAN) - datetime.timedelta(seconds=1)
    assert await problems(reader(Role.CONTRACTOR, before)) == [("kind", "NO_RATES")]
    assert await problems(reader(Role.CONTRACTOR), surety_id=uuid4()) == [("kind", "NO_RATES")]


async def test_two_tables_never_begin_on_the_same_day(house: House) -> None:
    with pytest.raises(IntegrityError, match="fee_table"):
        await new_table(house.branch.surety_id, SINCE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 0}, [("amount", "NOT_POSITIVE")]),
        ({"amount": -1, "contract_price": 0}, [("contractPrice", "NOT_POSITIVE"), ("amount", "NOT_POSITIVE")]),
        ({"amount": 50_000_001}, [("amount", "ABOVE_LIMIT")]),
        ({"period_to": DAY - datetime.timedelta(days=1)}, [("periodTo", "END_BEFORE_START")]),
    ],
)
async def test_every_problem_is_told_at_once(
    house: House, reader: Callable[..., Reader], changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert await problems(reader(Role.CONTRACTOR), **changes) == expected
    unknown = await problems(reader(Role.CONTRACTOR), **changes, surety_id=uuid7())
    assert unknown == [*expected, ("kind", "NO_RATES")]


async def test_the_whole_price_and_a_single_day_are_allowed(house: House, reader: Callable[..., Reader]) -> None:
    found = await asked(
        reader(Role.CONTRACTOR), kind=GuaranteeKind.PERFORMANCE, amount=50_000_000, period_from=DAY, period_to=DAY
    )
    assert [line.amount for line in found.lines] == [136, 438, -4, 1_430]
    assert found.fee == 2_000


async def test_issuing_states_the_fee(house: House) -> None:
    one, other = await issued(house, advance(paper_fee_statement=True), performance(medium=Medium.PAPER))
    first, second = await FeeStatement.all().order_by("id")
    assert (first.guarantee_id, first.number, first.fee, first.due) == (one.id, "31083-00001A-1", 68_000, 68_000)
    assert (first.paper_requested, first.issued_on, first.is_sample) == (True, NOON.date(), True)
    # ¥5,000,000 at 0.5 % a year for 295 days, rounded down to ¥10
    assert (second.guarantee_id, second.fee, second.paper_requested) == (other.id, 20_200, False)
    assert all(sum(line["amount"] for line in each.lines) == each.fee for each in (first, second))


async def test_an_estimate_and_the_statement_agree(house: House, reader: Callable[..., Reader]) -> None:
    (guarantee,) = await issued(house, advance())
    statement = await FeeStatement.get(guarantee_id=guarantee.id)
    estimate = await asked(reader(Role.CONTRACTOR))
    assert statement.lines == [line._asdict() for line in estimate.lines]


async def test_an_expiry_date_of_its_own_counts(house: House) -> None:
    (guarantee,) = await approved(house, performance())
    guarantee.expiry_date = DAY + datetime.timedelta(days=364)
    await guarantee.save(update_fields=["expiry_date"])
    await issue(house, guarantee)
    assert (await FeeStatement.get()).fee == 25_000


async def test_rates_of_the_day_of_payment_hold_for_what_is_paid_before_issue(house: House) -> None:
    await new_table(house.branch.surety_id, datetime.date(2026, 11, 20))
    viewer, yesterday = house.viewers[Role.SURETY], datetime.date(2026, 11, 19)
    (paid,) = await approved(house, advance(fee_payment_method=FeePaymentMethod.SINGLE))
    await guarantees.record_fee_payment(guarantee_id=paid.id, paid_on=yesterday, viewer=viewer, at=NOON)
    await issue(house, paid)
    (consolidated,) = await issued(house, advance())
    found = {each.guarantee_id: (each.fee, each.billing_month) for each in await FeeStatement.all()}
    assert found == {paid.id: (68_000, None), consolidated.id: (200_000, datetime.date(2026, 11, 1))}


@asynccontextmanager
async def without_rates() -> AsyncGenerator[None]:
    """No rates for advance payments meanwhile."""
    await FeeTable.filter(kind=ADVANCE).update(valid_from=datetime.date(2099, 1, 1))
    try:
        yield
    finally:
        await FeeTable.filter(kind=ADVANCE).update(valid_from=SINCE)


async def test_without_rates_it_is_issued_and_the_audit_log_says_so(house: House) -> None:
    async with without_rates():
        one, other = await issued(house, advance(), performance())
    assert [each.guarantee_id for each in await FeeStatement.all()] == [other.id]
    event = await AuditEvent.get(action="fee.no_rates")
    assert (event.subject_id, event.role, event.at) == (one.id, None, NOON)


async def test_a_statement_that_cannot_be_written_undoes_the_issue(house: House) -> None:
    (guarantee,) = await approved(house, advance())
    # What approval would have refused: the period that is charged ends before it begins.
    await Contract.filter(id=guarantee.contract_id).update(period_from=datetime.date(2027, 8, 31))
    await Guarantee.filter(id=guarantee.id).update(expiry_date=datetime.date(2027, 8, 30))
    before = await contents()
    with pytest.raises(IntegrityError, match="fee_statement_period_runs_forward"):
        await issue(house, guarantee)
    assert await contents() == before


async def test_repeated_issue_states_the_fee_once(house: House) -> None:
    (guarantee,) = await approved(house, advance())
    arguments: dict[str, Any] = {"viewer": house.viewers[Role.SURETY], "keyring": KEYRING, "at": NOON}
    calls = [issuing.issue(guarantee_id=guarantee.id, idempotency_key="k", **arguments) for _ in range(5)]
    await asyncio.gather(*calls)
    assert await FeeStatement.all().count() == 1


async def test_stating_many_takes_no_more_statements_than_stating_one(house: House) -> None:
    async with without_rates():
        unstated = [(await issued(house, advance()))[0] for _ in range(6)]
    pairs = [(guarantee, await Certificate.get(guarantee_id=guarantee.id)) for guarantee in unstated]
    for some in (pairs[:1], pairs[1:]):
        with counted() as statements:
            await fees.state(some)
        assert len(statements) == 2
    await fees.state([])
    assert await FeeStatement.filter(fee=68_000, sequence=1).count() == 6


async def test_intermediate_advances_have_their_flat_rate(house: House) -> None:
    (first,) = await issued(house, advance())
    (second,) = await issued(house, intermediate(), contract=None, contract_id=first.contract_id)
    assert (await FeeStatement.get(guarantee_id=second.id)).fee == 6_500
