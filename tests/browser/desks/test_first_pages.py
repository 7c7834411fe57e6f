"""The first page of each desk, and what anybody opens."""

import pytest
from playwright.async_api import expect

from tests.support.browsers import desk_windows
from tests.support.browsers.desk_faults import SIGNED_OUT
from tests.support.browsers.desk_windows import Desk

DESKS = {"contractor": "/contractor", "obligee": "/obligee"}


@pytest.mark.parametrize("account", DESKS)
async def test_signing_in_leads_each_to_the_own_desk(desk: Desk, account: str) -> None:
    page = await desk.signed_in(account)
    await page.wait_for_url(f"**{DESKS[account]}**")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_the_language_is_switched_and_kept(desk: Desk) -> None:
    page = await desk.signed_in("contractor", "/contractor/guarantees")
    await page.get_by_role("button", name="English").click()
    for _ in range(2):
        await expect(page.get_by_role("heading", level=1, name="Guarantees")).to_be_visible()
        assert await page.locator("html").get_attribute("lang") == "en"
        await page.reload()
    await page.get_by_role("button", name="日本語").click()
    await expect(page.get_by_role("heading", level=1, name="保証契約一覧")).to_be_visible()


@pytest.mark.parametrize("path", ["/contractor/guarantees?kind=PERFORMANCE", "/obligee/certificates"])
async def test_a_stranger_signs_in_and_comes_to_the_page_that_was_asked_for(desk: Desk, path: str) -> None:
    with desk.faults.expected(*SIGNED_OUT):
        page = await desk.window(path)
        await page.wait_for_url("**/sign-in**")
    await desk_windows.sign_in(page, path.split("/")[1])
    await page.wait_for_url(lambda address: address.startswith(desk.at(path)))


async def test_the_address_of_a_notice_fills_in_the_number(desk: Desk) -> None:
    page = await desk.signed_in("obligee", "/obligee?number=31073-00001M")
    await expect(page.get_by_label("保証契約番号")).to_have_value("31073-00001M")


async def test_the_first_page_leads_to_the_sign_in(desk: Desk) -> None:
    page = await desk.window("/")
    await page.get_by_role("link", name="サインイン").first.click()
    await desk_windows.sign_in(page, "obligee")
    await expect(page.get_by_role("heading", level=1, name="電子証書の確認")).to_be_visible()
