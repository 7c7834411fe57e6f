"""The protocol between the server and its worker processes, and the worker's side of it (worker_pool.py has the other).

A message is its length in four bytes, most significant first, and then as many bytes.
"""

import os
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from pdf.workers.process_controls import hide_memory

LENGTH = struct.Struct(">I")


def serve(prepare: Callable[[bytes], Callable[[bytes], bytes]]) -> None:
    """Respond to one message after the other until standard input ends, also when the server was killed.

    `prepare` gets the init message and returns the handler of all others. The memory is hidden first: it will contain
    users' files, or the signing key.
    """
    hide_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all processes; the server ends its workers
    responses = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no response
    init_message = _read(sys.stdin.buffer)
    if init_message is None:
        return
    handle = prepare(init_message)
    with suppress(BrokenPipeError):  # the server has ended
        _write(responses, b"")  # ready
        while (message := _read(sys.stdin.buffer)) is not None:
            _write(responses, handle(message))


def _read(stream: BinaryIO) -> bytes | None:
    """The next message; None at the end."""
    head = stream.read(LENGTH.size)
    return stream.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else None


def _write(stream: BinaryIO, message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()
