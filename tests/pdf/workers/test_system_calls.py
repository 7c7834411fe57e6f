"""The filter of system calls, interpreted as the kernel does, also for machines on which the tests do not run."""

import struct

import pytest

from pdf.workers.system_calls import _ALLOW, _ARCHITECTURES, _EQUALS, _HAS_BITS, _KILL, _LOAD, _REFUSE, filter_for

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
KILL = {"x86_64": 62, "aarch64": 129}
X32 = 0x40000000
"""Marks the calls of x86-64 with short pointers, which have separate numbers."""


def verdict(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the program returns for a call."""
    program = filter_for(machine)
    assert program is not None
    padded = (*arguments, *[0] * (6 - len(arguments)))
    identity = MACHINES[machine] if architecture is None else architecture
    data = struct.pack("=IIQ6Q", number, identity, 0, *padded)
    place, loaded = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("=HBBI", program, 8 * place)
        place += 1
        if code == _LOAD:
            (loaded,) = struct.unpack_from("=I", data, value)
        elif code == _EQUALS:
            place += if_true if loaded == value else if_false
        elif code == _HAS_BITS:
            place += if_true if loaded & value else if_false
        else:
            return value


@pytest.mark.parametrize("machine", MACHINES)
def test_only_what_is_listed_is_allowed(machine: str) -> None:
    numbers = _ARCHITECTURES[machine].numbers
    conditional = {numbers[name] for name in ("read", "write", "mmap", "mprotect", "sched_setscheduler")}
    allowed = {number for number in range(600) if verdict(machine, number, 9, 9, 4) == _ALLOW}
    assert allowed == set(numbers.values()) - conditional
    assert verdict(machine, KILL[machine]) == _REFUSE
    assert verdict(machine, numbers["exit"] | X32) == _REFUSE


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        ("read", [(0,)], [(1,), (3,)]),
        ("write", [(1,)], [(0,), (2,), (90,)]),
        ("mmap", [(0, 4096, 3)], [(0, 4096, 4), (0, 4096, 7)]),
        ("mprotect", [(0, 4096, 1)], [(0, 4096, 5)]),
        ("sched_setscheduler", [(0, 5)], [(0, 0), (1, 5), (0, 1)]),
    ],
)
def test_arguments_are_looked_at(
    machine: str, name: str, allowed: list[tuple[int, ...]], refused: list[tuple[int, ...]]
) -> None:
    number = _ARCHITECTURES[machine].numbers[name]
    assert {verdict(machine, number, *arguments) for arguments in allowed} == {_ALLOW}
    assert {verdict(machine, number, *arguments) for arguments in refused} == {_REFUSE}


def test_calls_of_another_architecture_end_the_process() -> None:
    assert verdict("x86_64", 0, architecture=0x40000003) == _KILL


def test_an_unknown_machine_has_no_filter() -> None:
    assert filter_for("riscv64") is None
