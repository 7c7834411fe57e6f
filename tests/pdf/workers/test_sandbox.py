"""What a confined process cannot do, tried from inside."""

import os
import subprocess
import sys

import pytest

from settings import PROJECT_ROOT

BEFORE = "import os, signal, socket, subprocess, sys, time\nfrom pdf.workers.sandbox import confine, limit_time\n"
TRIES = {
    "open a file": "open('/etc/passwd')",
    "write a file": "open('/tmp/kakusho-confinement', 'w')",
    "delete a file": "os.unlink('/tmp/kakusho-confinement')",
    "connect": "socket.create_connection(('127.0.0.1', 9))",
    "start a program": "subprocess.run(['/bin/true'])",
    "become a program": "os.execv('/bin/true', ['true'])",
    "fork": "os.fork()",
    "end another process": "os.kill(os.getppid(), 0)",
    "import": "import wave",
    "raise a limit": "import_ = None; socket.socket()",
}


def run(code: str, *, confined: str = "confine()\n") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", BEFORE + confined + code],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("name", TRIES)
def test_it_cannot(name: str) -> None:
    assert "PermissionError" in run(TRIES[name]).stderr


def test_the_kernel_gives_no_descriptor_either() -> None:
    limits = "sys.addaudithook = lambda hook: None\nconfine()\n"
    assert "Too many open files" in run("open('/etc/passwd')", confined=limits).stderr
    assert "Too many open files" in run("socket.socket()", confined=limits).stderr
    assert "Too many open files" in run("os.pipe()", confined=limits).stderr


def test_memory_has_an_end() -> None:
    assert run("bytes(150 * 2**20)").returncode == 0
    assert "MemoryError" in run("bytes(300 * 2**20)").stderr


def test_time_has_an_end() -> None:
    assert run("limit_time()\nwhile True: pass").returncode in (-14, -24)  # SIGALRM, SIGXCPU
    assert run("limit_time()\ntime.sleep(20)").returncode == -14


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux knows it")
def test_who_computes_long_comes_last() -> None:
    policy = "print(os.sched_getscheduler(0) == os.SCHED_IDLE)\n"
    busy = "end = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
    assert run(f"limit_time()\n{policy}{busy}{policy}").stdout.split() == ["False", "True"]
