"""Background tasks of a process: a task that ends is logged as an error, and started again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from database.connection import is_unreachable, log_unreachable

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds before a task is started again: twice as long after each failure."""
STABLE_SECONDS = 5.0
"""How long a task has to run after a failure until `failed` no longer names it."""

Task = Callable[[asyncio.Event], Awaitable[None]]
"""Runs until the event is set."""

log = structlog.get_logger(__name__)


class Supervisor:
    """Keeps tasks running, and knows which have failed recently."""

    def __init__(self) -> None:
        self._failed_until: dict[str, float] = {}

    async def run(self, tasks: Mapping[str, Task], stop: asyncio.Event) -> None:
        """Run all of them until `stop` is set, independently; returns when all have ended."""
        await asyncio.gather(*(self._supervise(name, task, stop) for name, task in tasks.items()))

    def failed(self) -> list[str]:
        """Names of tasks that wait for a restart, or failed recently."""
        now = asyncio.get_running_loop().time()
        return sorted(name for name, until in self._failed_until.items() if now < until)

    async def _supervise(self, name: str, task: Task, stop: asyncio.Event) -> None:
        loop, pause = asyncio.get_running_loop(), FIRST_PAUSE
        while not stop.is_set():
            begun = loop.time()
            try:
                await task(stop)
                if stop.is_set():
                    return
                log.error("task_ended", task=name)
            except Exception as error:
                if is_unreachable(error):
                    # Not a failure of the task: readiness checks the database separately.
                    log_unreachable(error, task=name)
                    await stopped_within(stop, FIRST_PAUSE)
                    continue
                log.exception("task_failed", task=name)
            if loop.time() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            self._failed_until[name] = loop.time() + pause + STABLE_SECONDS
            await stopped_within(stop, pause)
            pause = min(LONGEST_PAUSE, 2 * pause)


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Whether `stop` is set within so many seconds."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
