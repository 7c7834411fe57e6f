"""Prints documents in child processes, so that the event loop of the server never waits for one.

A child is `python -m pdf.press`: it gets pickled jobs on its standard input and ends with it, also when the server was
killed. It imports this folder and nothing of the server, and it alone holds the opened signing key.
"""

import asyncio
import os
import pickle
import signal
import struct
import sys
import traceback
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pdf.signing import Identity, Signer

Sheet = TypeVar("Sheet")

SECONDS = 30
"""In which a document is printed, the start of a child included."""
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

    async def print_(self, lay_out: Callable[[Sheet], bytes], sheet: Sheet, *, is_signed: bool) -> bytes:
        """The document that `lay_out`, a function of a module, makes of the sheet; signed or not. Raises NotPrinted."""
        job = pickle.dumps((lay_out, sheet, is_signed))
        async with self._places:
            child = self._idle.pop() if self._idle else await self._started()
            try:
                async with asyncio.timeout(SECONDS):
                    kind, answer = await _asked(child, job)
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

    async def close(self) -> None:
        """End every child."""
        while self._idle:
            await _killed(self._idle.pop())

    async def _started(self) -> Process:
        child = await asyncio.create_subprocess_exec(sys.executable, "-P", "-m", "pdf.press", stdin=PIPE, stdout=PIPE)
        _send(child, pickle.dumps(self._identity))
        return child


async def _asked(child: Process, job: bytes) -> tuple[bytes, bytes]:
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
    await child.wait()


def main() -> None:
    """Print what is asked for on standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to everybody; the server decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries say is no answer
    jobs = sys.stdin.buffer
    signer: Signer | None = None
    identity: Identity = pickle.loads(_read(jobs))  # noqa: S301 -- from the process that started this one
    while job := _read(jobs):
        try:
            lay_out, sheet, is_signed = pickle.loads(job)  # noqa: S301 -- likewise
            document: bytes = lay_out(sheet)
            if is_signed:
                signer = signer or Signer(identity)
                document = signer.sign(document)
            kind, answer = PRINTED, document
        except Exception as error:  # noqa: BLE001 -- whatever it is, the server hears of it and goes on
            kind, answer = FAILED, _told(error).encode()
        answers.write(kind + LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _told(error: BaseException) -> str:
    """What it is and where it was raised; its own words may repeat what stands in the document, such as a key."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def _read(stream: BinaryIO) -> Any:
    """The next message; empty at the end."""
    head = stream.read(LENGTH.size)
    return stream.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else b""


if __name__ == "__main__":
    main()
