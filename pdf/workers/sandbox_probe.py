"""What the sandbox enforces on this machine, tested by machine code in a fork that has entered it."""

import ctypes
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple, NoReturn

from pdf.workers import process_controls
from pdf.workers.sandbox import enter_sandbox
from pdf.workers.system_calls import RESPONSES
from pdf.workers.upload_limits import UploadLimits

_REFUSED, _DONE = b"+", b"-"
_LIMITS = UploadLimits()
_SECRET = ctypes.create_string_buffer(b"of the server")


class Enforcement(NamedTuple):
    """What is enforced and what is missing, with the names of docs/documents.md."""

    enforced: tuple[str, ...]
    missing: tuple[str, ...]


class _Piece(ctypes.Structure):
    """`struct iovec`."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def probe() -> Enforcement:
    """Try what a hostile file could try, in a fork; call it before the process has other threads."""
    attempts = _attempts(os.getpid())
    responses, other_end = os.pipe()
    child = os.fork()
    if child == 0:
        _try(attempts, other_end)
    os.close(other_end)
    with os.fdopen(responses, "rb") as pipe:
        outcomes = pipe.read()
    os.waitpid(child, 0)
    found = {name: outcomes[place : place + 1] == _REFUSED for place, name in enumerate(attempts)}
    found["hidden_memory"] = process_controls.is_memory_hidden()
    return Enforcement(
        tuple(name for name, is_enforced in found.items() if is_enforced),
        tuple(name for name, is_enforced in found.items() if not is_enforced),
    )


def _try(attempts: Mapping[str, Callable[[], bool]], responses: int) -> NoReturn:
    """In the fork: write a byte for each attempt. An attempt that ends the fork counts as not enforced."""
    try:
        os.dup2(responses, RESPONSES)
        enter_sandbox(_LIMITS)
        for is_refused in attempts.values():
            os.write(RESPONSES, _REFUSED if is_refused() else _DONE)
    finally:
        os._exit(0)


def _attempts(server: int) -> Mapping[str, Callable[[], bool]]:
    """By name, whether an attempt is refused. All functions are looked up now: the sandbox allows no loading."""
    library = ctypes.CDLL(None)
    open_, connect, kill, fork = library.open, library.socket, library.kill, library.fork
    copied = ctypes.create_string_buffer(len(_SECRET))
    here, there = (_Piece(ctypes.addressof(each), len(_SECRET)) for each in (copied, _SECRET))
    read_memory = getattr(library, "process_vm_readv", None)

    def reads_memory() -> bool:
        return read_memory is not None and read_memory(server, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0

    def starts_process() -> bool:
        if (child := fork()) == 0:
            os._exit(0)
        return child > 0

    return {
        "limited_memory": _memory_is_limited,
        "no_files": lambda: open_(b"/", os.O_RDONLY) < 0,
        "no_sockets": lambda: connect(int(socket.AF_INET), int(socket.SOCK_STREAM), 0) < 0,
        "no_processes": lambda: not starts_process(),
        "no_signals": lambda: kill(server, 0) < 0,
        "no_foreign_memory": lambda: not reads_memory(),
    }


def _memory_is_limited() -> bool:
    with suppress(MemoryError):
        bytes(_LIMITS.max_memory)
        return False
    return True
