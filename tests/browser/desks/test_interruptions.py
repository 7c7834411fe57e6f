"""What is typed stays, and is saved later, if the network is cut, the session ends or the server is restarted."""

import asyncio

from playwright.async_api import Page, expect

from sample.sample_register import PASSWORD
from tests.support.browsers.desk_faults import CUT, SIGNED_OUT
from tests.support.browsers.desk_steps import applying, people, receiving
from tests.support.browsers.desk_steps.applying import field
from tests.support.browsers.desk_windows import Desk
from tests.support.browsers.desk_world import World

REASON = "工期の終期が契約書と異なります。"


async def begun(desk: Desk, project: str) -> Page:
    """A draft that was saved once."""
    page = await desk.signed_in("contractor", "/contractor/apply")
    await field(page, "工事名").fill(project)
    await applying.is_saved(page)
    return page


async def is_kept(page: Page, project: str, price: str) -> None:
    """Both texts are on the page, and still are after it was read again from the server."""
    for _ in range(2):
        await expect(field(page, "工事名")).to_have_value(project)
        await expect(field(page, "請負金額")).to_have_value(price)
        await page.reload()


async def test_a_form_is_saved_once_the_network_is_back(desk: Desk) -> None:
    page = await begun(desk, "網が切れる工事")
    with desk.faults.expected(*CUT):
        await desk.context.set_offline(offline=True)
        await field(page, "請負金額").fill("3000万")
        await page.keyboard.press("Tab")
        await expect(page.get_by_text("通信できないため、まだ保存していません")).to_be_visible()
        await desk.context.set_offline(offline=False)
        await applying.is_saved(page)
    await is_kept(page, "網が切れる工事", "30,000,000")


async def test_signing_in_again_in_place_goes_on_with_the_form(world: World, desk: Desk) -> None:
    page = await begun(desk, "途中で終わる工事")
    async with world.api() as api:
        await people.end_sessions(api, "contractor")
    with desk.faults.expected(*SIGNED_OUT):
        await field(page, "請負金額").fill("3000万")
        await page.keyboard.press("Tab")
        dialog = page.get_by_role("dialog", name="もう一度サインインしてください")
        await expect(dialog.get_by_label("メールアドレス")).to_have_value("contractor@example.jp")
        await dialog.get_by_label("パスワード").fill(PASSWORD)
        await dialog.get_by_role("button", name="サインイン").click()
        await expect(dialog).to_have_count(0)
        await applying.is_saved(page)
    await is_kept(page, "途中で終わる工事", "30,000,000")


async def test_a_form_is_saved_once_the_server_has_been_restarted(world: World, desk: Desk) -> None:
    page = await begun(desk, "再起動の工事")
    with desk.faults.expected(*CUT, r"answered: 50\d", r"status of 50\d"):
        await asyncio.to_thread(world.stop)
        await field(page, "請負金額").fill("3000万")
        await page.keyboard.press("Tab")
        await expect(page.get_by_text("通信できないため、まだ保存していません")).to_be_visible()
        await asyncio.to_thread(world.start)
        await applying.is_saved(page)
    await is_kept(page, "再起動の工事", "30,000,000")


async def test_a_reason_of_a_return_is_sent_once_the_network_is_back(world: World, desk: Desk) -> None:
    async with world.api() as api:
        guarantee = await people.issued(api)
        page = await desk.signed_in("obligee")
        await receiving.look_up(page, f"{guarantee['number']} {guarantee['authKey']}")
        await page.get_by_role("button", name="返却する").click()
        dialog = page.get_by_role("dialog", name="この電子証書を返却しますか")
        await dialog.get_by_label("返却の理由").fill(REASON)
        with desk.faults.expected(*CUT):
            await desk.context.set_offline(offline=True)
            await dialog.get_by_role("button", name="返却する").click()
            await expect(dialog.get_by_text("通信できませんでした")).to_be_visible()
            await expect(dialog.get_by_label("返却の理由")).to_have_value(REASON)
            await desk.context.set_offline(offline=False)
            await dialog.get_by_role("button", name="返却する").click()
            await expect(page.get_by_text("返却しました。").first).to_be_visible()
        assert (await people.counted(api, guarantee["id"]))["returned"] == 1
