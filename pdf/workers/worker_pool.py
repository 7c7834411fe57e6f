"""Child processes that do what the event loop of the server must not wait for (child.py is their side)."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping

from pdf.workers.worker_protocol import LENGTH

START_SECONDS = 30
"""In which a child is ready, on a machine with much to do."""
LONGEST_ANSWER = 2**26


class NoAnswer(Exception):
    """A child ended, said nothing in time, or could not be started; it is not used any more."""


class TooLate(NoAnswer):
    """The child was still at it when its time was over."""


class Occupied(Exception):
    """No child became free within the caller's patience."""


class Children:
    """Up to `processes` children that run a module, each with one message at a time.

    A child is started when it is first needed, or by `start`; one that gives no answer is killed, and another started
    at once. `environment` replaces the server's, `greeting` is the first message of every child.
    """

    def __init__(
        self,
        module: str,
        *,
        processes: int,
        greeting: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._module = module
        self._processes = processes
        self._greeting = greeting
        self._environment = environment
        self._places = asyncio.Semaphore(processes)
        self._idle: list[asyncio.Future[Process]] = []
        """Ready, or about to be; the last is taken first."""

    async def start(self) -> None:
        """Have all children ready. Raises NoAnswer."""
        while len(self._idle) < self._processes:
            self._idle.append(self._starting())
        for starting in self._idle:
            await _ready(starting)

    async def ask(self, message: bytes, *, seconds: float, patience: float | None = None) -> bytes:
        """A child's answer, for which it has so many seconds.

        Raises Occupied when no child is free within `patience` seconds, and NoAnswer.
        """
        try:
            async with asyncio.timeout(patience):
                await self._places.acquire()
        except TimeoutError:
            raise Occupied from None
        try:
            child = await _ready(self._idle.pop() if self._idle else self._starting())
            return await self._asked(child, message, seconds)
        finally:
            self._places.release()

    async def close(self) -> None:
        """End every child."""
        while self._idle:
            starting = self._idle.pop()
            starting.cancel()
            await asyncio.wait([starting])
            if not starting.cancelled() and starting.exception() is None:
                await _killed(starting.result())

    async def _asked(self, child: Process, message: bytes, seconds: float) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                answer = await _exchange(child, message)
        except BaseException as error:
            self._idle.insert(0, self._starting())
            await _killed(child)
            if isinstance(error, TimeoutError):
                raise TooLate(f"none within {seconds:g} s") from None
            if isinstance(error, OSError | EOFError):
                raise NoAnswer(type(error).__name__) from None
            raise
        ready = asyncio.get_running_loop().create_future()
        ready.set_result(child)
        self._idle.append(ready)
        return answer

    def _starting(self) -> asyncio.Future[Process]:
        return asyncio.create_task(self._started())

    async def _started(self) -> Process:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", self._module, stdin=PIPE, stdout=PIPE, env=self._environment
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                await _exchange(child, self._greeting)
        except BaseException:
            await _killed(child)
            raise
        return child


async def _ready(starting: asyncio.Future[Process]) -> Process:
    try:
        return await starting
    except (OSError, EOFError, TimeoutError) as error:
        raise NoAnswer(f"cannot be started: {type(error).__name__}") from None


async def _exchange(child: Process, message: bytes) -> bytes:
    """Say something and hear the answer. Raises OSError or EOFError when there is none."""
    assert child.stdin is not None  # noqa: S101 -- narrows the type
    assert child.stdout is not None  # noqa: S101 -- likewise
    child.stdin.write(LENGTH.pack(len(message)))
    child.stdin.write(message)
    await child.stdin.drain()
    (length,) = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))
    if length > LONGEST_ANSWER:
        raise OSError("the answer is too long")
    return await child.stdout.readexactly(length)


async def _killed(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.communicate()
