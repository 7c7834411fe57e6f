"""A process writes its logs to standard error."""

import json
import subprocess
import sys

import pytest

import logs
from settings import PROJECT_ROOT

KEY = "Z28YUE4J3Bux"
CONFIGURED = "import logging, structlog, logs; logs.configure('INFO'); log = structlog.get_logger('test')\n"


def written(program: str) -> str:
    """The output of a process that configures its logs and runs `program`."""
    command = [sys.executable, "-c", CONFIGURED + program]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)  # noqa: S603 -- our own command
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("name", sorted(logs.SECRET_NAMES))
def test_blanks_whatever_is_named_like_a_secret(name: str) -> None:
    assert logs.redact(None, "info", {"event": "x", name: KEY}) == {"event": "x", name: "***"}


def test_writes_json_without_secrets() -> None:
    text = written(f"log.info('読んだ', number='31073-00001M', key='{KEY}', password='geheim')")
    line = json.loads(text)
    assert line.pop("timestamp")
    assert line == {
        "event": "読んだ", "level": "info", "logger": "test", "number": "31073-00001M", "key": "***", "password": "***",
    }  # fmt: skip
    assert KEY not in text


def test_a_traceback_shows_no_local_variables() -> None:
    program = f"""
def fail(secret):
    raise ValueError(len(secret))
try:
    fail("".join({list(KEY)}))
except ValueError:
    log.exception("failed")
"""
    text = written(program)
    assert "ValueError: 12" in text
    assert KEY not in text


def test_the_standard_librarys_loggers_go_the_same_way() -> None:
    text = written(
        "logging.getLogger('uvicorn').warning('hello %s', 'world'); logging.getLogger('uvicorn').debug('not this');"
        "logging.getLogger('tortoise.db_client').info('SELECT 1');"
        "logging.getLogger('python_multipart.multipart').warning('Found invalid character 7')"
    )
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["event"], line["level"], line["logger"]) for line in lines] == [("hello world", "warning", "uvicorn")]
