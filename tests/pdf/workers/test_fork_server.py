"""A fork for each message, in a separate process: otherwise the tests would be forked."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from pdf.upload_refusals import Reason
from pdf.workers.fork_server import SLOW_CPU_SECONDS, _reason_of_end
from settings import PROJECT_ROOT

BEGIN = """
import os, psutil, signal, time
from pdf.workers.fork_server import ForkServer, prepare_process
from pdf.workers.upload_limits import UploadLimits

def waiting():
    return psutil.Process().children()[0].pid

def handler(message):
    if message == b"exit":
        os._exit(7)
    if message == b"sleep":
        time.sleep(600)
    if message == b"compute":
        while True:
            pass
    if message == b"long":
        return bytes(70_000)
    return message[:-9:-1] + str(os.getpid()).encode()

def server(wall_seconds=600):
    limits = UploadLimits(wall_seconds=wall_seconds, foreground_cpu_seconds=600, niceness=0)
    prepare_process(limits)
    return ForkServer(handler, limits)

request = server()
"""


def run(code: str) -> str:
    program = [sys.executable, "-c", BEGIN + code]
    return subprocess.run(  # noqa: S603 -- our own interpreter
        program, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=300, check=True
    ).stdout


def test_each_message_has_a_fork_of_its_own() -> None:
    first, second, own = run("print(request(b'ab'), request(b'ab'), os.getpid())").split()
    assert first[:5] == second[:5] == "b'+ba"
    assert len({first[5:-1], second[5:-1], own}) == 3


def test_a_fork_that_crashes_affects_no_other() -> None:
    assert run("print(request(b'exit'), request(b'ab')[:3])").strip() == "b'-NOT_EXAMINED' b'+ba'"


def test_a_fork_that_computes_too_long_is_too_slow() -> None:
    assert run("print(request(b'compute'))").strip() == "b'-TOO_SLOW'"


def test_a_fork_that_had_no_cpu_time_until_the_wall_limit_was_on_a_busy_machine() -> None:
    assert run("print(server(wall_seconds=0.1)(b'sleep'))").strip() == "b'-BUSY'"


@pytest.mark.parametrize(
    ("end", "cpu_seconds", "reason"),
    [
        (signal.SIGXCPU, 2.0, Reason.TOO_SLOW),
        (signal.SIGALRM, SLOW_CPU_SECONDS, Reason.TOO_SLOW),
        (signal.SIGALRM, SLOW_CPU_SECONDS - 0.01, Reason.BUSY),
        (signal.SIGALRM, 0.0, Reason.BUSY),
        (signal.SIGKILL, 0.0, Reason.NOT_EXAMINED),
        (signal.SIGSEGV, 2.0, Reason.NOT_EXAMINED),
    ],
)
def test_the_reason_follows_from_the_signal_and_the_cpu_time(
    end: signal.Signals, cpu_seconds: float, reason: Reason
) -> None:
    assert os.WTERMSIG(end) == end
    assert _reason_of_end(end, cpu_seconds) is reason


def test_a_fork_that_ended_while_it_waited_is_replaced() -> None:
    kill = "pid = waiting()\nos.kill(pid, signal.SIGKILL)\nos.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)\n"
    assert run(f"{kill}print(request(b'ab')[:3], request(b'x' * 9_000_000)[:3])").strip() == "b'+ba' b'+xx'"


def test_a_response_that_is_too_long_is_refused() -> None:
    assert run("print(request(b'long'))").strip() == "b'-NOT_EXAMINED'"


def test_a_long_response_comes_whole() -> None:
    code = "limits = UploadLimits(wall_seconds=600, niceness=0, max_response_bytes=100_000)\n"
    assert run(f"{code}print(len(ForkServer(handler, limits)(b'long')))").strip() == "70001"


def test_no_fork_survives_its_server() -> None:
    with suppress(psutil.NoSuchProcess):  # it may have ended before
        psutil.Process(int(run("print(waiting())"))).wait(timeout=60)
