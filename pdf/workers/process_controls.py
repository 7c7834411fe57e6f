"""Settings of a Linux process for itself (prctl, by the C library). On other systems they have no effect."""

import ctypes
import os
import signal
import sys
from typing import Any

_SET_PARENT_DEATH_SIGNAL, _GET_DUMPABLE, _SET_DUMPABLE, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 1, 3, 4, 22, 38
_SECCOMP_FILTER = 2
_INSTRUCTION_BYTES = 8

_prctl: Any = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
if _prctl is not None:
    _prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def hide_memory() -> bool:
    """Prevent other processes of the same user, except root, from reading, writing and tracing this one; True if done.

    It lasts until the process executes another program. Then there are no core dumps, profilers need root, and files in
    `/proc/<pid>` belong to root.
    """
    return _control(_SET_DUMPABLE, 0)


def is_memory_hidden() -> bool:
    """Whether `hide_memory` applies to this process."""
    return _prctl is not None and int(_prctl(_GET_DUMPABLE, 0, 0, 0, 0)) == 0


def end_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; exit now if the parent has ended."""
    _control(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def filter_system_calls(program: bytes) -> bool:
    """Have the kernel run the program (classic BPF) for each system call of this process from now on; True if done."""
    if not _control(_SET_NO_NEW_PRIVILEGES, 1):  # required without root
        return False
    filter_ = _Program(len(program) // _INSTRUCTION_BYTES, program)
    return _control(_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(filter_))


def _control(option: int, value: int, pointer: object = 0) -> bool:
    return _prctl is not None and int(_prctl(option, value, pointer, 0, 0)) == 0
