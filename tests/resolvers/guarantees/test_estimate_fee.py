"""Fee estimates: whose rates apply, and of which day."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError
from uuid_utils.compat import uuid7

from models.enums import GuaranteeKind, Role
from models.errors import DomainError, InvalidInput, NotAllowed, NotSignedIn
from models.fees.fee import FeeEstimate
from models.numbering import JAPAN
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from resolvers.guarantees import estimate_fee
from resolvers.loading import Reader
from sample.sample_rates import SINCE
from sample.sample_register import SampleRegister
from tests.support.fee_rates import ADVANCE, DAY, new_table, without_rates
from tests.support.readers import reader_of
from tests.support.refusals import table_contents
from tests.support.use_cases import advance, applied, approved, contract_request, performance


async def other_surety(**columns: Any) -> Surety:
    return await Surety.create(name="別の保証株式会社", address="大阪市", representative="社長", **columns)


async def asked(reader: Reader, **changes: Any) -> FeeEstimate:
    sound: dict[str, Any] = {
        "surety_id": None, "kind": ADVANCE, "amount": 20_000_000, "contract_price": 50_000_000,
        "period_from": DAY, "period_to": datetime.date(2027, 8, 31),
    }  # fmt: skip
    return await estimate_fee.estimate(**sound | changes, include={}, reader=reader)


async def problems(reader: Reader, **changes: Any) -> list[tuple[str, str]]:
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await asked(reader, **changes)
    assert await table_contents() == before
    return [(".".join(problem.path), problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.SURETY, Role.OPERATOR])
async def test_estimates_by_the_rates_of_the_only_surety(
    sample: SampleRegister, reader: Callable[..., Reader], role: Role
) -> None:
    found = await asked(reader(role))
    assert (found.fee, found.surety_id, found.valid_from, found.is_sample) == (
        68_000,
        sample.branch.surety_id,
        SINCE,
        True,
    )


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(None, NotSignedIn), (Role.OBLIGEE, NotAllowed), (Role.E_CONTRACT_SYSTEM, NotAllowed)],
)
async def test_obligees_and_strangers_are_refused(
    sample: SampleRegister, role: Role | None, refusal: type[DomainError]
) -> None:
    viewer = Viewer(role, uuid4(), "別", "192.0.2.1") if role else None
    with pytest.raises(refusal):
        await asked(reader_of(viewer))


async def test_with_several_sureties_a_contractor_gets_that_of_its_contracts(
    sample: SampleRegister, reader: Callable[..., Reader]
) -> None:
    other = await other_surety()
    await new_table(other.id, SINCE)
    contractor = reader(Role.CONTRACTOR)
    assert await problems(contractor) == [("suretyId", "REQUIRED")]
    assert (await asked(contractor, surety_id=other.id)).fee == 200_000
    await approved(sample)
    assert (await asked(contractor)).surety_id == sample.branch.surety_id
    assert (await asked(contractor, surety_id=other.id)).surety_id == other.id
    assert await problems(reader(Role.OPERATOR)) == [("suretyId", "REQUIRED")]


async def test_a_suretys_staff_gets_its_own_rates_and_no_others(
    sample: SampleRegister, reader: Callable[..., Reader]
) -> None:
    other = await other_surety()
    await new_table(other.id, SINCE)
    assert (await asked(reader(Role.SURETY))).surety_id == sample.branch.surety_id
    assert await problems(reader(Role.SURETY), surety_id=other.id) == [("kind", "NO_RATES")]


@pytest.mark.parametrize(("day", "fee"), [(19, 68_000), (20, 200_000), (21, 200_000)])
async def test_a_table_is_in_force_from_its_first_day_in_japan_until_the_next(
    sample: SampleRegister, reader: Callable[..., Reader], day: int, fee: int
) -> None:
    await new_table(sample.branch.surety_id, datetime.date(2026, 11, 20))
    await new_table(sample.branch.surety_id, datetime.date(2026, 11, 22), ppm=1)
    for time in (datetime.time.min, datetime.time.max):
        at = datetime.datetime.combine(datetime.date(2026, 11, day), time, JAPAN)
        assert (await asked(reader(Role.CONTRACTOR, at))).fee == fee


async def test_before_the_first_table_there_are_no_rates(sample: SampleRegister, reader: Callable[..., Reader]) -> None:
    before = datetime.datetime.combine(SINCE, datetime.time.min, JAPAN) - datetime.timedelta(seconds=1)
    assert await problems(reader(Role.CONTRACTOR, before)) == [("kind", "NO_RATES")]
    assert await problems(reader(Role.CONTRACTOR), surety_id=uuid4()) == [("kind", "NO_RATES")]


async def test_two_tables_never_begin_on_the_same_day(sample: SampleRegister) -> None:
    with pytest.raises(IntegrityError, match="fee_table"):
        await new_table(sample.branch.surety_id, SINCE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 0}, [("amount", "NOT_POSITIVE")]),
        ({"contract_price": 0}, [("contractPrice", "NOT_POSITIVE")]),
        ({"amount": -1, "contract_price": 0}, [("contractPrice", "NOT_POSITIVE"), ("amount", "NOT_POSITIVE")]),
        ({"amount": 50_000_001}, [("amount", "ABOVE_LIMIT")]),
        ({"period_to": DAY - datetime.timedelta(days=1)}, [("periodTo", "END_BEFORE_START")]),
    ],
)
async def test_every_problem_is_told_at_once(
    sample: SampleRegister, reader: Callable[..., Reader], changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert await problems(reader(Role.CONTRACTOR), **changes) == expected
    unknown = await problems(reader(Role.CONTRACTOR), **changes, surety_id=uuid7())
    assert unknown == [*expected, ("kind", "NO_RATES")]


async def test_a_fee_is_never_above_the_amount(sample: SampleRegister, reader: Callable[..., Reader]) -> None:
    assert await problems(reader(Role.CONTRACTOR), amount=1_999) == [("amount", "FEE_ABOVE_AMOUNT")]
    assert (await asked(reader(Role.CONTRACTOR), amount=2_000)).fee == 2_000


async def test_the_whole_price_and_a_single_day_are_allowed(
    sample: SampleRegister, reader: Callable[..., Reader]
) -> None:
    found = await asked(
        reader(Role.CONTRACTOR), kind=GuaranteeKind.PERFORMANCE, amount=50_000_000, period_from=DAY, period_to=DAY
    )
    assert [line.amount for line in found.lines] == [136, 438, -4, 1_430]
    assert found.fee == 2_000


async def test_what_would_cost_more_than_its_amount_is_not_applied_for(sample: SampleRegister) -> None:
    cheap = contract_request(sample, contract_price=10_000)
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await applied(sample, advance(1_999), performance(1_999), contract=cheap)
    assert [(".".join(each.path), each.code) for each in caught.value.problems] == [
        ("guarantees.0.amount", "FEE_ABOVE_AMOUNT"),
        ("guarantees.1.amount", "FEE_ABOVE_AMOUNT"),
    ]
    assert await table_contents() == before
    assert len(await applied(sample, advance(2_000), performance(2_000), contract=cheap)) == 2


async def test_the_rates_of_the_day_say_what_can_be_applied_for(sample: SampleRegister) -> None:
    cheap = contract_request(sample, contract_price=10_000)
    # No more than the amount, and above it from tomorrow on.
    await new_table(sample.branch.surety_id, datetime.date(2026, 11, 20), minimum_fee=1_500)
    await new_table(sample.branch.surety_id, datetime.date(2026, 11, 21), minimum_fee=1_501)
    assert len(await applied(sample, advance(1_500), contract=cheap)) == 1
    with pytest.raises(InvalidInput):
        await applied(sample, advance(1_499), contract=cheap)


async def test_without_rates_it_can_be_applied_for(sample: SampleRegister) -> None:
    async with without_rates():
        assert len(await applied(sample, advance())) == 1
