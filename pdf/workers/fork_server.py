"""Reading files of strangers, each in a copy of this process (fork) that confines itself, answers and ends.

So no file meets what another left behind, and one that breaks its process breaks no other.
"""

import codecs
import gc
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from pdf.upload_refusals import NotRead, Reason
from pdf.workers.sandbox import confine, limit_time

READ, REFUSED = b"+", b"-"
NICENESS = 19
"""The requests of others come first; where nobody else computes, it costs nothing."""
LONGEST_ANSWER = 65_536
LARGEST_PART = 2**20
CODECS = ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le")
"""Python loads them when they are first used, which a copy may not."""

Read = Callable[[bytes], bytes]
"""From a message to the answer; raises NotRead."""


def settle() -> None:
    """Make this process one that copies of itself are made of; whatever they use is loaded by now."""
    os.nice(NICENESS)
    gc.disable()  # the copies live too short to have garbage, and a collection would touch all of their memory
    logging.disable()  # parsers would repeat what stands in the files
    for codec in CODECS:
        codecs.lookup(codec)


class Copies:
    """Answers each message by a copy of this process. The next one waits already: to make it takes milliseconds."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._next = _Copy(read)

    def __call__(self, message: bytes) -> bytes:
        """The answer of a copy, or what its end tells."""
        copy = self._next
        is_taken = copy.take(message)
        self._next = _Copy(self._read)  # while the other one computes
        answer = copy.answer()
        return answer if is_taken else self(message)  # it had ended while it waited


class _Copy:
    """A copy that waits for its one message, confined."""

    def __init__(self, read: Read) -> None:
        messages, self._messages = os.pipe()
        self._answers, answers = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _answer(read, messages, answers)
        os.close(messages)
        os.close(answers)

    def take(self, message: bytes) -> bool:
        """Whether it has taken the message."""
        with suppress(BrokenPipeError):
            with os.fdopen(self._messages, "wb") as pipe:
                pipe.write(message)
            return True
        return False

    def answer(self) -> bytes:
        """What it says; or what its end tells."""
        with os.fdopen(self._answers, "rb") as pipe:
            answer = pipe.read(LONGEST_ANSWER)
        _, status = os.waitpid(self._process, 0)
        if status == 0 and answer:
            return answer
        is_late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGALRM, signal.SIGXCPU)
        return REFUSED + (Reason.TOO_SLOW if is_late else Reason.NOT_EXAMINED).encode()


def _answer(read: Read, messages: int, answers: int) -> NoReturn:
    """In the copy: wait, read, answer and end, whatever happens."""
    status = 1
    try:
        os.dup2(messages, 0)
        os.dup2(answers, 1)
        os.closerange(2, max(messages, answers) + 2)
        confine()
        message = bytearray()
        while part := os.read(0, LARGEST_PART):
            message += part
        if message:  # nothing comes when the original has ended
            limit_time()
            os.write(1, _outcome(bytes(message), read))
        status = 0
    finally:
        os._exit(status)  # nothing of the original is to be flushed or finished here


def _outcome(message: bytes, read: Read) -> bytes:
    try:
        return READ + read(message)
    except NotRead as refused:
        return REFUSED + refused.reason.encode()
    except (MemoryError, RecursionError):
        return REFUSED + Reason.TOO_COMPLEX.encode()
