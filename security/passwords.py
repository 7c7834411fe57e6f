"""Passwords: argon2id, a limited number at a time, in turns by source.

A computation takes 64 MiB and a core for some tenths of a second, and cannot be interrupted. So its place stays
occupied until its thread has ended, also if no caller waits for the result. Ranks are those of known_sources.py.
"""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fair_queue import FairQueue, Place
from security.password_strength import normalized
from security.rate_limit_keys import MAX_FAILURES_PER_SOURCE

AT_A_TIME = 2
SHARES = (AT_A_TIME, AT_A_TIME - 1, AT_A_TIME - 1)
"""One of two is never used by sources without a recent successful sign-in."""
MAX_WAITING = 32
"""In each rank: with one at a time, as many as are computed within the time limit of a request."""

NICENESS = 5
"""Requests have priority: argon2 computes in four lanes, which would leave the event loop little CPU time."""

P = ParamSpec("P")
T = TypeVar("T")
_hasher = PasswordHasher()
_queue = FairQueue(SHARES, waiting=MAX_WAITING, waiting_per_source=MAX_FAILURES_PER_SOURCE, per_source=1)


def _step_back() -> None:
    """Lower the priority of this thread, which its own threads inherit."""
    if sys.platform == "linux":  # elsewhere it would be the whole process's
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


_threads = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="argon2", initializer=_step_back)


@cache
def _dummy_hash() -> str:
    return _hasher.hash("the password of an account that does not exist")


async def hash_(password: str) -> str:
    """The argon2id hash, with its parameters and salt. Raises QueueFull."""
    async with turn() as own:
        return await own.hash_(password)


async def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password matches. Without a hash (unknown account) the same work is done, and the result is False.

    Raises QueueFull.
    """
    async with turn() as own:
        return await own.verify(password_hash, password)


@asynccontextmanager
async def turn(source: str = "", rank: int = 0) -> AsyncGenerator["Turn"]:
    """A place for one computation; sources of a rank take turns. Raises QueueFull."""
    own = Turn(await _queue.enter(source, rank))
    try:
        yield own
    finally:
        own.end()


class Turn:
    """A place until its computation has ended, or until `end` if there is none."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._is_computing = False

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """As `verify`."""
        return await self.compute(_verify, password_hash, password)

    async def hash_(self, password: str) -> str:
        """The argon2id hash of its normal form, with its parameters and salt."""
        return await self.compute(_hasher.hash, normalized(password))

    async def compute(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result, computed in a thread."""
        self._is_computing = True
        loop, work = asyncio.get_running_loop(), _threads.submit(function, *args, **kwargs)
        work.add_done_callback(lambda _: _leave(self._place, loop))
        return await asyncio.wrap_future(work)

    def end(self) -> None:
        """Free the place, unless the thread does so when it has ended."""
        if not self._is_computing:
            self._place.leave()


def _leave(place: Place, loop: asyncio.AbstractEventLoop) -> None:
    """From the thread of the work, which may outlive the loop."""
    try:
        loop.call_soon_threadsafe(place.leave)
    except RuntimeError:
        place.leave()


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _dummy_hash(), normalized(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
