"""`kakusho serve` with measurement: it writes the CPU time of the longest turn of its event loop to a file.

CPU time excludes other processes of a busy machine. The server runs on asyncio's own loop, whose turns can be measured;
uvloop runs the same callbacks.
"""

import asyncio
import mmap
import os
import struct
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn.config

from cli import main

FILE = "LONGEST_TURN_FILE"
"""The environment variable with the file's name. The file has eight bytes: seconds as a float."""
LENGTH = struct.calcsize("d")


def longest_turn(file: Path) -> float:
    """Milliseconds of the longest turn since the last call."""
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), LENGTH) as memory:
        (seconds,) = struct.unpack("d", memory[:])
        memory[:] = struct.pack("d", 0.0)
    return float(seconds) * 1000


def _watch(file: Path) -> None:
    with file.open("r+b") as opened:
        memory = mmap.mmap(opened.fileno(), LENGTH)
    loop: Any = asyncio.BaseEventLoop
    run_once = loop._run_once  # noqa: SLF001 -- no public function is called once per turn

    def watched(self: Any) -> None:
        began = time.thread_time()
        run_once(self)
        taken = time.thread_time() - began
        if taken > struct.unpack("d", memory[:])[0]:
            memory[:] = struct.pack("d", taken)

    loop._run_once = watched  # noqa: SLF001 -- likewise


if __name__ == "__main__":
    uvicorn.config.LOOP_FACTORIES["auto"] = uvicorn.config.LOOP_FACTORIES["asyncio"]
    _watch(Path(os.environ[FILE]))
    sys.argv = ["kakusho", "serve"]
    main()
