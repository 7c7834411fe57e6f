"""Counting SQL statements: every one that goes through Tortoise, including raw ones."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

LOGGER = logging.getLogger("tortoise.db_client")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.statements.append(str(record.args[0] if isinstance(record.args, tuple) and record.args else record.msg))


@contextmanager
def recorded_statements() -> Generator[list[str]]:
    """The statements that are sent within the context (BEGIN and COMMIT are not among them)."""
    collector, level = _Collector(), LOGGER.level
    LOGGER.addHandler(collector)
    LOGGER.setLevel(logging.DEBUG)
    try:
        yield collector.statements
    finally:
        LOGGER.removeHandler(collector)
        LOGGER.setLevel(level)
