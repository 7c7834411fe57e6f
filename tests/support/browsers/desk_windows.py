"""Windows of a real browser at the desks: on a desktop and on a phone."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from sample.sample_register import PASSWORD
from tests.conftest import EMAILS
from tests.support.browsers.chromium import CHROMIUM, QUIET
from tests.support.browsers.desk_faults import Faults

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SECONDS = 20
"""Time limit of every wait of a page."""
expect.set_options(timeout=SECONDS * 1000)


@dataclass
class Desk:
    """One person's browser: windows with a common session, and the faults of all of them."""

    address: str
    context: BrowserContext
    size: dict[str, Any]
    faults: Faults = field(default_factory=Faults)

    @property
    def width(self) -> int:
        """Of its windows, in pixels."""
        return int(self.size["viewport"]["width"])

    async def window(self, path: str = "") -> Page:
        """Open a further window."""
        page = await self.context.new_page()
        if path:
            await page.goto(self.at(path))
        return page

    def at(self, path: str) -> str:
        """The address of a page."""
        return path if path.startswith("http") else f"{self.address}{path}"

    async def signed_in(self, account: str, path: str = "") -> Page:
        """A window at the first page of the account's desk, or at another one, by the form of /sign-in."""
        page = await self.window("/sign-in")
        await sign_in(page, account)
        if path:
            await page.goto(self.at(path))
        return page


async def sign_in(page: Page, account: str) -> None:
    """Fill in the form of /sign-in, and wait for the page that it leads to."""
    await page.get_by_role("textbox", name="メールアドレス").fill(EMAILS.get(account, f"{account}@example.jp"))
    await page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="サインイン").click()
    await page.wait_for_url(lambda address: "/sign-in" not in address)


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """Debian's Chromium, headless."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield browser
        await browser.close()


@asynccontextmanager
async def desk(browser: Browser, address: str, size: dict[str, Any], **more: Any) -> AsyncGenerator[Desk]:
    """A person's browser without cookies, within the context; at its end there must have been no fault."""
    context = await browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", **size, **more)
    context.set_default_timeout(SECONDS * 1000)
    opened = Desk(address, context, size)
    await opened.faults.watch(context)
    yield opened
    await context.close()
    assert not opened.faults.found, "\n".join(opened.faults.found)
