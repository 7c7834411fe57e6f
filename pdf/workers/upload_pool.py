"""Has child processes look at uploaded files, so that a hostile one harms nobody and nobody waits for it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pdf.upload_refusals import NotRead, Reason
from pdf.workers.fork_server import READ
from pdf.workers.worker_pool import Children, NoAnswer, Occupied, TooLate

LARGEST = 10_000_000
"""Bytes."""
ARRIVING = 60
"""Seconds in which a file has to come in."""
HEAD = b"%PDF-"
SECONDS = 2.8
"""In which a file is examined; its process ends by itself a little earlier."""
PATIENCE = 3
"""Seconds in which a child has to become free."""
WAITING = 8
"""Uploads that wait for each child; more are refused at once."""
RETRY_AFTER = 5
_NO_ENVIRONMENT: Mapping[str, str] = {}
"""The server's has secrets."""


class Uploads:
    """Up to `processes` children that run a module (made of copies.py) look at a file each."""

    def __init__(self, module: str, *, processes: int, greeting: bytes = b"") -> None:
        self._children = Children(module, processes=processes, greeting=greeting, environment=_NO_ENVIRONMENT)
        self._most = processes * (1 + WAITING)
        self._under_way = 0
        self._at_once = max(1, processes - 1)
        self._senders: dict[str, _Turns] = {}
        """Those who have uploads under way."""

    async def start(self) -> None:
        """Have the children ready, so that the first upload is not slower. Raises NoAnswer."""
        await self._children.start()

    async def close(self) -> None:
        """End the children."""
        await self._children.close()

    async def ask(self, document: bytes, *, sender: str, preface: bytes = b"") -> bytes:
        """What a child reads in the document; `preface` is told before it. Raises NotRead.

        One sender never has all children (unless there is only one): its uploads wait for each other, not others for
        them. The answer is data, never code: its process had read what a stranger sent.
        """
        if len(document) > LARGEST:
            raise NotRead(Reason.TOO_LARGE)
        if not document.startswith(HEAD):
            raise NotRead(Reason.NOT_A_PDF)
        if self._under_way >= self._most:
            raise NotRead(Reason.BUSY, retry_after=RETRY_AFTER)
        self._under_way += 1
        try:
            async with self._turn(sender):
                return _read(await self._children.ask(preface + document, seconds=SECONDS, patience=PATIENCE))
        except Occupied:
            raise NotRead(Reason.BUSY, retry_after=RETRY_AFTER) from None
        except TooLate:
            raise NotRead(Reason.TOO_SLOW) from None
        except NoAnswer:
            raise NotRead(Reason.NOT_EXAMINED) from None
        finally:
            self._under_way -= 1

    @asynccontextmanager
    async def _turn(self, sender: str) -> AsyncGenerator[None]:
        """The sender's turn. Raises Occupied when it does not come within PATIENCE."""
        turns = self._senders.setdefault(sender, _Turns(asyncio.Semaphore(self._at_once)))
        turns.visitors += 1
        try:
            try:
                async with asyncio.timeout(PATIENCE):
                    await turns.free.acquire()
            except TimeoutError:
                raise Occupied from None
            try:
                yield
            finally:
                turns.free.release()
        finally:
            turns.visitors -= 1
            if not turns.visitors:
                del self._senders[sender]


@dataclass
class _Turns:
    """The uploads of one sender: how many more may be examined now, and how many are there."""

    free: asyncio.Semaphore
    visitors: int = 0


def _read(answer: bytes) -> bytes:
    kind, content = answer[:1], answer[1:]
    if kind == READ:
        return content
    try:
        reason = Reason(content.decode())
    except ValueError:
        reason = Reason.NOT_EXAMINED
    raise NotRead(reason)
