"""/verify/certificates, over HTTP, as a browser without scripts uses it."""

import csv
import datetime
import io
import re
from html import unescape
from uuid import UUID

import httpx
import pytest

from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.browsers.page_browser import Browser
from tests.support.received_certificates import amend, received
from tests.support.use_cases import UNREAD
from web.pages import certificate_list

LIST = "/verify/certificates"


def rows(answer: httpx.Response) -> list[str]:
    """The numbers on the page."""
    assert answer.status_code == 200
    return re.findall(r'<th scope="row"><a href="/verify/certificates/[0-9a-f-]{36}">([^<]+)</a>', answer.text)


def link(answer: httpx.Response, text: str) -> str:
    (found,) = re.findall(rf'href="([^"]+)"[^>]*>{text}</a>', answer.text)
    return unescape(found)


async def test_who_is_not_signed_in_is_asked_to(browser: Browser, sample: SampleRegister) -> None:
    for path in (LIST, f"{LIST}.csv"):
        answer = await browser.open(path)
        assert answer.status_code == 401
        assert 'id="password"' in answer.text


async def test_without_certificates_the_page_says_what_to_do(browser: Browser, sample: SampleRegister) -> None:
    await browser.sign_in()
    assert link(await browser.open("/verify"), "電子証書の一覧を見る") == LIST
    answer = await browser.open(LIST)
    assert "電子証書はまだありません。" in answer.text
    assert "<table" not in answer.text
    assert ".csv" not in answer.text
    assert "条件に合う電子証書はありません。" in (await browser.open(f"{LIST}?search=橋")).text


async def test_a_row_leads_to_its_certificate_without_the_key(
    api: Api, sample: SampleRegister, browser: Browser
) -> None:
    (number,) = await received(api, sample, "<b>長い</b>" + "長" * 100)
    await received(api, sample, "他市の工事", obligee="富士市", as_="city")
    await amend(number)
    await browser.sign_in()
    answer = await browser.open(LIST)
    assert rows(answer) == [number]
    for part in ("&lt;b&gt;長い", "（変更－1）", "20,000,000円", "令和9年8月31日", "令和8年11月20日", "1件を表示"):
        assert part in answer.text
    assert "期限経過" not in answer.text
    assert "まもなく期限" not in answer.text
    page = await browser.open(link(answer, number))
    assert page.status_code == 200
    assert link(page, "電子証書の一覧") == LIST
    await browser.sign_in("city")
    assert rows(await browser.open(LIST)) != [number]
    assert (await browser.open(link(answer, number))).status_code == 404


async def test_what_ends_is_marked_and_can_be_asked_for(api: Api, sample: SampleRegister, browser: Browser) -> None:
    over, soon, later = await received(api, sample, "甲", "乙", "丙")
    today = datetime.date(2026, 11, 20)
    for number, days in ((over, -1), (soon, 30), (later, 31)):
        await amend(number, expiry_date=today + datetime.timedelta(days=days))
    await browser.sign_in()
    answer = await browser.open(LIST)
    assert (answer.text.count("期限経過"), answer.text.count("まもなく期限")) == (1, 1)
    await Guarantee.filter(number=soon).update(status="RELEASED")
    answer = await browser.open(LIST)
    assert (answer.text.count("解除"), answer.text.count("まもなく期限")) == (1, 0)
    assert rows(await browser.open(f"{LIST}?expires=30")) == [soon]
    assert rows(await browser.open(f"{LIST}?expires=60")) == [later, soon]
    for unknown in ("", "31", "x", "-1"):
        assert rows(await browser.open(f"{LIST}?expires={unknown}")) == [later, soon, over]


async def test_a_search_stays_in_the_field_and_in_every_link(
    api: Api, sample: SampleRegister, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate_list, "PAGE", 2)
    numbers = (await received(api, sample, *(f"ガード&{n}" for n in range(5))))[::-1]
    await received(api, sample, "他の工事")
    await browser.sign_in()
    first = await browser.open(f"{LIST}?search=%EF%BD%B6%EF%BE%9E%EF%BD%B0%EF%BE%84%EF%BE%9E%26&expires=")
    assert 'name="search" type="search" value="ｶﾞｰﾄﾞ&amp;"' in first.text
    assert rows(first) == numbers[:2]
    assert 'rel="prev"' not in first.text
    second = await browser.open(link(first, "次の50件"))
    third = await browser.open(link(second, "次の50件"))
    assert (rows(second), rows(third)) == (numbers[2:4], numbers[4:])
    assert 'rel="next"' not in third.text
    back = await browser.open(link(third, "前の50件"))
    assert rows(back) == numbers[2:4]
    begin = await browser.open(link(back, "前の50件"))
    assert rows(begin) == numbers[:2]
    assert 'rel="prev"' not in begin.text
    file = await browser.open(link(begin, "全件をＣＳＶで保存"))
    assert (file.status_code, file.headers["cache-control"]) == (303, "no-store")
    content = (await browser.open(file.headers["location"])).content.decode("utf-8-sig")
    assert [row["保証契約番号"] for row in csv.DictReader(io.StringIO(content, newline=""))] == numbers


async def test_what_no_search_can_be_is_told_beside_the_field(
    api: Api, sample: SampleRegister, browser: Browser
) -> None:
    await received(api, sample, "甲")
    await browser.sign_in()
    for path in (LIST, f"{LIST}.csv"):
        answer = await browser.open(f"{path}?search={'a' * 151}")
        assert answer.status_code == 422
        assert "150文字以内で入力してください。" in answer.text
        assert 'aria-invalid="true" aria-describedby="search-error"' in answer.text
    assert (await browser.open(f"{LIST}?search=%00")).status_code == 422


@pytest.mark.parametrize("cursor", ["after=x", "before=x", "after=", "after=%ff%00"])
async def test_a_cursor_that_is_none_asks_for_the_first_page(
    api: Api, sample: SampleRegister, browser: Browser, cursor: str
) -> None:
    numbers = await received(api, sample, "甲")
    await browser.sign_in()
    assert rows(await browser.open(f"{LIST}?{cursor}")) == numbers


@pytest.mark.parametrize("cursor", [f"after={UUID(int=0)}", f"before={UUID(int=2**128 - 1)}"])
async def test_a_place_where_nothing_is_any_more_is_the_first_page(
    api: Api, sample: SampleRegister, browser: Browser, cursor: str
) -> None:
    numbers = await received(api, sample, "甲")
    await browser.sign_in()
    assert rows(await browser.open(f"{LIST}?search=甲&{cursor}")) == numbers
    assert "条件に合う電子証書はありません。" in (await browser.open(f"{LIST}?search=乙&{cursor}")).text


async def test_others_see_theirs_received_or_not(api: Api, sample: SampleRegister, browser: Browser) -> None:
    (number,) = await received(api, sample, "甲")
    await Guarantee.all().update(**UNREAD)
    await browser.sign_in()
    assert rows(await browser.open(LIST)) == []
    await browser.sign_in("contractor")
    answer = await browser.open(LIST)
    assert rows(answer) == [number]
    assert '<td data-label="受領日">－</td>' in answer.text


async def test_nobody_keeps_the_page_and_nothing_in_it_runs(api: Api, sample: SampleRegister, browser: Browser) -> None:
    await received(api, sample, "甲")
    await browser.sign_in()
    answer = await browser.open(LIST)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in answer.text
    assert "style=" not in answer.text
