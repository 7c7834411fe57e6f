"""Pictures of every page into docs/images/desks, from the demonstration's data: `scripts/desk-pictures`."""

import asyncio
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page

from tests.support.browsers import desk_pages, desk_windows, desk_world
from tests.support.browsers.desk_pages import Shown
from tests.support.browsers.desk_steps import applying, people, receiving
from tests.support.browsers.desk_steps.applying import Application
from tests.support.browsers.desk_windows import DESKTOP, PHONE, Desk
from tests.support.browsers.desk_world import World

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "images" / "desks"
HIGHEST, LARGEST = 1_600, 100_000
"""Pixels and bytes of a picture."""
ON_A_PHONE = {
    "site-home",
    "verify",
    "contractor-guarantees",
    "contractor-guarantee-accepted-handover",
    "contractor-apply",
    "obligee-look-up",
    "obligee-certificate-viewed",
}


async def picture(page: Page, name: str) -> None:
    """The whole page, in as few colours as are needed."""
    await page.wait_for_load_state("networkidle")
    await page.evaluate("window.scrollTo(0, 0)")
    shot = Image.open(io.BytesIO(await page.screenshot(full_page=True, animations="disabled")))
    shown = shot.convert("RGB").crop((0, 0, shot.width, min(shot.height, HIGHEST)))
    for colours in (128, 64, 32, 16):
        file = io.BytesIO()
        shown.quantize(colours).save(file, "PNG", optimize=True)
        if file.tell() < LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(file.getvalue())


async def pictures(desk: Desk, pages: Sequence[Shown], ending: str = "") -> None:
    """Of pages that all belong to one account, or to anybody."""
    account = pages[0].account
    page = await desk.signed_in(account) if account else await desk.window()
    for shown in pages:
        await page.goto(desk.at(shown.path))
        await picture(page, shown.name + ending)


async def of_an_application(desk: Desk) -> None:
    """The form when it is filled in, and its confirmation."""
    page = await desk.signed_in("contractor", "/contractor/apply")
    await applying.fill_in(page, Application("市道１２３号線道路改良工事"))
    await applying.is_saved(page)
    await picture(page, "contractor-apply-filled-in")
    await applying.confirm(page)
    await picture(page, "contractor-apply-confirmation")


async def of_a_comparison(desk: Desk, world: World) -> None:
    """A certificate beside a contract that differs."""
    async with world.api() as api:
        guarantee = await people.issued(api, "市道４５６号線橋りょう補修工事")
    page = await desk.signed_in("obligee")
    await receiving.look_up(page, f"{guarantee['number']} {guarantee['authKey']}")
    await receiving.compare(page, project="市道４５６号線橋りょう補修工事", price="4500万")
    await page.get_by_text("1件の項目が異なります").wait_for()
    await picture(page, "obligee-certificate-compared")


async def make(world: World, browser: Browser) -> None:
    """All of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with world.api() as api:
        pages = [desk_pages.public(), await desk_pages.contractors(api), await desk_pages.obligees(api)]
    for own in pages:
        async with desk_windows.desk(browser, world.address, DESKTOP) as desk:
            await pictures(desk, own)
        async with desk_windows.desk(browser, world.address, PHONE) as phone:
            await pictures(phone, [shown for shown in own if shown.name in ON_A_PHONE], "-phone")
    async with desk_windows.desk(browser, world.address, DESKTOP) as desk:
        await of_an_application(desk)
    async with desk_windows.desk(browser, world.address, DESKTOP) as desk:
        await of_a_comparison(desk, world)


async def main() -> None:
    """With a server and a browser of its own."""
    async with desk_world.world() as world, desk_windows.chromium() as browser:
        await make(world, browser)


if __name__ == "__main__":
    asyncio.run(main())
