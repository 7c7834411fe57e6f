"""A pool of sandboxed workers for uploaded files: a hostile file neither does damage nor delays others."""

from collections.abc import Mapping

from fair_queue import FairQueue
from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.fork_server import ACCEPTED
from pdf.workers.upload_limits import UploadLimits
from pdf.workers.worker_pool import PoolBusy, WorkerFailure, WorkerPool, WorkerTimeout

MAX_UPLOAD_BYTES = 10_000_000
UPLOAD_TIMEOUT = 60
"""Seconds in which a file has to arrive."""
PDF_HEADER = b"%PDF-"
MIN_UPLOAD_PROCESSES = 2
"""With fewer, senders of slow files would delay all others."""
MAX_WAITING_PER_WORKER = 8
"""Uploads that wait for each worker; more are refused at once."""
MAX_WAITING_PER_SENDER = 8
"""Uploads of one sender that wait; more are refused at once too."""
SLOW_SECONDS = 0.5
"""A sender whose file takes a worker for longer counts as slow for a minute. (A key notice takes 0.03.)"""
RETRY_AFTER_SECONDS = 5
_NO_ENVIRONMENT: Mapping[str, str] = {}
"""The server's environment has secrets."""


class UploadPool:
    """Up to `processes` workers that run a module (by `fork_server.serve`) examine a file each.

    With `trusts_accepted`, accepted files do not make their sender slow: if they took long, the machine is busy. A file
    that begins with none of the `headers` is refused as `otherwise`.
    """

    def __init__(
        self,
        module: str,
        *,
        processes: int,
        init_message: bytes = b"",
        limits: UploadLimits | None = None,
        trusts_accepted: bool = False,
        headers: tuple[bytes, ...] = (PDF_HEADER,),
        otherwise: Reason = Reason.NOT_A_PDF,
    ) -> None:
        self._limits = limits or UploadLimits()
        self._headers, self._otherwise = headers, otherwise
        self._workers = WorkerPool(
            module,
            processes=processes,
            init_message=init_message,
            environment=_NO_ENVIRONMENT,
            arguments=self._limits.to_arguments(),
            queue=_queue(processes),
            is_excused=lambda response: trusts_accepted and response[:1] == ACCEPTED,
        )

    async def start(self) -> None:
        """Start all workers, so that the first upload is not slower. Raises WorkerFailure."""
        await self._workers.start()

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def request(self, document: bytes, *, sender: str, header: bytes = b"") -> bytes:
        """The content that a worker reads in the document, to which `header` is prefixed. Raises UploadRefused.

        Senders take turns, and one sender never occupies all workers (unless there is only one). Senders whose files
        were slow do not occupy all of them together either. The response is data, never code: its process has read
        untrusted input.
        """
        if len(document) > MAX_UPLOAD_BYTES:
            raise UploadRefused(Reason.TOO_LARGE)
        if not document.startswith(self._headers):
            raise UploadRefused(self._otherwise)
        try:
            response = await self._workers.request(
                header + document,
                source=sender,
                response_timeout=self._limits.response_seconds,
                wait_timeout=self._limits.wait_seconds,
            )
        except (PoolBusy, WorkerTimeout):  # the kernel ends forks by CPU time, so a late worker had too little of it
            raise _busy() from None
        except WorkerFailure:
            raise UploadRefused(Reason.NOT_EXAMINED) from None
        return _parse_response(response)


def _queue(processes: int) -> FairQueue:
    some = max(1, processes - 1)
    return FairQueue(
        [processes, some],
        waiting=processes * MAX_WAITING_PER_WORKER,
        waiting_per_source=MAX_WAITING_PER_SENDER,
        per_source=some,
        long_seconds=SLOW_SECONDS,
    )


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
