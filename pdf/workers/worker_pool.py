"""Worker processes for what would block the event loop (worker_protocol.py is their side)."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from fair_queue import FairQueue, Place, QueueFull
from pdf.workers.worker_protocol import LENGTH

START_TIMEOUT = 30
"""Seconds in which a worker is ready, also on a busy machine."""
MAX_RESPONSE_BYTES = 2**26
MAX_WAITING = 1_000
"""Requests that wait where nothing else is said: their callers bound them."""


class WorkerFailure(Exception):
    """A worker ended, did not respond in time, or could not be started; it is not used any more."""


class WorkerTimeout(WorkerFailure):
    """The worker did not respond within the timeout."""


class PoolBusy(Exception):
    """No worker became free within the wait timeout, or too many requests wait."""


class WorkerPool:
    """Up to `processes` workers that run a module, each with one message at a time.

    Requests take turns by source (fair_queue.py). A worker is busy until it has responded, also when the request was
    cancelled. It is started when it is first needed, or by `start`; one that does not respond is killed, and another
    started at once. `environment` replaces the server's, `init_message` is the first message of every worker,
    `arguments` are those of its command line.
    """

    def __init__(
        self,
        module: str,
        *,
        processes: int,
        init_message: bytes = b"",
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        queue: FairQueue | None = None,
        is_excused: Callable[[bytes], bool] = lambda _: False,
    ) -> None:
        self._module = module
        self._processes = processes
        self._init_message = init_message
        self._environment = environment
        self._arguments = arguments
        self._queue = queue or FairQueue(
            [processes], waiting=MAX_WAITING, waiting_per_source=MAX_WAITING, per_source=processes
        )
        self._is_excused = is_excused
        """Whether a response shows that its source is not to blame if it took long."""
        self._exchanges: set[asyncio.Task[bytes]] = set()
        """Under way, also for requests that were cancelled."""
        self._idle: list[asyncio.Future[Process]] = []
        """Ready workers and those that are starting; the last is taken first."""

    async def start(self) -> None:
        """Start all workers. Raises WorkerFailure."""
        while len(self._idle) < self._processes:
            self._idle.append(self._start_task())
        for start_task in self._idle:
            await _ready(start_task)

    async def request(
        self, message: bytes, *, source: str = "", response_timeout: float, wait_timeout: float | None = None
    ) -> bytes:
        """A worker's response. Timeouts are in seconds.

        Raises PoolBusy when no worker becomes free within `wait_timeout` or too many wait, WorkerTimeout and
        WorkerFailure.
        """
        try:
            async with asyncio.timeout(wait_timeout):
                place = await self._queue.enter(source)
        except (TimeoutError, QueueFull):
            raise PoolBusy from None
        exchange = asyncio.create_task(self._request_from_idle(message, response_timeout))
        self._exchanges.add(exchange)
        exchange.add_done_callback(partial(self._note_end, place))
        return await asyncio.shield(exchange)

    def _note_end(self, place: Place, exchange: asyncio.Task[bytes]) -> None:
        self._exchanges.discard(exchange)
        # Its exception is asked for in any case: nobody may be there to be told.
        has_response = not exchange.cancelled() and exchange.exception() is None
        place.leave(is_excused=has_response and self._is_excused(exchange.result()))

    async def _request_from_idle(self, message: bytes, response_timeout: float) -> bytes:
        worker = await _ready(self._idle.pop() if self._idle else self._start_task())
        return await self._request_from(worker, message, response_timeout)

    async def close(self) -> None:
        """End all workers, what is under way and what waits."""
        self._queue.refuse_waiting()
        for exchange in self._exchanges:
            exchange.cancel()
        await asyncio.gather(*self._exchanges, return_exceptions=True)
        while self._idle:
            start_task = self._idle.pop()
            start_task.cancel()
            await asyncio.wait([start_task])
            if not start_task.cancelled() and start_task.exception() is None:
                await _kill(start_task.result())

    async def _request_from(self, worker: Process, message: bytes, response_timeout: float) -> bytes:
        try:
            async with asyncio.timeout(response_timeout):
                response = await _exchange(worker, message)
        except BaseException as error:
            self._idle.insert(0, self._start_task())
            await _kill(worker)
            if isinstance(error, TimeoutError):
                raise WorkerTimeout(f"no response within {response_timeout:g} s") from None
            if isinstance(error, OSError | EOFError):
                raise WorkerFailure(type(error).__name__) from None
            raise
        ready = asyncio.get_running_loop().create_future()
        ready.set_result(worker)
        self._idle.append(ready)
        return response

    def _start_task(self) -> asyncio.Future[Process]:
        return asyncio.create_task(self._start_worker())

    async def _start_worker(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", self._module, *self._arguments),
            stdin=PIPE,
            stdout=PIPE,
            env=self._environment,
        )
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await _exchange(worker, self._init_message)
        except BaseException:
            await _kill(worker)
            raise
        return worker


async def _ready(start_task: asyncio.Future[Process]) -> Process:
    try:
        return await start_task
    except (OSError, EOFError, TimeoutError) as error:
        raise WorkerFailure(f"cannot be started: {type(error).__name__}") from None


async def _exchange(worker: Process, message: bytes) -> bytes:
    """Send a message and read the response. Raises OSError or EOFError when there is none."""
    assert worker.stdin is not None  # noqa: S101 -- narrows the type
    assert worker.stdout is not None  # noqa: S101 -- likewise
    worker.stdin.write(LENGTH.pack(len(message)))
    worker.stdin.write(message)
    await worker.stdin.drain()
    (length,) = LENGTH.unpack(await worker.stdout.readexactly(LENGTH.size))
    if length > MAX_RESPONSE_BYTES:
        raise OSError("the response is too long")
    return await worker.stdout.readexactly(length)


async def _kill(worker: Process) -> None:
    if worker.returncode is None:
        worker.kill()
    await worker.communicate()
