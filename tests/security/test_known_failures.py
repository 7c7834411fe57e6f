"""Failures in a throttle's memory: they expire in time, and the database's counts replace them."""

import pytest

from resolvers import throttle_failures
from sample.sample_register import SampleRegister
from security import known_sources
from security.clocks import SECOND
from security.known_sources import KNOWN_DAYS, REFUSED_SECONDS, KnownSources
from security.rate_limit_keys import keys_of_attempt
from security.throttle import AttemptsExhausted, Throttle
from tests.support.failure_times import fail, succeed


async def test_remembers_failures_only_as_long_as_they_count(sample: SampleRegister) -> None:
    now = 1_000.0
    throttle = Throttle(throttle_failures.count, clock=lambda: round(now * SECOND))
    for _ in range(5):
        await fail(throttle)
    now += 59
    with pytest.raises(AttemptsExhausted) as caught:
        await succeed(throttle)
    assert caught.value.retry_after == 1
    now += 1.001
    await succeed(throttle)


async def test_reading_again_forgets_what_is_not_there_and_keeps_what_comes_meanwhile(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    for subject in ("a", "b"):
        for _ in range(5):
            await fail(throttle, subject=subject)
    of_a, of_b = (keys_of_attempt("look", "192.0.2.1", subject)[1].id for subject in ("a", "b"))

    async def read() -> dict[str, list[float]]:
        throttle.merge({of_b: [60.0] * 5})
        return {}

    await throttle.refresh(read)
    await succeed(throttle, subject="a")
    assert list(throttle._known) == [of_b]
    assert of_a not in throttle._known
    with pytest.raises(AttemptsExhausted):
        await succeed(throttle, subject="b")


async def test_reading_again_keeps_the_few_failures_that_still_count(sample: SampleRegister) -> None:
    now = 1_000.0
    throttle = Throttle(throttle_failures.count, clock=lambda: round(now * SECOND))
    await fail(throttle, subject="a")
    now += 30
    await fail(throttle, subject="b")
    now += 31
    await throttle.refresh(throttle_failures.read)
    assert set(throttle._known) == {key.id for key in keys_of_attempt("look", "192.0.2.1", "b")}


async def test_older_news_does_not_replace_newer(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    id_ = keys_of_attempt("look", "192.0.2.1", "a")[1].id
    throttle.merge({id_: [60.0] * 5})
    throttle.merge({id_: [60.0] * 4})
    with pytest.raises(AttemptsExhausted):
        await succeed(throttle)


def test_known_sources_are_bounded_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(known_sources, "MAX_SOURCES", 2)
    found = KnownSources(clock=lambda: now)
    for address in ("192.0.2.1", "2001:db8::1", "192.0.2.3", ""):
        found.add(address)
        found.note_refusal(address)
    sources = ("192.0.2.1", "2001:db8::/64", "192.0.2.3")
    assert [source in found for source in sources] == [False, True, True]
    assert len(found._refused) == 2
    now += REFUSED_SECONDS
    assert not found.was_refused("192.0.2.3")
    found.add("192.0.2.3", seconds_ago=60)
    now += KNOWN_DAYS * 86_400 - REFUSED_SECONDS - 1
    assert "192.0.2.3" in found  # an older success does not shorten it
    now += 1
    assert "192.0.2.3" not in found
