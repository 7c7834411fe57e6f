"""axe finds nothing on any page, in a large window and on a phone; no page is wider than its window."""

from collections.abc import Sequence

from playwright.async_api import Page

from tests.support.browsers import desk_pages
from tests.support.browsers.accessibility import violations
from tests.support.browsers.desk_pages import Shown
from tests.support.browsers.desk_windows import Desk
from tests.support.browsers.desk_world import World

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def problems(page: Page, desk: Desk, pages: Sequence[Shown]) -> list[str]:
    """What is wrong with some pages, each with its address."""
    found: list[str] = []
    for shown in pages:
        await page.goto(desk.at(shown.path))
        await page.wait_for_load_state("networkidle")
        assert await page.title(), shown.name
        assert await page.get_by_role("heading", level=1).count() == 1, shown.name
        found += [f"{shown.name}: {each}" for each in await violations(page)]
        if (more := await page.evaluate(OVERFLOW)) > 0:
            found.append(f"{shown.name}: {more} pixels wider than the window")
    return found


async def everything(world: World, desk: Desk) -> list[str]:
    """All pages, as those who see them."""
    page = await desk.window()
    async with world.api() as api:
        pages = {"contractor": await desk_pages.contractors(api), "obligee": await desk_pages.obligees(api)}
    found = await problems(page, desk, desk_pages.public())
    for account, own in pages.items():
        await desk.context.clear_cookies()
        page = await desk.signed_in(account)
        found += await problems(page, desk, own)
    return found


async def test_no_page_breaks_a_rule_in_a_large_window(world: World, desk: Desk) -> None:
    found = await everything(world, desk)
    assert not found, "\n".join(found)


async def test_no_page_breaks_a_rule_on_a_phone(world: World, phone: Desk) -> None:
    found = await everything(world, phone)
    assert not found, "\n".join(found)


async def test_axe_finds_what_is_wrong(desk: Desk) -> None:
    page = await desk.window("/verify")
    await page.evaluate("document.body.append(document.createElement('button'))")
    assert [each.split()[1] for each in await violations(page)] == ["button-name:"]
