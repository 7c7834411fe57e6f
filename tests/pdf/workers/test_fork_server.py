"""Copies of a process, one a message, in a process of their own: they would be copies of the tests."""

import subprocess
import sys
import time

import psutil

from settings import PROJECT_ROOT

BEGIN = """
import os, signal, time
from pdf.workers.fork_server import Copies, settle
settle()
answers = Copies(lambda message: message[::-1] + str(os.getpid()).encode() if message != b"end" else os._exit(7))
"""


def run(code: str) -> str:
    program = [sys.executable, "-c", BEGIN + code]
    return subprocess.run(  # noqa: S603 -- our own interpreter
        program, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=30, check=True
    ).stdout


def test_each_message_has_a_copy_of_its_own() -> None:
    first, second, own = run("print(answers(b'ab'), answers(b'ab'), os.getpid())").split()
    assert first[:5] == second[:5] == "b'+ba"
    assert len({first[5:-1], second[5:-1], own}) == 3


def test_a_copy_that_breaks_breaks_no_other() -> None:
    assert run("print(answers(b'end'), answers(b'ab')[:3])").strip() == "b'-NOT_EXAMINED' b'+ba'"


def test_one_that_ended_while_it_waited_is_replaced() -> None:
    kill = "os.kill(answers._next._process, signal.SIGKILL); time.sleep(0.2)\n"
    assert run(f"{kill}print(answers(b'ab')[:3], answers(b'x' * 9_000_000)[:3])").strip() == "b'+ba' b'+xx'"


def test_nobody_waits_when_the_original_is_gone() -> None:
    waiting = int(run("print(answers._next._process)"))
    end = time.monotonic() + 5
    while psutil.pid_exists(waiting) and time.monotonic() < end:
        time.sleep(0.05)
    assert not psutil.pid_exists(waiting)
