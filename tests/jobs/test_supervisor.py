"""Tasks that fail are restarted, and the log names them."""

import asyncio

import asyncpg
import pytest
import structlog

from jobs import supervisor
from jobs.supervisor import Supervisor
from tests.conftest import Api
from tests.support.mails import wait_until


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.001)


class Failing:
    """A task that fails so often, then runs until it is stopped."""

    def __init__(self, failures: int, error: Exception | None = None) -> None:
        self.failures, self.error, self.begun = failures, error, 0
        self.runs = asyncio.Event()

    async def __call__(self, stop: asyncio.Event) -> None:
        self.begun += 1
        if self.begun > self.failures:
            self.runs.set()
            await stop.wait()
        elif self.error is not None:
            raise self.error


async def run(supervised: Supervisor, **tasks: Failing) -> list[str]:
    """Wait until all tasks run; returns the events in the log."""
    stop = asyncio.Event()
    with structlog.testing.capture_logs() as logs:
        running = asyncio.create_task(supervised.run(tasks, stop))
        await asyncio.wait_for(asyncio.gather(*(task.runs.wait() for task in tasks.values())), 10)
        stop.set()
        await asyncio.wait_for(running, 10)
    assert all("a secret" not in str(log.get("error")) for log in logs)
    return [f"{log['log_level']} {log['event']} {log['task']}" for log in logs]


async def test_whatever_dies_is_started_again_and_the_others_go_on() -> None:
    dying, ending, sound = Failing(3, LookupError("a secret")), Failing(1), Failing(0)
    logs = await run(Supervisor(), dying=dying, ending=ending, sound=sound)
    assert (dying.begun, ending.begun, sound.begun) == (4, 2, 1)
    assert sorted(logs) == ["error task_ended ending", *["error task_failed dying"] * 3]


async def test_what_has_failed_is_known_until_it_has_run_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    supervised = Supervisor()
    await run(supervised, dying=Failing(1, LookupError()), sound=Failing(0))
    assert supervised.failed() == ["dying"]
    monkeypatch.setattr(supervisor, "STABLE_SECONDS", 0)
    await run(supervised, dying=Failing(1, LookupError()), sound=Failing(0))
    await asyncio.sleep(0.002)
    assert supervised.failed() == []


async def test_a_database_that_is_away_is_no_fault_of_a_task() -> None:
    supervised = Supervisor()
    logs = await run(supervised, waiting=Failing(2, asyncpg.CannotConnectNowError("starting up")))
    assert logs == ["warning database_unreachable waiting"] * 2
    assert supervised.failed() == []


async def test_pauses_grow_and_begin_anew_after_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
        pauses.append(seconds)
        return False

    monkeypatch.setattr(supervisor, "stopped_within", stopped_within)
    await run(Supervisor(), dying=Failing(5, LookupError()))
    assert pauses == [0.001, 0.002, 0.004, 0.008, 0.016]
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0)
    pauses.clear()
    await run(Supervisor(), dying=Failing(3, LookupError()))
    assert pauses == [0.001] * 3


async def test_a_pause_ends_when_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 3600)
    stop, dying = asyncio.Event(), Failing(1, LookupError())
    running = asyncio.create_task(Supervisor().run({"dying": dying}, stop))
    await wait_until(lambda: asyncio.sleep(0, dying.begun == 1))
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_readiness_tells_which_task_fails_without_its_words(api: Api) -> None:
    assert api.application is not None
    supervised: Supervisor = api.application.state.supervisor
    await run(supervised, throttle=Failing(1, LookupError("a secret")))
    answer = await api.http.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "reason": "tasks", "tasks": ["throttle"]}
    assert (await api.http.get("/healthz")).status_code == 200
