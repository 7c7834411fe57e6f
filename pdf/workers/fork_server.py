"""A worker that reads untrusted files, each in a fork of itself that enters the sandbox, responds and ends.

No file meets state that another left behind, and a file that crashes its process affects no other.
"""

import codecs
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers import worker_protocol
from pdf.workers.process_controls import end_with
from pdf.workers.sandbox import enter_sandbox, start_timers
from pdf.workers.system_calls import MESSAGES, RESPONSES
from pdf.workers.upload_limits import UploadLimits

ACCEPTED, REFUSED = b"+", b"-"
"""First byte of a response: the content follows, or the code of the reason."""
SLOW_CPU_SECONDS = 1.0
"""CPU time from which on a file is too slow, when the wall limit ends its fork; below it, the machine is busy."""
READ_CHUNK_BYTES = 2**20
OPEN_DESCRIPTORS = "/dev/fd"
"""Linux and macOS list a process's descriptors there."""
CODECS = ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le")
"""Python loads codecs at their first use, which the sandbox rejects."""

Handler = Callable[[bytes], bytes]
"""From a message to the content of the response; raises UploadRefused."""


def serve(prepare: Callable[[bytes], Handler]) -> None:
    """Respond to messages on standard input until it ends; the limits are in the command line's arguments.

    `prepare` gets the init message and returns the handler, with everything loaded that it uses.
    """
    limits = UploadLimits.from_arguments(sys.argv[1:])

    def prepare_forks(init_message: bytes) -> Handler:
        handler = prepare(init_message)
        prepare_process(limits)
        return ForkServer(handler, limits)

    worker_protocol.serve(prepare_forks)


def prepare_process(limits: UploadLimits) -> None:
    """Prepare this process for being forked."""
    os.nice(limits.niceness)
    gc.disable()  # forks are too short-lived for garbage, and a collection would copy all of their memory
    logging.disable()  # parsers would log the contents of files
    for codec in CODECS:
        codecs.lookup(codec)


class ForkServer:
    """Responds to each message by a fork of this process. The next fork is made ahead, which takes milliseconds."""

    def __init__(self, handler: Handler, limits: UploadLimits) -> None:
        self._handler, self._limits = handler, limits
        self._next = _Fork(handler, limits)

    def __call__(self, message: bytes) -> bytes:
        """The response of a fork, or the refusal that its end implies."""
        fork = self._next
        is_sent = fork.send(message)
        self._next = _Fork(self._handler, self._limits)  # while the other one computes
        response = fork.response()
        return response if is_sent else self(message)  # it ended before the message came


class _Fork:
    """A forked process that waits in the sandbox for one message."""

    def __init__(self, handler: Handler, limits: UploadLimits) -> None:
        messages, self._messages = os.pipe()
        self._responses, responses = os.pipe()
        server = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            end_with(server)
            _run(handler, limits, messages, responses)
        self._max_response_bytes = limits.max_response_bytes
        os.close(messages)
        os.close(responses)

    def send(self, message: bytes) -> bool:
        """Whether the process has received the message."""
        with suppress(BrokenPipeError):
            with os.fdopen(self._messages, "wb") as pipe:
                pipe.write(message)
            return True
        return False

    def response(self) -> bytes:
        """The response, or the refusal that the end of the process implies."""
        with os.fdopen(self._responses, "rb") as pipe:
            response = pipe.read(self._max_response_bytes + 1)
        _, status, usage = os.wait4(self.pid, 0)
        if status == 0 and 0 < len(response) <= self._max_response_bytes:
            return response
        return REFUSED + _reason_of_end(status, usage.ru_utime + usage.ru_stime).encode()


def _reason_of_end(status: int, cpu_seconds: float) -> Reason:
    match os.WTERMSIG(status) if os.WIFSIGNALED(status) else None:
        case signal.SIGXCPU:
            return Reason.TOO_SLOW
        case signal.SIGALRM:
            return Reason.TOO_SLOW if cpu_seconds >= SLOW_CPU_SECONDS else Reason.BUSY
        case _:
            return Reason.NOT_EXAMINED


def _run(handler: Handler, limits: UploadLimits, messages: int, responses: int) -> NoReturn:
    """In the forked process: wait, read, respond and end in all cases."""
    status = 1
    try:
        os.dup2(messages, MESSAGES)
        os.dup2(responses, RESPONSES)
        _close_others()
        enter_sandbox(limits)
        message = bytearray()
        while chunk := os.read(MESSAGES, READ_CHUNK_BYTES):
            message += chunk
        if message:  # empty when the fork server has ended
            start_timers(limits)
            _write(_handle(bytes(message), handler))
        status = 0
    finally:
        os._exit(status)  # buffers and exit handlers belong to the fork server


def _write(response: bytes) -> None:
    """Write all of it: a timer's signal interrupts a long write."""
    rest = memoryview(response)
    while rest:
        rest = rest[os.write(RESPONSES, rest) :]


def _close_others() -> None:
    """Close all other descriptors of the fork server."""
    try:
        descriptors = [int(name) for name in os.listdir(OPEN_DESCRIPTORS)]  # noqa: PTH208 -- numbers, no paths
    except OSError:  # a container without /proc
        descriptors = [*range(os.sysconf("SC_OPEN_MAX"))]
    for descriptor in descriptors:
        if descriptor not in {MESSAGES, RESPONSES}:
            with suppress(OSError):  # that of the listing is already closed
                os.close(descriptor)


def _handle(message: bytes, handler: Handler) -> bytes:
    try:
        return ACCEPTED + handler(message)
    except UploadRefused as refused:
        return REFUSED + refused.reason.encode()
    except (MemoryError, RecursionError):
        return REFUSED + Reason.TOO_COMPLEX.encode()
