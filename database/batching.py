"""Batching: concurrent calls of the same kind share one statement.

No call waits for others to come: a batch is the calls that arrived while the previous batch was in flight.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LARGEST_BATCH = 256
LONGEST_SECONDS = 9
"""Time limit of a batch: a connection that hangs must not block later calls."""

_is_alone: ContextVar[bool] = ContextVar("is_alone", default=False)


@contextmanager
def unbatched() -> Generator[None]:
    """Within it calls are not batched: they run in the caller's transaction, and see what it has written."""
    token = _is_alone.set(True)
    try:
        yield
    finally:
        _is_alone.reset(token)


class Batcher(Generic[K, V]):
    """Calls `work` with the arguments of all waiting calls; it returns as many results in the same order."""

    def __init__(self, work: Callable[[Sequence[K]], Awaitable[Sequence[V]]]) -> None:
        self._work = work
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, argument: K) -> V:
        """The result for one argument. Raises the error of `work`, as every call of the batch does."""
        if _is_alone.get():
            (alone,) = await self._work([argument])
            return alone
        future: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((argument, future))
        if self._worker is None or self._worker.done():
            # A context of its own: the caller may be in a transaction, the batch must not be.
            self._worker = asyncio.create_task(self._run(), context=Context())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    results = await self._work([argument for argument, _ in batch])
            except Exception as error:  # noqa: BLE001 -- passed to each caller
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)
