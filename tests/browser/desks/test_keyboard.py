"""By keyboard alone: an application from the sign-in to the end, a certificate from the look-up to the acceptance."""

from playwright.async_api import expect

from sample.sample_register import PASSWORD
from tests.conftest import EMAILS
from tests.support.browsers.desk_steps import applying, people, receiving, typing_only
from tests.support.browsers.desk_steps.applying import Application
from tests.support.browsers.desk_windows import Desk
from tests.support.browsers.desk_world import World


async def test_an_application_by_keyboard_alone(world: World, desk: Desk) -> None:
    given = Application("鍵盤だけの工事")
    page = await desk.window("/sign-in")
    await typing_only.write(page, "メールアドレス", EMAILS["contractor"])
    await typing_only.write(page, "パスワード", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/contractor**")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await typing_only.press(page, "保証申込")
    await expect(page.get_by_role("heading", level=1, name="保証申込")).to_be_visible()
    await typing_only.write(page, "発注者を探す", given.obligee)
    await expect(page.get_by_text("1件の発注者が見つかりました")).to_be_visible()
    await typing_only.press(page, "選択")
    await expect(page.get_by_role("button", name="発注者を選び直す")).to_be_visible()
    await typing_only.write(page, "工事名", given.project)
    await typing_only.write(page, "請負金額", given.price)
    for label, day in zip(("請負契約日", "工期（始期）", "工期（終期）"), given.days, strict=True):
        await typing_only.write(page, label, day)
    await typing_only.press(page, "前払金保証を申し込む", key="Space")
    await typing_only.choose(page, "保証証書の形式について", "電子保証（認証キーを含む）")
    await typing_only.write(page, "前払金保証金額", given.amount)
    await typing_only.write(page, "預託金融機関（全角）", given.bank)
    await typing_only.choose(page, "再預託利用区分", "再預託を利用しない")
    await typing_only.select(page, "前払金保証料請求先", "新しい請求先を入力する")
    await typing_only.write(page, "請求先の名称", given.bill_to)
    await typing_only.press(page, "確認へ進む")
    await expect(page.get_by_role("heading", level=1, name="申込内容の確認")).to_be_visible()
    await typing_only.press(page, "送信する")
    await applying.is_sent(page)
    async with world.api() as api:
        assert await people.guarantee_of(api, given.project)


async def test_a_certificate_by_keyboard_alone(world: World, desk: Desk) -> None:
    async with world.api() as api:
        guarantee = await people.issued(api)
        page = await desk.signed_in("obligee")
        await typing_only.reach(page, "保証契約番号")
        await receiving.paste(page, f"{guarantee['number']}　{guarantee['authKey']}")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name="電子証書")).to_contain_text(guarantee["number"])
        await typing_only.press(page, "受理する")
        dialog = page.get_by_role("dialog", name="この電子証書を受理しますか")
        await expect(dialog).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
        assert (await page.evaluate("document.activeElement.innerText")) == "受理する"
        await page.keyboard.press("Enter")
        await typing_only.press(page, "受理する")
        await expect(page.get_by_text("受理しました。").first).to_be_visible()
        assert (await people.counted(api, guarantee["id"]))["accepted"] == 1
