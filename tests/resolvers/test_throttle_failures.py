"""Failures shared between processes: here a throttle each, in tests/system/test_guessing.py real processes."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from tortoise import connections

from database import connection
from models.after_issue.retention import PurgeSubject
from models.audit_records import AuditEvent, FailureWindow
from resolvers import throttle_failures
from resolvers.retention import purge_rows
from sample.sample_register import SampleRegister
from security.rate_limit_keys import MAX_FAILURES_PER_SOURCE, MAX_FAILURES_PER_SUBJECT, keys_of_attempt
from security.throttle import AttemptsExhausted, Throttle
from tests.conftest import NOON
from tests.support.database.owner_statements import execute_as_owner
from tests.support.failure_times import CUT, age_failures

NUMBER = "31073-00001M"


async def guess(throttle: Throttle, subject: str = NUMBER, *, address: str = "192.0.2.1", right: bool = False) -> bool:
    """Whether the attempt is allowed."""
    try:
        async with throttle.attempt("certificate", address, subject) as attempt:
            await asyncio.sleep(0)
            if not right:
                attempt.fail()
    except AttemptsExhausted:
        return False
    return True


async def exhaust(throttle: Throttle) -> None:
    assert [await guess(throttle) for _ in range(MAX_FAILURES_PER_SUBJECT)] == [True] * MAX_FAILURES_PER_SUBJECT


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 -- the throttle does not notify
            await asyncio.sleep(0.005)


@asynccontextmanager
async def following(throttle: Throttle, url: str) -> AsyncGenerator[asyncio.Event]:
    """As long as the context lasts; set the event to end it earlier."""
    stop = asyncio.Event()
    task = asyncio.create_task(throttle_failures.subscribe(throttle, database_url=url, stop=stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


async def listeners() -> int:
    """The number of listening connections."""
    rows = await connections.get("default").execute_query_dict(CUT.replace("pg_terminate_backend(pid)", "pid"))
    return len(rows)


async def listening(count: int) -> None:
    """Wait until so many listen."""
    async with asyncio.timeout(20):
        while await listeners() != count:  # noqa: ASYNC110 -- PostgreSQL does not notify
            await asyncio.sleep(0.01)


async def test_all_processes_together_answer_no_more_than_one(sample: SampleRegister) -> None:
    processes = [Throttle(throttle_failures.count) for _ in range(3)]
    answered = [await guess(processes[turn % 3]) for turn in range(12)]
    assert answered == [True] * MAX_FAILURES_PER_SUBJECT + [False] * 7


async def test_at_the_same_moment_too(sample: SampleRegister) -> None:
    processes = [Throttle(throttle_failures.count) for _ in range(4)]
    for round_ in range(5):
        address = f"192.0.2.{10 + round_}"
        guesses = [guess(process, address=address) for process in processes for _ in range(50)]
        assert sum(await asyncio.gather(*guesses)) == MAX_FAILURES_PER_SUBJECT
    elsewhere = [guess(process, str(n), address="192.0.2.2") for n in range(100) for process in processes]
    assert sum(await asyncio.gather(*elsewhere)) == MAX_FAILURES_PER_SOURCE


async def test_what_is_exhausted_in_one_process_is_refused_in_the_other(
    sample: SampleRegister, database_url: str
) -> None:
    one, other = Throttle(throttle_failures.count), Throttle(throttle_failures.count)
    async with following(other, database_url):
        await listening(1)
        await exhaust(one)
        await until(lambda: bool(other._known))
        assert not await guess(other, right=True)
        assert await guess(other, right=True, address="192.0.2.2")
        assert await guess(other, "31073-00002N", right=True)


async def test_a_process_that_begins_reads_what_was_before(sample: SampleRegister, database_url: str) -> None:
    await exhaust(Throttle(throttle_failures.count))
    late = Throttle(throttle_failures.count)
    async with following(late, database_url):
        await until(lambda: bool(late._known))
        assert not await guess(late, right=True)


async def test_after_a_lost_connection_it_reads_what_it_missed(sample: SampleRegister, database_url: str) -> None:
    one, other = Throttle(throttle_failures.count), Throttle(throttle_failures.count)
    async with following(other, database_url):
        await listening(1)
        await execute_as_owner(CUT)
        await listening(0)
        await exhaust(one)
        await until(lambda: bool(other._known))
        assert not await guess(other, right=True)
        await listening(1)


async def test_a_minute_later_everybody_may_try_again(sample: SampleRegister, database_url: str) -> None:
    one, other = Throttle(throttle_failures.count), Throttle(throttle_failures.count)
    async with following(other, database_url):
        await listening(1)
        await exhaust(one)
        await until(lambda: bool(other._known))
        await age_failures(60)
        await connections.get("default").execute_script(f"NOTIFY {throttle_failures.CHANNEL}")
        await until(lambda: not other._known)
        assert await guess(other)


async def test_following_outlives_a_database_that_is_away(
    sample: SampleRegister, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle_failures, "SECONDS_BETWEEN", 0.01)
    throttle = Throttle(throttle_failures.count)
    async with following(throttle, database_url):
        await listening(1)
        await execute_as_owner("ALTER TABLE failure_window RENAME TO failure_window_away")
        try:
            await asyncio.sleep(0.1)
        finally:
            await execute_as_owner("ALTER TABLE failure_window_away RENAME TO failure_window")
        await connection.close()
        await connection.open_(database_url.replace("/kakusho?", "/nowhere?"))
        await asyncio.sleep(0.1)
        await connection.close()
        await connection.open_(database_url)
        await exhaust(Throttle(throttle_failures.count))
        await until(lambda: bool(throttle._known))


async def test_what_cannot_be_counted_is_not_answered(sample: SampleRegister, database_url: str) -> None:
    throttle = Throttle(throttle_failures.count)
    await connection.close()
    await connection.open_(database_url.replace("/kakusho?", "/nowhere?"))
    try:
        with pytest.raises(Exception, match="nowhere"):
            await guess(throttle)
    finally:
        await connection.close()
        await connection.open_(database_url)
    assert await guess(throttle)


async def test_each_exhaustion_is_recorded_once(sample: SampleRegister) -> None:
    one, other = Throttle(throttle_failures.count), Throttle(throttle_failures.count)
    await asyncio.gather(*(guess(process) for process in (one, other) for _ in range(100)))
    event = await AuditEvent.get()
    assert (event.action, event.address, event.subject) == ("certificate.exhausted", "192.0.2.1", NUMBER)
    assert (event.actor_id, event.role, event.subject_id) == (None, None, None)
    assert abs(event.at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
    for serial in range(MAX_FAILURES_PER_SOURCE - MAX_FAILURES_PER_SUBJECT):
        await guess(one, str(serial))
    events = await AuditEvent.filter(subject__isnull=True)
    assert [(each.action, each.address) for each in events] == [("certificate.exhausted", "192.0.2.1")]


async def test_neither_keys_nor_numbers_are_stored(sample: SampleRegister) -> None:
    await guess(Throttle(throttle_failures.count))
    rows = await FailureWindow.all()
    assert {row.id for row in rows} == {window.id for window in keys_of_attempt("certificate", "192.0.2.1", NUMBER)}


async def test_windows_that_are_over_are_deleted(sample: SampleRegister) -> None:
    throttle = Throttle(throttle_failures.count)
    await guess(throttle, "a")
    await age_failures(59)
    assert (await purge_rows.run(at=NOON))[PurgeSubject.FAILURE_WINDOWS] == 0
    await guess(throttle, "b")
    await age_failures(1)
    assert (await purge_rows.run(at=NOON))[PurgeSubject.FAILURE_WINDOWS] == 1
    assert await FailureWindow.all().count() == 2


async def test_the_table_is_not_logged(sample: SampleRegister) -> None:
    (row,) = await connections.get("default").execute_query_dict(
        "SELECT relpersistence FROM pg_class WHERE oid = 'failure_window'::regclass"
    )
    assert row["relpersistence"] in {b"u", "u"}
