"""What a contractor does at the desk: fill in the form of an application, confirm and send it."""

import datetime
import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.support.browsers.desk_steps import people


@dataclass(frozen=True)
class Application:
    """What is typed, as people type it."""

    project: str
    obligee: str = "栃木県"
    price: str = "５０００万"
    amount: str = "20,000,000"
    bank: str = "○○銀行　××支店"
    bill_to: str = "○○建設 株式会社　経理部"
    email: str = "soumu@contractor.example.jp"
    contact: str = "見本 花子"

    @property
    def days(self) -> tuple[str, str, str]:
        """Contract date, first and last day of the period, in the forms that people use."""
        today = people.today()
        last = today + datetime.timedelta(days=300)
        return today.strftime("%Y/%m/%d"), f"R{today.year - 2018}.{today.month}.{today.day}", last.strftime("%Y%m%d")


def field(of: Page | Locator, label: str) -> Locator:
    """A field by the beginning of its label; 必須 follows where it is required."""
    return of.get_by_label(re.compile(f"^{re.escape(label)}(必須)?$"))


def choice(of: Page | Locator, group: str, option: str) -> Locator:
    """One of the buttons of a choice."""
    return of.get_by_role("group", name=re.compile(f"^{re.escape(group)}")).get_by_label(option, exact=True)


async def fill_in_contract(page: Page, given: Application) -> None:
    """A new contract, with an obligee that is searched for."""
    obligee = page.get_by_role("group", name=re.compile("^発注者"))
    await obligee.get_by_label("発注者を探す").fill(given.obligee)
    await obligee.get_by_role("button", name=re.compile(rf"選択\s*：{given.obligee}$")).click()
    await field(page, "工事名").fill(given.project)
    await field(page, "請負金額").fill(given.price)
    for label, day in zip(("請負契約日", "工期（始期）", "工期（終期）"), given.days, strict=True):
        await field(page, label).fill(day)


async def fill_in_guarantee(page: Page, given: Application) -> None:
    """An electronic advance payment guarantee."""
    block = page.get_by_role("region", name="前払金保証", exact=True)
    await block.get_by_label("前払金保証を申し込む").check()
    await choice(block, "保証証書の形式について", "電子保証（認証キーを含む）").check()
    await field(block, "前払金保証金額").fill(given.amount)
    await field(block, "預託金融機関（全角）").fill(given.bank)
    await choice(block, "再預託利用区分", "再預託を利用しない").check()
    await fill_in_bill_to(block, given.bill_to)


async def fill_in_bill_to(block: Locator, name: str) -> None:
    """A new one, also where others are offered."""
    offered = block.get_by_role("combobox", name=re.compile("^前払金保証料請求先"))
    typed = block.get_by_role("textbox", name=re.compile("^(前払金保証料請求先|請求先の名称)"))
    await expect(offered.or_(typed).first).to_be_visible()
    if await offered.count():
        await offered.select_option(label="新しい請求先を入力する")
    await typed.fill(name)


async def fill_in_sending(page: Page, given: Application) -> None:
    """Branch, notice and contact."""
    await field(page, "申込送信先").select_option(label="栃木支店")
    await choice(page, "電子保証発行完了のお知らせ", "希望する").check()
    await field(page, "メールアドレス").fill(given.email)
    await field(page, "担当者名").fill(given.contact)


async def fill_in(page: Page, given: Application) -> None:
    """All that is asked for."""
    await fill_in_contract(page, given)
    await fill_in_guarantee(page, given)
    await fill_in_sending(page, given)


async def is_saved(page: Page) -> None:
    """Wait until the form says that it was saved."""
    await expect(page.get_by_text(re.compile(r"^保存しました \d"))).to_be_visible()


async def confirm(page: Page) -> None:
    """Go on to the confirmation."""
    await page.get_by_role("button", name="確認へ進む").click()
    await expect(page.get_by_role("heading", level=1, name="申込内容の確認")).to_be_visible()


async def send(page: Page) -> None:
    """Send what is confirmed."""
    await page.get_by_role("button", name="送信する", exact=True).click()
    await is_sent(page)


async def is_sent(page: Page) -> None:
    """Wait for the page that says so."""
    await page.wait_for_url("**step=sent**")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def mend_returned(page: Page, *, bank: str) -> None:
    """From the guarantee's page to the form, at the field in question; change it and send it again."""
    await page.get_by_role("link", name="申込書を開いて直す").click()
    await expect(page.get_by_role("heading", level=1, name="保証申込の修正")).to_be_visible()
    await field(page, "預託金融機関（全角）").fill(bank)
    await is_saved(page)
    await confirm(page)
    await page.get_by_role("button", name="再送信する").click()
    await is_sent(page)
