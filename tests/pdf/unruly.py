"""A child process that does what it is told, good or bad: python -m tests.pdf.unruly."""

import os
import time
from collections.abc import Callable

from pdf.child import LENGTH, serve


def prepared(greeting: bytes) -> Callable[[bytes], bytes]:
    def answer(message: bytes) -> bytes:
        match message.split():
            case [b"sleep", seconds]:
                time.sleep(float(seconds))
            case [b"wait", path, *_]:
                while not os.path.exists(path):  # noqa: ASYNC110, PTH110 -- bytes, and nobody else waits
                    time.sleep(0.01)
            case [b"exit", status]:
                os._exit(int(status))
            case [b"boast"]:
                os.write(3, LENGTH.pack(2**32 - 1))
            case [b"stammer"]:
                os.write(3, LENGTH.pack(100) + b"I w")
                os._exit(0)
            case [b"print"]:
                print("a library says something")  # noqa: T201 -- that is the case
            case [b"environment"]:
                return repr(sorted(os.environ)).encode()
            case _:
                pass
        return b"%b %b %d" % (greeting, message, os.getpid())

    return answer


if __name__ == "__main__":
    serve(prepared)
