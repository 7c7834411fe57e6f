"""The report about the sandbox at the start, in a separate process, because it forks."""

import ast
import subprocess
import sys

import pytest

from pdf.workers.system_calls import FILTER
from settings import PROJECT_ROOT

PROBE = "from pdf.workers import process_controls, sandbox, sandbox_probe, system_calls\n"
TELL = "print(tuple(sandbox_probe.probe()))"

pytestmark = pytest.mark.skipif(FILTER is None, reason="this machine's system calls are not filtered")


def probed(before: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    output = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", f"{PROBE}{before}{TELL}"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    ).stdout
    return ast.literal_eval(output)


def test_everything_is_enforced_here() -> None:
    enforced, missing = probed("process_controls.hide_memory()\n")
    assert missing == ()
    assert "no_foreign_memory" in enforced


def test_a_server_whose_memory_is_not_hidden_says_so() -> None:
    assert probed()[1] == ("hidden_memory",)


def test_without_the_filter_what_the_limits_do_not_cover_is_missing() -> None:
    _, missing = probed("system_calls.FILTER = None\n")
    assert {"no_signals", "hidden_memory"} <= set(missing)
    assert "limited_memory" not in missing


def test_a_fork_that_ends_early_has_enforced_nothing() -> None:
    enforced, _ = probed("import os\nsandbox_probe.enter_sandbox = lambda _: os._exit(1)\n")
    assert enforced == ()
