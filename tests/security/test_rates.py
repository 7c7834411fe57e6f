"""Counting requests: so many in each minute, for each client by itself."""

from uuid import uuid4

import pytest

from security.rates import Allowance, Rates


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rates(clock: Clock) -> Rates:
    return Rates(clock=clock)


def test_so_many_requests_and_no_more(rates: Rates) -> None:
    client = uuid4()
    assert [rates.count(client, 3) for _ in range(4)] == [
        Allowance(3, 2, 60, is_exhausted=False),
        Allowance(3, 1, 60, is_exhausted=False),
        Allowance(3, 0, 60, is_exhausted=False),
        Allowance(3, 0, 60, is_exhausted=True),
    ]


def test_the_next_minute_begins_anew(rates: Rates, clock: Clock) -> None:
    client = uuid4()
    rates.count(client, 1)
    clock.seconds += 59.5
    assert rates.count(client, 1) == Allowance(1, 0, 1, is_exhausted=True)
    clock.seconds += 0.5
    assert rates.count(client, 1) == Allowance(1, 0, 60, is_exhausted=False)


def test_what_was_refused_does_not_prolong_the_wait(rates: Rates, clock: Clock) -> None:
    client = uuid4()
    rates.count(client, 1)
    refused: list[bool] = []
    for _ in range(60):
        clock.seconds += 1
        refused.append(rates.count(client, 1).is_exhausted)
    assert refused == [True] * 59 + [False]


def test_clients_have_windows_of_their_own(rates: Rates) -> None:
    busy, other = uuid4(), uuid4()
    for _ in range(3):
        rates.count(busy, 2)
    assert rates.count(busy, 2).is_exhausted
    assert rates.count(other, 2) == Allowance(2, 1, 60, is_exhausted=False)


@pytest.mark.parametrize(("limit", "expected"), [(5, (5, 2, 60, False)), (1, (1, 0, 60, True))])
def test_a_limit_that_is_changed_holds_at_once(rates: Rates, limit: int, expected: tuple[int, int, int, bool]) -> None:
    client = uuid4()
    for _ in range(2):
        rates.count(client, 2)
    assert rates.count(client, limit) == expected
