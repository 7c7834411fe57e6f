"""Reading files of strangers, each in a copy of this process (fork) that confines itself, answers and ends.

So no file meets what another left behind, and one that breaks its process breaks no other.
"""

import codecs
import gc
import logging
import os
import signal
from collections.abc import Callable
from typing import NoReturn

from pdf.confinement import confine
from pdf.refusals import NotRead, Reason

READ, REFUSED = b"+", b"-"
NICENESS = 19
"""The requests of others come first; where nobody else computes, it costs nothing."""
LONGEST_ANSWER = 65_536
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


def answer_by_copy(message: bytes, read: Read) -> bytes:
    """The answer of a copy of this process, or what its end tells."""
    readable, writable = os.pipe()
    copy = os.fork()
    if copy == 0:
        _answer(message, read, writable)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        answer = pipe.read(LONGEST_ANSWER)
    _, status = os.waitpid(copy, 0)
    if status == 0 and answer:
        return answer
    is_late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGALRM, signal.SIGXCPU)
    return REFUSED + (Reason.TOO_SLOW if is_late else Reason.NOT_EXAMINED).encode()


def _answer(message: bytes, read: Read, writable: int) -> NoReturn:
    """In the copy: read, answer and end, whatever happens."""
    status = 1
    try:
        os.closerange(0, writable)
        confine()
        os.write(writable, _outcome(message, read))
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
