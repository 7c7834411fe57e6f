"""A mail server of its own for each test, and retries that are looked for quickly."""

from collections.abc import AsyncIterator

import pytest

from jobs import wakeups
from tests.conftest import Clock
from tests.mailservers import MailServer, listening


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(wakeups, "POLL_SECONDS", 0.05)
    return Clock()


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with listening(MailServer()) as running:
        yield running
