"""A child process that executes commands, including faulty behaviour: python -m tests.pdf.faulty_worker."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from pdf.workers.worker_protocol import LENGTH, serve


def wait(path: str) -> None:
    while not Path(path).exists():
        time.sleep(0.01)


def fail(fault: bytes, status: bytes = b"0") -> None:
    if fault == b"exit":
        os._exit(int(status))
    if fault == b"too-long":
        os.write(3, LENGTH.pack(2**32 - 1))
    else:
        os.write(3, LENGTH.pack(100) + b"I w")
        os._exit(0)


def prepare(greeting: bytes) -> Callable[[bytes], bytes]:
    def handle(message: bytes) -> bytes:
        match message.split():
            case [b"sleep", seconds]:
                time.sleep(float(seconds))
            case [b"wait", path, *_]:
                wait(path.decode())
            case [b"exit" | b"too-long" | b"truncate" as fault, *status]:
                fail(fault, *status)
            case [b"respond", response, *_]:
                return response
            case [b"print"]:
                print("a library prints something")  # noqa: T201 -- printing is the case
            case [b"environment"]:
                return repr(sorted(os.environ)).encode()
            case _:
                pass
        return b"%b %b %d" % (greeting, message, os.getpid())

    return handle


if __name__ == "__main__":
    serve(prepare)
