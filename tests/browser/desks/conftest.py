"""The server, the browser and its windows; a test fails on every fault that one of its pages has reported."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.support.browsers import desk_windows, desk_world
from tests.support.browsers.desk_windows import DESKTOP, PHONE, Desk
from tests.support.browsers.desk_world import World


@pytest.fixture(scope="session")
async def world() -> AsyncIterator[World]:
    async with desk_world.world() as made:
        yield made


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with desk_windows.chromium() as opened:
        yield opened


@pytest.fixture
async def desk(browser: Browser, world: World) -> AsyncIterator[Desk]:
    """A person's browser on a desktop."""
    async with desk_windows.desk(browser, world.address, DESKTOP) as opened:
        yield opened


@pytest.fixture
async def phone(browser: Browser, world: World) -> AsyncIterator[Desk]:
    """A person's browser on a phone."""
    async with desk_windows.desk(browser, world.address, PHONE) as opened:
        yield opened
