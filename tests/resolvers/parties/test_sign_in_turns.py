"""Sign-ins under a flood: turns by source, known sources before strangers, abandoned attempts, bounded threads."""

import asyncio
import datetime
import threading
from collections.abc import Iterator

import pytest

from models.audit_records import AuditEvent
from models.errors import WrongCredentials
from models.refusals import TooBusy, TooManyAttempts
from resolvers import sign_in_sources, throttle_failures
from resolvers.parties import sessions
from sample import sample_register
from sample.sample_register import SampleRegister
from security import passwords
from security.known_sources import KNOWN_DAYS, REFUSED_SECONDS, KnownSources
from security.throttle import Throttle
from tests.conftest import NOON

EMAIL = "contractor@example.jp"


@pytest.fixture
def throttle() -> Throttle:
    return Throttle(throttle_failures.count)


class Gate(threading.Event):
    """Set to let computations pass; `reached` tells that one has come there."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Passwords are compared when it is set."""
    opened = Gate()
    compare = passwords._verify

    def wait(password_hash: str | None, password: str) -> bool:
        opened.reached.set()
        opened.wait(60)
        return compare(password_hash, password)

    monkeypatch.setattr(passwords, "_verify", wait)
    yield opened
    opened.set()


async def sign_in(throttle: Throttle, address: str, *, email: str = EMAIL, password: str = "wrong") -> None:
    await sessions.sign_in(email=email, password=password, address=address, throttle=throttle, at=NOON)


def begin(throttle: Throttle, address: str, **given: str) -> "asyncio.Task[None]":
    return asyncio.create_task(sign_in(throttle, address, **given))


async def until(running: int, waiting: int) -> None:
    """So many are computed and so many wait."""
    async with asyncio.timeout(60):
        while passwords._queue.count() != (running, waiting):  # noqa: ASYNC110 -- the database is asked first
            await asyncio.sleep(0.001)


async def test_strangers_leave_a_place_to_those_who_have_signed_in(
    sample: SampleRegister, throttle: Throttle, gate: Gate
) -> None:
    throttle.known_sources.add("192.0.2.1")
    strangers = [begin(throttle, f"198.51.100.{number}") for number in range(10)]
    await until(1, 9)
    known = begin(throttle, "192.0.2.1", password=sample_register.PASSWORD)
    await until(2, 9)
    gate.set()
    await known
    outcomes = await asyncio.gather(*strangers, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {WrongCredentials}


async def test_whether_an_account_exists_makes_no_difference_to_turns(
    sample: SampleRegister, throttle: Throttle, gate: Gate
) -> None:
    first = begin(throttle, "198.51.100.1", email="nobody@example.jp")
    await until(1, 0)
    others = [begin(throttle, f"198.51.100.{number}", email=EMAIL) for number in (2, 3)]
    await until(1, 2)
    gate.set()
    await asyncio.gather(first, *others, return_exceptions=True)


async def test_a_source_becomes_known_by_a_success_in_any_process(sample: SampleRegister, throttle: Throttle) -> None:
    now = datetime.datetime.now(datetime.UTC)
    for address, at in (("2001:db8::1", now), ("192.0.2.8", now - datetime.timedelta(days=KNOWN_DAYS + 1))):
        await sessions.sign_in(
            email=EMAIL, password=sample_register.PASSWORD, address=address, throttle=throttle, at=at
        )
    with pytest.raises(WrongCredentials):
        await sign_in(throttle, "192.0.2.9")
    another = KnownSources()
    await sign_in_sources.read(another)
    sources = "2001:db8::/64", "192.0.2.8", "192.0.2.9"
    assert [source in throttle.known_sources for source in sources] == [True, True, False]
    assert [source in another for source in sources] == [True, False, False]


async def test_more_than_may_wait_are_refused_at_once_and_without_a_failure(
    sample: SampleRegister, throttle: Throttle, gate: Gate
) -> None:
    most = passwords.MAX_WAITING
    strangers = [begin(throttle, f"198.51.{number // 200}.{number % 200}") for number in range(most + 1)]
    await until(1, most)
    with pytest.raises(TooBusy) as refused:
        await sign_in(throttle, "203.0.113.1")
    assert refused.value.retry_after == REFUSED_SECONDS
    assert await AuditEvent.all().count() == 0
    hasty = begin(throttle, "203.0.113.1")  # again before its time: behind those who wait, and keeping nobody out
    await until(1, most + 1)
    hasty.cancel()
    for task in strangers[1:]:
        task.cancel()
    await until(1, 0)
    gate.set()
    await asyncio.gather(*strangers, return_exceptions=True)
    await asyncio.gather(*throttle._ending, return_exceptions=True)  # they would be recorded during the next test


async def test_an_abandoned_attempt_counts_and_keeps_its_thread(
    sample: SampleRegister, throttle: Throttle, gate: Gate
) -> None:
    for number in range(5):
        attempt = begin(throttle, "198.51.100.1")
        await until(1, min(number, 1))
        await asyncio.to_thread(gate.reached.wait, 60)  # the first one is computed, and cannot be stopped
        attempt.cancel()
        with pytest.raises(asyncio.CancelledError):
            await attempt
        await asyncio.gather(*throttle._ending)
    assert passwords._queue.count() == (1, 0)
    gate.set()
    with pytest.raises(TooManyAttempts):
        await sign_in(throttle, "198.51.100.1", password=sample_register.PASSWORD)
    actions = sorted([event.action for event in await AuditEvent.all()])
    assert actions == ["session.refused"] * 5 + ["signIn.exhausted"]
    await until(0, 0)


async def test_threads_are_as_many_however_many_sign_in(sample: SampleRegister, throttle: Throttle) -> None:
    async def one(number: int) -> None:
        with pytest.raises((WrongCredentials, TooBusy)):
            await sign_in(throttle, f"198.51.{number // 200}.{number % 200}")

    tasks = [asyncio.create_task(one(number)) for number in range(400)]
    names = [thread.name for thread in threading.enumerate()]
    await asyncio.gather(*tasks)
    names += [thread.name for thread in threading.enumerate()]
    assert len({name for name in names if name.startswith("argon2")}) <= passwords.AT_A_TIME
