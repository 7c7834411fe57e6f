"""Doing the same for many callers at once: one statement instead of one for each.

Nobody waits for company: a batch is whoever has come while the one before was under way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LARGEST_BATCH = 256
LONGEST_SECONDS = 9
"""After which a batch is given up: a connection that hangs must not keep those who come later."""


class Batcher(Generic[K, V]):
    """Calls `work` with the arguments of all who are waiting; it answers with as many results in the same order."""

    def __init__(self, work: Callable[[Sequence[K]], Awaitable[Sequence[V]]]) -> None:
        self._work = work
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, argument: K) -> V:
        """The result for one argument; an error of `work` reaches everybody in the batch."""
        future: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((argument, future))
        if self._worker is None or self._worker.done():
            # In a context of its own: the caller may be in a transaction, the batch is not.
            self._worker = asyncio.create_task(self._run(), context=Context())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    results = await self._work([argument for argument, _ in batch])
            except Exception as error:  # noqa: BLE001 -- each caller gets it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)
