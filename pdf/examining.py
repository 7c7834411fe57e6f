"""An examining process: `python -m pdf.examining`. It reads uploaded files, each in a process of its own.

This process has everything loaded; for each file it makes a copy of itself (fork), which confines itself, reads that
one file, answers and ends. So no file meets what another left behind, and one that breaks its process breaks no other.
"""

import codecs
import gc
import logging
import os
import signal
from typing import NoReturn

from pdf import notice_file
from pdf.child import serve
from pdf.confinement import confine
from pdf.refusals import NotRead, Reason

READ, REFUSED = b"+", b"-"
NICENESS = 19
"""The requests of others come first; where nobody else computes, it costs nothing."""
LONGEST_ANSWER = 65_536
CODECS = ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le")
"""Python loads them when they are first used, which a copy may not."""


def main() -> None:
    """Examine what comes on standard input until it ends."""
    os.nice(NICENESS)
    gc.disable()  # the copies live too short to have garbage, and a collection would touch all of their memory
    logging.disable()  # pdfminer would repeat what stands in the files
    for codec in CODECS:
        codecs.lookup(codec)
    serve(lambda _: _examined)


def _examined(document: bytes) -> bytes:
    """The answer of a copy of this process, or what its end tells."""
    readable, writable = os.pipe()
    copy = os.fork()
    if copy == 0:
        _answer(document, writable)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        answer = pipe.read(LONGEST_ANSWER)
    _, status = os.waitpid(copy, 0)
    if status == 0 and answer:
        return answer
    is_late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGALRM, signal.SIGXCPU)
    return REFUSED + (Reason.TOO_SLOW if is_late else Reason.NOT_EXAMINED).encode()


def _answer(document: bytes, writable: int) -> NoReturn:
    """In the copy: read, answer and end, whatever happens."""
    status = 1
    try:
        os.closerange(0, writable)
        confine()
        os.write(writable, _outcome(document))
        status = 0
    finally:
        os._exit(status)  # nothing of the original is to be flushed or finished here


def _outcome(document: bytes) -> bytes:
    try:
        return READ + notice_file.read(document).to_json()
    except NotRead as refused:
        return REFUSED + refused.reason.encode()
    except (MemoryError, RecursionError):
        return REFUSED + Reason.TOO_COMPLEX.encode()


if __name__ == "__main__":
    main()
