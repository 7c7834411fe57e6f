"""Prints documents in child processes, so that the event loop of the server never waits for one.

What the children do stands in printing.py; this side imports neither borb nor pyHanko.
"""

import asyncio
import pickle
import struct
import sys
import traceback
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from pdf.identity import Identity
from pdf.sheets import CertificateSheet, FeeStatementSheet, KeyNoticeSheet

Sheet = CertificateSheet | KeyNoticeSheet | FeeStatementSheet

SECONDS = 30
"""In which a document is printed, the start of a child included."""
CHILD = "pdf.printing"
LENGTH = struct.Struct(">I")
PRINTED, FAILED = b"\0", b"\1"


class NotPrinted(Exception):
    """A document that could not be made; the message says what went wrong, without what stands in it."""


class Press:
    """Up to `processes` children, started as they are needed."""

    def __init__(self, identity: Identity, *, processes: int) -> None:
        self._identity = identity
        self._places = asyncio.Semaphore(processes)
        self._idle: list[Process] = []

    async def print_(self, sheet: Sheet) -> bytes:
        """The document of a sheet; certificates are signed. Raises NotPrinted."""
        return await self._asked(pickle.dumps(sheet))

    async def check(self) -> None:
        """Raises NotPrinted when the identity cannot sign."""
        await self._asked(pickle.dumps(None))

    async def close(self) -> None:
        """End every child."""
        while self._idle:
            await _killed(self._idle.pop())

    async def _asked(self, job: bytes) -> bytes:
        async with self._places:
            child = self._idle.pop() if self._idle else await self._started()
            try:
                async with asyncio.timeout(SECONDS):
                    kind, answer = await _answer(child, job)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                await _killed(child)
                raise NotPrinted(f"the printing process gave no answer: {type(error).__name__}") from None
            except BaseException:
                await _killed(child)
                raise
            self._idle.append(child)
        if kind == FAILED:
            raise NotPrinted(answer.decode())
        return answer

    async def _started(self) -> Process:
        try:
            child = await asyncio.create_subprocess_exec(sys.executable, "-P", "-m", CHILD, stdin=PIPE, stdout=PIPE)
        except OSError as error:
            raise NotPrinted(f"no printing process can be started: {type(error).__name__}") from None
        _send(child, pickle.dumps(self._identity))
        return child


def kind_and_place(error: BaseException) -> str:
    """What an error is and where it was raised; its own words may repeat what stands in a document, such as a key."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


async def _answer(child: Process, job: bytes) -> tuple[bytes, bytes]:
    assert child.stdin is not None  # noqa: S101 -- narrows the type
    assert child.stdout is not None  # noqa: S101 -- likewise
    _send(child, job)
    await child.stdin.drain()
    kind = await child.stdout.readexactly(1)
    (length,) = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))
    return kind, await child.stdout.readexactly(length)


def _send(child: Process, message: bytes) -> None:
    assert child.stdin is not None  # noqa: S101 -- narrows the type
    child.stdin.write(LENGTH.pack(len(message)) + message)


async def _killed(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.communicate()
