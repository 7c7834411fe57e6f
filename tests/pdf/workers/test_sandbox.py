"""What a sandboxed process cannot do, attempted from inside."""

import os
import signal
import subprocess
import sys

import pytest

from settings import PROJECT_ROOT

BEFORE = """
import os, signal, socket, subprocess, sys, time
from pdf.workers.sandbox import enter_sandbox, start_timers
from pdf.workers.upload_limits import UploadLimits
"""
ATTEMPTS = {
    "open a file": "open('/etc/passwd')",
    "write a file": "open('/tmp/kakusho-sandbox', 'w')",
    "delete a file": "os.unlink('/tmp/kakusho-sandbox')",
    "connect": "socket.create_connection(('127.0.0.1', 9))",
    "start a program": "subprocess.run(['/bin/true'])",
    "become a program": "os.execv('/bin/true', ['true'])",
    "fork": "os.fork()",
    "end another process": "os.kill(os.getppid(), 0)",
    "import": "import wave",
    "raise a limit": "import_ = None; socket.socket()",
}


def run(code: str, *, entering: str = "enter_sandbox()\n") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", BEFORE + entering + code],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("name", ATTEMPTS)
def test_it_cannot(name: str) -> None:
    assert "PermissionError" in run(ATTEMPTS[name]).stderr


def test_the_kernel_gives_no_descriptor_either() -> None:
    limits = "sys.addaudithook = lambda hook: None\nenter_sandbox()\n"
    assert "Too many open files" in run("open('/etc/passwd')", entering=limits).stderr
    assert "Too many open files" in run("socket.socket()", entering=limits).stderr
    assert "Too many open files" in run("os.pipe()", entering=limits).stderr


def test_memory_is_limited() -> None:
    assert run("bytes(150 * 2**20)").returncode == 0
    assert "MemoryError" in run("bytes(300 * 2**20)").stderr


def test_time_is_limited() -> None:
    assert run("start_timers(UploadLimits(wall_seconds=600))\nwhile True: pass").returncode == -signal.SIGXCPU
    assert run("start_timers(UploadLimits(wall_seconds=0.1))\ntime.sleep(600)").returncode == -signal.SIGALRM


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux knows it")
def test_a_process_that_computes_long_runs_on_idle_cpus_only() -> None:
    policy = "print(os.sched_getscheduler(0) == os.SCHED_IDLE)\n"
    busy = "end = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
    assert run(f"start_timers(UploadLimits(wall_seconds=600))\n{policy}{busy}{policy}").stdout.split() == [
        "False",
        "True",
    ]
