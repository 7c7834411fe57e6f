"""Counting requests: a number in each minute, for each client separately."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from security.clocks import SECOND, whole_seconds
from security.rate_limiter import SECONDS, RateLimiter, RateLimitStatus


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> int:
        return round(self.seconds * SECOND)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> RateLimiter:
    return RateLimiter(clock=clock)


def test_so_many_requests_and_no_more(limiter: RateLimiter) -> None:
    client = uuid4()
    assert [limiter.count(client, 3) for _ in range(4)] == [
        RateLimitStatus(3, 2, 60, is_exhausted=False),
        RateLimitStatus(3, 1, 60, is_exhausted=False),
        RateLimitStatus(3, 0, 60, is_exhausted=False),
        RateLimitStatus(3, 0, 60, is_exhausted=True),
    ]


def test_the_next_minute_begins_anew(limiter: RateLimiter, clock: Clock) -> None:
    client = uuid4()
    limiter.count(client, 1)
    clock.seconds += 59.5
    assert limiter.count(client, 1) == RateLimitStatus(1, 0, 1, is_exhausted=True)
    clock.seconds += 0.5
    assert limiter.count(client, 1) == RateLimitStatus(1, 0, 60, is_exhausted=False)


def test_what_was_refused_does_not_prolong_the_wait(limiter: RateLimiter, clock: Clock) -> None:
    client = uuid4()
    limiter.count(client, 1)
    refused: list[bool] = []
    for _ in range(60):
        clock.seconds += 1
        refused.append(limiter.count(client, 1).is_exhausted)
    assert refused == [True] * 59 + [False]


def test_clients_have_windows_of_their_own(limiter: RateLimiter) -> None:
    busy, other = uuid4(), uuid4()
    for _ in range(3):
        limiter.count(busy, 2)
    assert limiter.count(busy, 2).is_exhausted
    assert limiter.count(other, 2) == RateLimitStatus(2, 1, 60, is_exhausted=False)


@pytest.mark.parametrize(("limit", "expected"), [(5, (5, 2, 60, False)), (1, (1, 0, 60, True))])
def test_a_limit_that_is_changed_holds_at_once(
    limiter: RateLimiter, limit: int, expected: tuple[int, int, int, bool]
) -> None:
    client = uuid4()
    for _ in range(2):
        limiter.count(client, 2)
    assert limiter.count(client, limit) == expected


def test_amounts_count_and_the_last_one_may_be_larger(limiter: RateLimiter) -> None:
    limiter.add("a", 9)
    assert limiter.exhausted("a", 10) is None
    limiter.add("a", 500)
    assert limiter.exhausted("a", 10) == RateLimitStatus(10, 0, 60, is_exhausted=True)
    assert limiter.count("a", 10) == RateLimitStatus(10, 0, 60, is_exhausted=True)
    assert limiter.exhausted("a", 510) is None
    assert limiter.count("a", 510) == RateLimitStatus(510, 0, 60, is_exhausted=False)


def test_windows_that_have_ended_are_forgotten(limiter: RateLimiter, clock: Clock) -> None:
    for number in range(100):
        limiter.count(number, 5)
        clock.seconds += 1
    assert len(limiter) <= 61
    clock.seconds += 60
    limiter.count("a", 5)
    assert len(limiter) == 1


def test_there_are_never_more_windows_than_are_remembered(clock: Clock) -> None:
    limiter = RateLimiter(clock=clock, most=10)
    for number in range(1_000):
        limiter.count(number, 1)
        assert len(limiter) <= 10
    assert [bool(limiter.exhausted(number, 1)) for number in (0, 989, 990, 999)] == [False, False, True, True]


def test_asking_what_is_left_takes_no_memory(limiter: RateLimiter) -> None:
    for number in range(1_000):
        limiter.exhausted(number, 1)
    assert len(limiter) == 0


def test_a_window_that_begins_anew_is_the_newest(clock: Clock) -> None:
    limiter = RateLimiter(clock=clock, most=2)
    limiter.count("a", 1)
    clock.seconds += 59
    limiter.count("b", 1)
    clock.seconds += 1
    limiter.count("a", 1)
    limiter.count("c", 1)
    assert [bool(limiter.exhausted(sender, 1)) for sender in "abc"] == [True, False, True]


NEAR_POWERS_OF_TWO = st.builds(
    lambda power, distance: max(0, 2**power * SECOND + distance),
    st.integers(0, 33),
    st.integers(-61 * SECOND, 61 * SECOND),
)
"""In nanoseconds, where floats of seconds lose a digit."""


@pytest.mark.parametrize("began", [8_178_388_763_996, 8_191_990_000_000, 2**13 * SECOND - 60 * SECOND + 1, 0])
def test_a_window_is_never_longer_than_a_minute(began: int) -> None:
    limiter = RateLimiter(clock=lambda: began)
    assert limiter.count(uuid4(), 3).reset == SECONDS


@given(began=NEAR_POWERS_OF_TWO, passed=st.integers(0, SECONDS * SECOND - 1))
def test_a_minute_is_a_minute_however_long_the_machine_has_run(began: int, passed: int) -> None:
    now = began
    limiter, client = RateLimiter(clock=lambda: now), uuid4()
    assert limiter.count(client, 1).reset == SECONDS
    now = began + passed
    told = limiter.count(client, 1)
    assert told.is_exhausted
    assert 1 <= told.reset <= SECONDS
    now += told.reset * SECOND
    assert not limiter.count(client, 1).is_exhausted, "who waits as told is let in"


@given(st.integers(-(2**62), 2**62))
def test_a_second_that_has_begun_counts_whole(nanoseconds: int) -> None:
    assert 0 <= whole_seconds(nanoseconds) * SECOND - nanoseconds < SECOND
