"""Counts in the database; tests/resolvers/test_throttle_failures.py tests what processes share."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import throttle_failures
from sample.sample_register import SampleRegister
from security.clocks import SECOND
from security.rate_limit_keys import MAX_FAILURES_PER_SUBJECT, WINDOW_SECONDS, RateLimitKey, keys_of_attempt
from security.throttle import AttemptsExhausted, Failures, Throttle
from tests.support.failure_times import Wrong, age_failures, fail, succeed


async def test_a_subject_may_fail_five_times_from_one_address(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(5):
        await fail(throttle)
    with pytest.raises(AttemptsExhausted) as caught:
        await succeed(throttle)
    assert 1 <= caught.value.retry_after <= 60


async def test_an_address_may_fail_thirty_times(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for number in range(30):
        await fail(throttle, subject=str(number))
    with pytest.raises(AttemptsExhausted):
        await succeed(throttle, subject="another")


async def test_successes_do_not_count(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(100):
        await succeed(throttle)
    for _ in range(5):
        await fail(throttle)


async def test_an_exhausted_try_does_no_work_and_does_not_count(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(5):
        await fail(throttle)
    for _ in range(50):
        with pytest.raises(AttemptsExhausted):
            await fail(throttle)
    await succeed(throttle, subject="another")


async def test_a_failure_counts_when_its_caller_raises(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)

    async def fail_and_raise() -> None:
        async with throttle.attempt("look", "192.0.2.1", "a") as attempt:
            attempt.fail()
            raise Wrong

    for _ in range(5):
        with pytest.raises(Wrong):
            await fail_and_raise()
    with pytest.raises(AttemptsExhausted):
        await succeed(throttle)


async def test_an_accident_does_not_count(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)

    async def stumble() -> None:
        async with throttle.attempt("look", "192.0.2.1", "a"):
            raise Wrong

    for _ in range(50):
        with pytest.raises(Wrong):
            await stumble()
    await succeed(throttle)


async def test_nobody_locks_out_anybody_else(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(5):
        await fail(throttle)
    await succeed(throttle, address="192.0.2.2")
    await succeed(throttle, subject="b")
    async with throttle.attempt("another action", "192.0.2.1", "a"):
        pass


async def test_parallel_tries_get_no_more_answers_than_tries_in_a_row(sample: SampleRegister) -> None:
    throttle, gate = Throttle(throttle_failures.count), asyncio.Event()
    answered = 0

    async def guess() -> None:
        nonlocal answered
        async with throttle.attempt("look", "192.0.2.1", "a") as attempt:
            await gate.wait()
            answered += 1
            attempt.fail()

    guesses = [asyncio.create_task(guess()) for _ in range(1_000)]
    await asyncio.sleep(0)
    gate.set()
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert answered == 5
    assert sum(isinstance(outcome, AttemptsExhausted) for outcome in outcomes) == 995


async def test_parallel_tries_on_many_subjects_stay_within_the_addresss_limit(sample: SampleRegister) -> None:
    throttle, gate = Throttle(throttle_failures.count), asyncio.Event()

    async def guess(subject: str) -> None:
        async with throttle.attempt("look", "192.0.2.1", subject) as attempt:
            await gate.wait()
            attempt.fail()

    guesses = [asyncio.create_task(guess(str(number))) for number in range(200)]
    await asyncio.sleep(0)
    gate.set()
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert outcomes.count(None) == 30


async def test_tries_beyond_what_may_fail_wait_for_those_under_way(sample: SampleRegister) -> None:
    throttle, gate = Throttle(throttle_failures.count), asyncio.Event()

    async def look() -> None:
        async with throttle.attempt("look", "192.0.2.1", "a"):
            await gate.wait()

    looks = [asyncio.create_task(look()) for _ in range(5)]
    await asyncio.sleep(0)
    sixth = asyncio.create_task(succeed(throttle))
    await asyncio.sleep(0)
    assert not sixth.done()
    gate.set()
    await asyncio.gather(*looks, sixth)


async def test_a_cancelled_try_makes_room_again(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)

    async def hang() -> None:
        async with throttle.attempt("look", "192.0.2.1", "a"):
            await asyncio.Event().wait()

    hanging = [asyncio.create_task(hang()) for _ in range(5)]
    await asyncio.sleep(0)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)
    await succeed(throttle)
    assert not throttle._slots


async def test_the_sixth_failure_waits_for_the_first_to_end(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    await fail(throttle)
    await age_failures(20)
    for _ in range(4):
        await fail(throttle)
    with pytest.raises(AttemptsExhausted) as caught:
        await succeed(throttle)
    assert 30 <= caught.value.retry_after <= 40
    await age_failures(40)
    await throttle.refresh(throttle_failures.read)
    await fail(throttle)
    with pytest.raises(AttemptsExhausted) as caught:
        await fail(throttle)
    assert 10 <= caught.value.retry_after <= 20


async def test_a_waiting_try_that_is_given_up_is_not_woken(sample: SampleRegister) -> None:
    throttle, gate = Throttle(throttle_failures.count), asyncio.Event()

    async def look() -> None:
        async with throttle.attempt("look", "192.0.2.1", "a"):
            await gate.wait()

    looks = [asyncio.create_task(look()) for _ in range(6)]
    await asyncio.sleep(0)
    looks[-1].cancel()
    await asyncio.gather(looks[-1], return_exceptions=True)
    gate.set()
    await asyncio.gather(*looks[:-1])
    assert not throttle._slots


async def nothing(keys: Sequence[RateLimitKey]) -> Mapping[str, Failures]:
    return {key.id: [] for key in keys}


@given(
    power=st.integers(0, 33),
    distance=st.integers(-61 * SECOND, 61 * SECOND),
    left=st.floats(1e-6, 3 * WINDOW_SECONDS),
)
def test_a_wait_is_never_longer_than_a_failure_counts(power: int, distance: int, left: float) -> None:
    """Also after the database's clock was set back, and near the seconds where floats lose a digit."""
    now = max(0, 2**power * SECOND + distance)
    throttle = Throttle(nothing, clock=lambda: now)
    key = keys_of_attempt("look", "192.0.2.1", "a")[1]
    throttle.merge({key.id: [left] * MAX_FAILURES_PER_SUBJECT})

    async def refused() -> int:
        with pytest.raises(AttemptsExhausted) as caught:
            await throttle.enter(key)
        return caught.value.retry_after

    wait = asyncio.run(refused())
    assert min(left, WINDOW_SECONDS) <= wait + 1e-6
    assert wait <= min(left, WINDOW_SECONDS) + 1
    assert 1 <= wait <= WINDOW_SECONDS
    now += wait * SECOND
    asyncio.run(throttle.enter(key))


@pytest.mark.parametrize("began", [8_178_388_763_996, 8_191_990_000_000, 2**20 * SECOND - 1])
async def test_a_failure_of_this_moment_counts_for_a_minute(began: int) -> None:
    throttle = Throttle(nothing, clock=lambda: began)
    key = keys_of_attempt("look", "192.0.2.1", "a")[1]
    throttle.merge({key.id: [float(WINDOW_SECONDS)] * MAX_FAILURES_PER_SUBJECT})
    with pytest.raises(AttemptsExhausted) as caught:
        await throttle.enter(key)
    assert caught.value.retry_after == WINDOW_SECONDS
