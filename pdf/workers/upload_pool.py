"""A pool of sandboxed workers for uploaded files: a hostile file neither does damage nor delays others."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.fork_server import ACCEPTED
from pdf.workers.upload_limits import UploadLimits
from pdf.workers.worker_pool import PoolBusy, WorkerFailure, WorkerPool, WorkerTimeout

MAX_UPLOAD_BYTES = 10_000_000
UPLOAD_TIMEOUT = 60
"""Seconds in which a file has to arrive."""
PDF_HEADER = b"%PDF-"
MAX_WAITING_PER_WORKER = 8
"""Uploads that wait for each worker; more are refused at once."""
RETRY_AFTER_SECONDS = 5
_NO_ENVIRONMENT: Mapping[str, str] = {}
"""The server's environment has secrets."""


class UploadPool:
    """Up to `processes` workers that run a module (by `fork_server.serve`) examine a file each."""

    def __init__(
        self, module: str, *, processes: int, init_message: bytes = b"", limits: UploadLimits | None = None
    ) -> None:
        self._limits = limits or UploadLimits()
        self._workers = WorkerPool(
            module,
            processes=processes,
            init_message=init_message,
            environment=_NO_ENVIRONMENT,
            arguments=self._limits.to_arguments(),
        )
        self._max_in_flight = processes * (1 + MAX_WAITING_PER_WORKER)
        self._in_flight = 0
        self._max_per_sender = max(1, processes - 1)
        self._senders: dict[str, _SenderSlots] = {}
        """Senders that have uploads in flight."""

    async def start(self) -> None:
        """Start all workers, so that the first upload is not slower. Raises WorkerFailure."""
        await self._workers.start()

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def request(self, document: bytes, *, sender: str, header: bytes = b"") -> bytes:
        """The content that a worker reads in the document, to which `header` is prefixed. Raises UploadRefused.

        One sender never occupies all workers (unless there is only one): its uploads wait for each other, and those of
        other senders do not wait for them. The response is data, never code: its process has read untrusted input.
        """
        if len(document) > MAX_UPLOAD_BYTES:
            raise UploadRefused(Reason.TOO_LARGE)
        if not document.startswith(PDF_HEADER):
            raise UploadRefused(Reason.NOT_A_PDF)
        if self._in_flight >= self._max_in_flight:
            raise _busy()
        self._in_flight += 1
        try:
            async with self._sender_slot(sender):
                response = await self._workers.request(
                    header + document,
                    response_timeout=self._limits.response_seconds,
                    wait_timeout=self._limits.wait_seconds,
                )
        except (PoolBusy, WorkerTimeout):  # the kernel ends forks by CPU time, so a late worker had too little of it
            raise _busy() from None
        except WorkerFailure:
            raise UploadRefused(Reason.NOT_EXAMINED) from None
        finally:
            self._in_flight -= 1
        return _parse_response(response)

    @asynccontextmanager
    async def _sender_slot(self, sender: str) -> AsyncGenerator[None]:
        """One of the sender's slots. Raises PoolBusy when none becomes free in time."""
        slots = self._senders.setdefault(sender, _SenderSlots(asyncio.Semaphore(self._max_per_sender)))
        slots.users += 1
        try:
            try:
                async with asyncio.timeout(self._limits.wait_seconds):
                    await slots.free.acquire()
            except TimeoutError:
                raise PoolBusy from None
            try:
                yield
            finally:
                slots.free.release()
        finally:
            slots.users -= 1
            if not slots.users:
                del self._senders[sender]


@dataclass
class _SenderSlots:
    """The slots of one sender: how many are free, and how many uploads have or wait for one."""

    free: asyncio.Semaphore
    users: int = 0


def _busy() -> UploadRefused:
    return UploadRefused(Reason.BUSY, retry_after=RETRY_AFTER_SECONDS)


def _parse_response(response: bytes) -> bytes:
    """The content. Raises UploadRefused."""
    kind, content = response[:1], response[1:]
    if kind == ACCEPTED:
        return content
    try:
        reason = Reason(content.decode())
    except ValueError:
        reason = Reason.NOT_EXAMINED
    raise _busy() if reason is Reason.BUSY else UploadRefused(reason)
