"""The system calls that the sandbox allows, as a program for the kernel (seccomp, classic BPF).

All others fail with EPERM: opening, connecting, starting and signalling processes, reading their memory, raising
limits. Libraries try a few such calls and work without them, so the filter refuses instead of killing.
"""

import errno
import os
import platform
import struct
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

MESSAGES, RESPONSES = 0, 1
"""The descriptors of a fork."""

_LOAD, _EQUALS, _HAS_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
"""Offsets in `struct seccomp_data`."""
_EXECUTABLE = 4
"""PROT_EXEC."""


class _Value(NamedTuple):
    """An argument must have this value."""

    argument: int
    value: int

    @property
    def tests(self) -> list[tuple[int, int, int, int]]:
        return [(_LOAD, 0, 0, _low(self.argument)), (_EQUALS, 1, 0, self.value), (_RETURN, 0, 0, _REFUSE)]


class _Without(NamedTuple):
    """An argument must not have these bits."""

    argument: int
    bits: int

    @property
    def tests(self) -> list[tuple[int, int, int, int]]:
        return [(_LOAD, 0, 0, _low(self.argument)), (_HAS_BITS, 0, 1, self.bits), (_RETURN, 0, 0, _REFUSE)]


_NOT_EXECUTABLE = _Without(2, _EXECUTABLE)
_ALLOWED: Mapping[str, Sequence[_Value | _Without]] = {
    "read": (_Value(0, MESSAGES),),
    "write": (_Value(0, RESPONSES),),
    "brk": (),
    "mmap": (_NOT_EXECUTABLE,),
    "mprotect": (_NOT_EXECUTABLE,),
    "mremap": (),
    "munmap": (),
    "madvise": (),
    "futex": (),
    "getrandom": (),
    "clock_gettime": (),
    "clock_nanosleep": (),
    "gettimeofday": (),
    "getpid": (),
    "gettid": (),
    "setitimer": (),
    "sched_yield": (),
    "sched_setscheduler": (_Value(0, 0), _Value(1, getattr(os, "SCHED_IDLE", 5))),
    "rt_sigprocmask": (),
    "rt_sigreturn": (),
    "restart_syscall": (),
    "exit": (),
    "exit_group": (),
}
"""What interpreter, memory allocator and the sandbox itself (timers, idle CPUs) need, with conditions on arguments.

`rt_sigaction` is not among them: the handlers of the limits' signals cannot be replaced.
"""


class _Architecture(NamedTuple):
    """A kernel's numbers of system calls."""

    identity: int
    """AUDIT_ARCH_…"""
    numbers: Mapping[str, int]


def _numbered(*numbers: int) -> dict[str, int]:
    return dict(zip(_ALLOWED, numbers, strict=True))


_ARCHITECTURES = {
    "x86_64": _Architecture(
        0xC000003E,
        _numbered(0, 1, 12, 9, 10, 25, 11, 28, 202, 318, 228, 230, 96, 39, 186, 38, 24, 144, 14, 15, 219, 60, 231),
    ),
    "aarch64": _Architecture(
        0xC00000B7,
        _numbered(
            *(63, 64, 214, 222, 226, 216, 215, 233, 98, 278, 113, 115, 169, 172, 178, 103, 124, 119, 135, 139, 128),
            *(93, 94),
        ),
    ),
}
"""From the kernel's tables of system calls, in the order of `_ALLOWED`."""


def filter_for(machine: str) -> bytes | None:
    """The program for a machine (`platform.machine()`); None if its numbers are not in this module."""
    architecture = _ARCHITECTURES.get(machine)
    if architecture is None:
        return None
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUALS, 1, 0, architecture.identity),
        (_RETURN, 0, 0, _KILL),  # a call of another architecture, whose numbers differ
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for name, conditions in _ALLOWED.items():
        tests = [test for condition in conditions for test in condition.tests]
        program += [(_EQUALS, 0, len(tests) + 1, architecture.numbers[name]), *tests, (_RETURN, 0, 0, _ALLOW)]
    program.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _low(argument: int) -> int:
    """The offset of an argument's lower 32 bits; both architectures are little-endian."""
    return _ARGUMENTS_AT + 8 * argument


FILTER = filter_for(platform.machine()) if sys.platform == "linux" and sys.maxsize > 2**32 else None
"""The program for this machine; None if there is none, as on macOS."""
