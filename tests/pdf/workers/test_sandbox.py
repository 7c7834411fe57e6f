"""What a sandboxed process cannot do, attempted from inside."""

import os
import signal
import subprocess
import sys
import time
from textwrap import indent

import pytest

from settings import PROJECT_ROOT

BEFORE = """
import os, signal, socket, subprocess, sys, time
from pdf.workers import system_calls
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


def run(code: str, *, entering: str = "enter_sandbox(UploadLimits())\n") -> subprocess.CompletedProcess[str]:
    """Run the code in the sandbox, where only standard output is writable."""
    code = f"try:\n{indent(code, '    ')}\nexcept Exception as error:\n    os.write(1, repr(error).encode())"
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
    assert "PermissionError" in run(ATTEMPTS[name]).stdout


@pytest.mark.parametrize("attempt", ["open('/etc/passwd')", "socket.socket()", "os.pipe()"])
def test_limits_give_no_descriptor_where_there_are_neither_hook_nor_filter(attempt: str) -> None:
    limits = "sys.addaudithook = lambda hook: None\nsystem_calls.FILTER = None\nenter_sandbox(UploadLimits())\n"
    assert "Too many open files" in run(attempt, entering=limits).stdout


def test_memory_is_limited() -> None:
    assert run("bytes(150 * 2**20)").returncode == 0
    assert "MemoryError" in run("bytes(300 * 2**20)").stdout


def test_time_is_limited() -> None:
    assert run("start_timers(UploadLimits(wall_seconds=600))\nwhile True: pass").returncode == -signal.SIGXCPU
    assert run("start_timers(UploadLimits(wall_seconds=0.1))\ntime.sleep(600)").returncode == -signal.SIGALRM


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux knows it")
def test_a_process_that_computes_long_runs_on_idle_cpus_only() -> None:
    code = (
        "enter_sandbox(UploadLimits())\nstart_timers(UploadLimits(wall_seconds=600))\nos.read(0, 1)\nwhile True: pass"
    )
    with subprocess.Popen(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", BEFORE + code], cwd=PROJECT_ROOT, stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert os.sched_getscheduler(process.pid) != os.SCHED_IDLE
        process.stdin.write(b"x")
        process.stdin.close()
        while process.poll() is None and os.sched_getscheduler(process.pid) != os.SCHED_IDLE:
            time.sleep(0.01)  # the limit of CPU time ends the process, and this with it
        assert process.poll() is None
        process.kill()
