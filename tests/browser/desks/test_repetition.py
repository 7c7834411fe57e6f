"""Double clicks, the back button and two windows do nothing twice and lose nothing."""

import datetime
import re

from playwright.async_api import Page, expect

from tests.support.browsers.desk_steps import applying, handing_over, people, receiving
from tests.support.browsers.desk_steps.applying import Application, field
from tests.support.browsers.desk_windows import Desk
from tests.support.browsers.desk_world import World

LATER = people.today() + datetime.timedelta(days=400)


async def twice(page: Page, button: str) -> None:
    """Double click on a button, in the dialog if there is one."""
    dialog = page.get_by_role("dialog")
    place = dialog if await dialog.count() else page.get_by_role("main")
    await place.get_by_role("button", name=button, exact=True).dblclick()


async def test_an_application_is_sent_once(world: World, desk: Desk) -> None:
    given = Application("二度押しの工事")
    page = await desk.signed_in("contractor", "/contractor/apply")
    await applying.fill_in(page, given)
    await page.get_by_role("button", name="確認へ進む").dblclick()
    await expect(page.get_by_role("heading", level=1, name="申込内容の確認")).to_be_visible()
    await twice(page, "送信する")
    await applying.is_sent(page)
    async with world.api() as api:
        guarantee_id = await people.guarantee_of(api, given.project)
        assert (await people.counted(api, guarantee_id))["submissions"] == 1


async def test_each_act_of_a_contractor_is_done_once(world: World, desk: Desk) -> None:
    async with world.api() as api:
        guarantee = await people.issued(api, "二度押しの提出")
        page = await desk.signed_in("contractor", f"/contractor/guarantees/{guarantee['id']}")
        await handing_over.ask_to_send(page)
        await twice(page, "送信する")
        await expect(page.get_by_text("に送信しました。")).to_be_visible()
        await page.goto(desk.at(f"/contractor/guarantees/{guarantee['id']}/amendment"))
        for label in ("変更後の工期（終期）", "変更後の保証期限"):
            await page.get_by_label(label).fill(LATER.strftime("%Y/%m/%d"))
        await page.get_by_label("変更の理由").fill("設計変更")
        await twice(page, "変更を依頼する")
        await expect(page.get_by_text("変更を依頼しました")).to_be_visible()
        found = await people.counted(api, guarantee["id"])
    assert (found["sent"], found["amendments"]) == (1, 1)


async def test_each_act_of_an_official_is_done_once(world: World, desk: Desk) -> None:
    async with world.api() as api:
        guarantee = await people.issued(api, "二度押しの受理")
        page = await desk.signed_in("obligee")
        await receiving.look_up(page, f"{guarantee['number']} {guarantee['authKey']}")
        await page.get_by_role("button", name="返却する").click()
        await page.get_by_role("dialog").get_by_label("返却の理由").fill("金額が異なります。")
        await twice(page, "返却する")
        await expect(page.get_by_text("返却しました。").first).to_be_visible()
        await people.hand_over(api, guarantee["id"])
        await page.goto(desk.at("/obligee"))
        await receiving.look_up(page, f"{guarantee['number']} {guarantee['authKey']}")
        await page.get_by_role("button", name="受理する").click()
        await twice(page, "受理する")
        await expect(page.get_by_text("受理しました。").first).to_be_visible()
        await receiving.fill_in_claim(page, amount="1000万", day=people.today().strftime("%Y/%m/%d"))
        await twice(page, "この内容で請求する")
        await receiving.is_filed(page)
        found = await people.counted(api, guarantee["id"])
    assert (found["returned"], found["accepted"], found["claims"]) == (1, 1, 1)


async def test_the_back_button_goes_from_the_confirmation_to_the_form(world: World, desk: Desk) -> None:
    given = Application("戻るボタンの工事")
    page = await desk.signed_in("contractor", "/contractor/apply")
    await applying.fill_in(page, given)
    await applying.confirm(page)
    await page.go_back()
    await expect(field(page, "工事名")).to_have_value(given.project)
    await page.go_forward()
    await applying.send(page)
    await page.go_back()
    await expect(page.get_by_role("button", name="送信する", exact=True)).to_have_count(0)
    async with world.api() as api:
        guarantee_id = await people.guarantee_of(api, given.project)
        assert (await people.counted(api, guarantee_id))["submissions"] == 1


async def test_the_back_button_goes_through_the_pages_of_a_list(desk: Desk) -> None:
    page = await desk.signed_in("contractor", "/contractor/guarantees")
    await page.get_by_label("商品").select_option(label="契約保証")
    await expect(page).to_have_url(re.compile("kind=PERFORMANCE"))
    await page.get_by_role("table").get_by_role("link").first.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("保証")
    await page.go_back()
    await expect(page.get_by_label("商品")).to_have_value("PERFORMANCE")


async def test_two_windows_with_one_draft_lose_nothing(desk: Desk) -> None:
    first = await desk.signed_in("contractor", "/contractor/apply")
    await field(first, "工事名").fill("二つの窓の工事")
    await applying.is_saved(first)
    await expect(first).to_have_url(re.compile("Application_"))
    second = await desk.window(first.url)
    await expect(field(second, "工事名")).to_have_value("二つの窓の工事")
    await field(second, "工事名").fill("二つの窓の工事、右")
    await applying.is_saved(second)
    await field(first, "工事名").fill("二つの窓の工事、左")
    dialog = first.get_by_role("dialog", name=re.compile("この申込みを保存しました"))
    await dialog.get_by_role("button", name="こちらの入力を新しい下書きとして残す").click()
    await applying.is_saved(first)
    await first.goto(desk.at("/contractor/applications"))
    for name in ("二つの窓の工事、左", "二つの窓の工事、右"):
        await expect(first.get_by_text(name).first).to_be_visible()


async def test_a_key_that_is_shown_is_gone_after_the_back_button(world: World, desk: Desk) -> None:
    async with world.api() as api:
        guarantee = await people.issued(api, "鍵の工事")
    page = await desk.signed_in("contractor", f"/contractor/guarantees/{guarantee['id']}")
    await handing_over.show_key(page)
    await page.get_by_role("link", name="保証契約一覧").first.click()
    await expect(page.get_by_role("heading", level=1, name="保証契約一覧")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("button", name="認証キーを表示する")).to_be_visible()
