"""A wrong address leads to the right page, and every page names its service."""

import pytest

from sample.sample_register import SampleRegister
from tests.support.browsers.page_browser import STRANGE_KEY, Browser


async def test_an_address_that_forms_are_sent_to_leads_to_a_page(browser: Browser, sample: SampleRegister) -> None:
    answer = await browser.open("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_the_check_may_be_loaded_again(browser: Browser, sample: SampleRegister) -> None:
    answer = await browser.open("/verify/document")
    assert answer.status_code == 200
    assert 'id="document-check"' in answer.text


@pytest.mark.parametrize("who", ["contractor", "surety", "obligee"])
async def test_who_has_a_page_of_ones_own_is_told_of_it(browser: Browser, issued: dict[str, str], who: str) -> None:
    is_told = who != "obligee"
    key = issued["key"] if who == "contractor" else STRANGE_KEY
    await browser.sign_in(who)
    link = f'href="/guarantees?number={issued["number"]}"'
    assert (link in (await browser.open(f"/verify?number={issued['number']}")).text) is is_told
    answer = await browser.send("/verify", number=issued["number"], key=key)
    assert answer.status_code == 404
    assert (link in answer.text) is is_told


async def test_the_page_is_called_as_notices_and_mails_call_it(browser: Browser, issued: dict[str, str]) -> None:
    start = (await browser.open("/verify")).text
    assert "<title>\n保証確認サービス － 確証</title>" in start or "<title>保証確認サービス － 確証</title>" in start
    assert "<h1>保証確認サービス</h1>" in start
    await browser.sign_in()
    shown = (await browser.open((await browser.send("/verify", **issued)).headers["location"])).text
    listed = (await browser.open("/verify/certificates")).text
    for text in (shown, listed):
        assert "－ 保証確認サービス － 確証</title>" in text
