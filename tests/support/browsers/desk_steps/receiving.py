"""What an official does at the obligee's desk."""

from playwright.async_api import FilePayload, Locator, Page, expect

LONGEST = 60_000
"""Milliseconds until a document has been examined on a busy machine."""


async def look_up(page: Page, pasted: str) -> None:
    """Paste a line of a notice or mail into the first field, and ask for the certificate."""
    await page.get_by_label("保証契約番号").focus()
    await paste(page, pasted)
    await expect(page.get_by_text("番号と認証キーを読み取りました")).to_be_visible()
    await page.get_by_role("button", name="電子証書を表示").click()
    await expect(page.get_by_role("heading", level=1, name="電子証書")).to_be_visible()


async def paste(page: Page, text: str) -> None:
    """Into the focused field, as from the clipboard."""
    await page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


async def compare(page: Page, *, project: str, price: str) -> None:
    """Type what the contract says."""
    form = page.get_by_role("form", name="契約書との突き合わせ")
    await form.get_by_label("工事名").fill(project)
    await form.get_by_label("請負金額").fill(price)


async def return_certificate(page: Page, reason: str, key: str | None = None) -> None:
    """Return the certificate of the page with a reason; the key is asked for unless it was presented on this page."""
    await page.get_by_role("button", name="返却する").click()
    dialog = page.get_by_role("dialog", name="この電子証書を返却しますか")
    await dialog.get_by_label("返却の理由").fill(reason)
    await _finish(page, dialog, "返却する", key)
    await expect(page.get_by_text("返却しました。").first).to_be_visible()


async def accept(page: Page, key: str | None = None) -> None:
    """Accept the certificate of the page; likewise."""
    await page.get_by_role("button", name="受理する").click()
    dialog = page.get_by_role("dialog", name="この電子証書を受理しますか")
    await _finish(page, dialog, "受理する", key)
    await expect(page.get_by_text("受理しました。").first).to_be_visible()


async def _finish(page: Page, dialog: Locator, button: str, key: str | None) -> None:
    if key is not None:
        await dialog.get_by_label("認証キー").focus()
        await paste(page, f"認証キー　{key}")
    await dialog.get_by_role("button", name=button).click()


async def upload(page: Page, name: str, notice: bytes) -> None:
    """Choose a key notice on the page of uploads; wait until its certificate is found."""
    file = FilePayload(name=name, mimeType="application/pdf", buffer=notice)
    await page.get_by_role("button", name="お知らせのＰＤＦを選ぶ").set_input_files([file])
    row = page.get_by_role("row").filter(has_text=name)
    await expect(row.get_by_text("取込み済み")).to_be_visible(timeout=LONGEST)


async def fill_in_claim(page: Page, *, amount: str, day: str) -> None:
    """From the certificate's page to the confirmation of a claim."""
    await page.get_by_role("link", name="保証金を請求する").click()
    form = page.get_by_role("form", name="保証金を請求する")
    await form.get_by_role("textbox", name="請求の理由").fill("請負者の責めによる契約の解除")
    await form.get_by_label("契約が終了した日").fill(day)
    for label, sum_ in (("前払金の額", amount), ("部分払の額", "0"), ("出来形相当額", "０")):
        await form.get_by_label(label).fill(sum_)
    account = {"金融機関": "○○銀行", "支店": "本店", "口座番号": "1234567", "口座名義（カナ）": "トチギケン"}
    for label, text in account.items():
        await form.get_by_label(label).fill(text)
    await form.get_by_role("button", name="入力内容を確認する").click()


async def file_claim(page: Page, *, amount: str, day: str) -> None:
    """From the certificate's page to the receipt."""
    await fill_in_claim(page, amount=amount, day=day)
    await page.get_by_role("button", name="この内容で請求する").click()
    await is_filed(page)


async def is_filed(page: Page) -> None:
    """Wait for the receipt."""
    await expect(page.get_by_role("heading", level=1)).to_contain_text("受け付けました")
