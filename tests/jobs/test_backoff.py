"""Consumers share one back-off: after a failure one of them attempts one job at a time."""

import asyncio
from collections.abc import Callable
from typing import Any

from database.leases import DueRows
from jobs.backoff import LONGEST_PAUSE, Backoff, pause_after
from jobs.consumers import Consumer, Queue
from jobs.wake_ups import WakeUp
from models.job import ConnectionFailure
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import enqueue_mails, wait_until

CONSUMERS = 3


def at_once(_: int) -> float:
    return 0


async def test_after_a_failure_one_tries_and_when_it_succeeds_all_go_on() -> None:
    backoff, stop, release, entered = Backoff(at_once), asyncio.Event(), asyncio.Event(), list[bool]()
    backoff.fail(0)

    async def take_turn() -> None:
        async with backoff.turn(stop) as is_trial:
            entered.append(is_trial)
            await release.wait()
            backoff.succeed()

    tasks = [asyncio.create_task(take_turn()) for _ in range(8)]
    await wait_until(lambda: bool(entered))
    release.set()
    await asyncio.gather(*tasks)
    assert entered == [True, *[False] * 7]


async def test_those_who_fail_at_the_same_moment_fail_as_one() -> None:
    backoff = Backoff(at_once)
    for _ in range(9):
        backoff.fail(0)
    assert backoff.failures == 1
    backoff.fail(1)
    assert backoff.failures == 2


async def test_whoever_waits_for_a_trial_ends_when_it_is_stopped() -> None:
    backoff, stop = Backoff(lambda _: 3600), asyncio.Event()
    backoff.fail(0)

    async def take_turn() -> None:
        async with backoff.turn(stop):
            pass

    tasks = [asyncio.create_task(take_turn()) for _ in range(3)]
    stop.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 10)


class Rejected:
    """A handler whose jobs all need an unavailable resource; it notes how many jobs are leased at each attempt."""

    def __init__(self, backoff: Backoff, leased: list[int]) -> None:
        self._backoff, self._leased = backoff, leased

    async def attempt(self, job: Any, *, is_stopping: Callable[[], bool]) -> None:  # noqa: ARG002 -- a Handler
        if self._backoff.failures:
            self._leased.append(await OutgoingMail.filter(claim__isnull=False).count())
        job.put_back("535 wrong password", at=NOON)
        await job.settle()
        raise ConnectionFailure("535 wrong password")

    async def close_idle(self) -> None:
        pass


async def test_consumers_that_are_rejected_try_one_job_between_them(sample: SampleRegister) -> None:
    await enqueue_mails(sample, 40)
    backoff, wake_up, stop, leased = Backoff(at_once), WakeUp(CONSUMERS), asyncio.Event(), list[int]()
    queue = Queue(OutgoingMail, lambda: Rejected(backoff, leased), CONSUMERS, 20)
    consumers = [Consumer(queue, DueRows.SOUND, wake_up, backoff, clock=lambda: NOON) for _ in range(CONSUMERS)]
    tasks = [asyncio.create_task(consumer.run(stop)) for consumer in consumers]

    def enough() -> bool:
        wake_up.notify()
        return leased.count(1) >= 10

    await wait_until(enough)
    stop.set()
    await asyncio.gather(*tasks)
    # The first may overlap with leases of before the first failure; a single lease says that these have ended.
    assert set(leased[leased.index(1) :]) == {1}


def test_a_server_that_is_away_for_days_is_tried_again_for_ever() -> None:
    assert [pause_after(failures) for failures in (1, 2, 3)] == [1, 2, 4]
    assert {pause_after(failures) for failures in (6, 1_024, 1_025, 10**6)} == {LONGEST_PAUSE}
