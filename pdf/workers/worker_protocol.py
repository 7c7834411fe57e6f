"""The side of a child process: what it is told and what it answers (children.py is the server's side).

A message is its length in four bytes, most significant first, and then as many bytes.
"""

import os
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

LENGTH = struct.Struct(">I")


def serve(prepare: Callable[[bytes], Callable[[bytes], bytes]]) -> None:
    """Answer one message after the other until standard input ends, also when the server was killed.

    `prepare` gets the first message and returns what answers the others.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to everybody; the server decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries say is no answer
    greeting = _read(sys.stdin.buffer)
    if greeting is None:
        return
    answer = prepare(greeting)
    with suppress(BrokenPipeError):  # nobody wants to know any more
        _write(answers, b"")  # ready
        while (message := _read(sys.stdin.buffer)) is not None:
            _write(answers, answer(message))


def _read(stream: BinaryIO) -> bytes | None:
    """The next message; None at the end."""
    head = stream.read(LENGTH.size)
    return stream.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else None


def _write(stream: BinaryIO, message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()
