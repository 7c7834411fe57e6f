"""The story from the application to the claim: contractor and official in their browsers, the surety by the API."""

import datetime
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browsers import desk_windows
from tests.support.browsers.desk_steps import applying, handing_over, people, receiving
from tests.support.browsers.desk_steps.applying import Application
from tests.support.browsers.desk_steps.stories import Story
from tests.support.browsers.desk_windows import DESKTOP, PHONE, Desk
from tests.support.browsers.desk_world import World, link_of

PROJECT = "市道●●線舗装補修工事"
REASON = "預託金融機関の支店名が契約書と異なります。"
BANK = "○○銀行　△△支店"


@pytest.fixture(params=["desktop", "phone"])
async def desks(request: Any, browser: Browser, world: World) -> AsyncIterator[tuple[Desk, Desk]]:
    """The contractor's browser and the official's."""
    size = {"desktop": DESKTOP, "phone": PHONE}[request.param]
    rights = {"permissions": ["clipboard-read", "clipboard-write"]}
    async with (
        desk_windows.desk(browser, world.address, size, **rights) as contractor,
        desk_windows.desk(browser, world.address, size) as official,
    ):
        yield contractor, official


async def test_from_the_application_to_the_claim(world: World, desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    contractor, official = desks
    story = Story(tmp_path, [contractor.context, official.context])
    width = contractor.width
    given = Application(f"{PROJECT}（{width}）", email=f"soumu{width}@contractor.example.jp")
    async with story.step("fill in the application"):
        page = await contractor.signed_in("contractor", "/contractor/apply")
        await applying.fill_in(page, given)
        await applying.is_saved(page)
    async with story.step("confirm and send it"):
        await applying.confirm(page)
        await applying.send(page)
    guarantee_id = await returned(world, story, given)
    async with story.step("change what was asked for, and send it again"):
        await page.goto(link_of(await world.mail(given.email, given.project, REASON)))
        await applying.mend_returned(page, bank=BANK)
    async with story.step("the surety approves and issues"), world.api() as api:
        issued = await people.approve_and_issue(api, guarantee_id)
    async with story.step("open the guarantee by the link of the mail, and read the key"):
        await page.goto(link_of(await world.mail(given.email, issued["number"])))
        await expect(page.get_by_role("heading", level=1)).to_contain_text(issued["number"])
        assert await handing_over.show_key(page) == await handing_over.copied_key(page) == issued["authKey"]
    async with story.step("save the notice, and upload it at the obligee's desk"):
        notice = await handing_over.notice(page)
        assert notice.startswith(b"%PDF-")
        desk = await official.signed_in("obligee", "/obligee/notices")
        await receiving.upload(desk, f"{issued['number']}.pdf", notice)
        await desk.get_by_role("link", name=f"{issued['number']} の電子証書を開く").click()
    await decide(story, world, page, desk, given=given, issued=issued)
    await afterwards(story, page, desk)


async def returned(world: World, story: Story, given: Application) -> str:
    """The surety returns the application, by the API; the id of its guarantee."""
    async with story.step("the surety returns it"), world.api() as api:
        guarantee_id = await people.guarantee_of(api, given.project)
        await people.return_application(api, guarantee_id, REASON)
        return guarantee_id


async def decide(
    story: Story, world: World, page: Page, desk: Page, *, given: Application, issued: dict[str, Any]
) -> None:
    """Compare, return, hand over again, accept."""
    async with story.step("compare the certificate with the contract"):
        await receiving.compare(desk, project=given.project, price="４９９９万")
        await expect(desk.get_by_text("1件の項目が異なります")).to_be_visible()
    async with story.step("return it with a reason"):
        await receiving.return_certificate(desk, "請負金額が契約書と異なります。", issued["authKey"])
    async with story.step("hand over again, by mail"):
        await page.reload()
        await expect(page.get_by_text("請負金額が契約書と異なります。").first).to_be_visible()
        await handing_over.send_by_mail(page)
        mail = await world.mail(people.ADDRESS, issued["number"])
        assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]
    async with story.step("look it up by the line of the mail, and accept it"):
        await desk.goto(f"{world.address}/obligee")
        await receiving.look_up(desk, f"保証契約番号：{issued['number']}\n認証キー：{issued['authKey']}")
        await receiving.accept(desk)


async def afterwards(story: Story, page: Page, desk: Page) -> None:
    """The contractor asks for an amendment, the official claims."""
    async with story.step("request an amendment"):
        await page.reload()
        await expect(page.get_by_text("受理").first).to_be_visible()
        later = (people.today() + datetime.timedelta(days=400)).strftime("%Y/%m/%d")
        await handing_over.request_amendment(page, last_day=later, reason="設計変更による工期の延長")
    async with story.step("file a claim"):
        await receiving.file_claim(desk, amount="20,000,000", day=people.today().strftime("%Y/%m/%d"))
    async with story.step("the contractor sees the claim"):
        await page.get_by_role("link", name="保証契約に戻る").first.click()
        await expect(page.get_by_text("保証金請求中").first).to_be_visible()
