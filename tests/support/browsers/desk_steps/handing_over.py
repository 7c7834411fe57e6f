"""What a contractor does at the desk with a guarantee that was issued."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, Response, expect

from tests.support.browsers.desk_steps import people


async def show_key(page: Page) -> str:
    """The auth key, which is hidden until it is asked for."""
    part = page.get_by_role("region", name="認証キー", exact=True)
    key = part.get_by_label("認証キー", exact=True)
    await expect(key).not_to_have_text(re.compile("[A-Za-z0-9]{12}"))
    await part.get_by_role("button", name="認証キーを表示する").click()
    await expect(key).to_have_text(re.compile("^[A-Za-z0-9]{12}$"))
    return await key.inner_text()


async def copied_key(page: Page) -> str:
    """The auth key by the clipboard."""
    await page.get_by_role("button", name="認証キーをコピー").click()
    return str(await page.evaluate("navigator.clipboard.readText()"))


async def notice(page: Page) -> bytes:
    """The PDF that the button of the key notice opens in a new tab."""
    button = page.get_by_role("button", name="「認証キー」のお知らせ").first
    return await opened_file(page, button.click)


async def opened_file(page: Page, click: Callable[[], Awaitable[None]]) -> bytes:
    """The file at the link that a click opens."""

    def is_document(answer: Response) -> bool:
        return "/documents/" in answer.url

    async with page.context.expect_event("response", is_document) as answered:
        await click()
    link = (await answered.value).url
    file = await page.context.request.get(link)
    for tab in page.context.pages[1:]:
        if tab != page:
            await tab.close()
    return await file.body()


async def ask_to_send(page: Page) -> None:
    """Choose one of the addresses that the obligee has registered, and go on to the confirmation."""
    await page.get_by_label("送信先").select_option(value=people.ADDRESS)
    await page.get_by_role("button", name="メールで提出する").click()


async def send_by_mail(page: Page) -> None:
    """Hand the key notice over by mail."""
    await ask_to_send(page)
    dialog = page.get_by_role("dialog", name="「認証キー」のお知らせを送信しますか")
    await dialog.get_by_role("button", name="送信する").click()
    await expect(page.get_by_text("に送信しました。")).to_be_visible()


async def request_amendment(page: Page, *, last_day: str, reason: str) -> None:
    """Ask for a longer period."""
    await page.get_by_role("link", name="変更を依頼する").first.click()
    await expect(page.get_by_role("heading", level=1, name="保証の変更の依頼")).to_be_visible()
    for label in ("変更後の工期（終期）", "変更後の保証期限"):
        await page.get_by_label(label).fill(last_day)
    await page.get_by_label("変更の理由").fill(reason)
    await page.get_by_role("button", name="変更を依頼する").click()
    await expect(page.get_by_text("変更を依頼しました")).to_be_visible()
