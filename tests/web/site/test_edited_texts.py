"""Texts that the operator edits, on the pages of the site."""

import datetime

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.browsers import page_structure
from tests.support.browsers.page_structure import Page
from tests.support.site.texts import GIVEN, changed, created
from web.site.text_blocks import Block, blocks

SHOWN_ON = {"FAQ": "/faq", "ANNOUNCEMENT": "/", "DOWNLOAD": "/downloads", "CONTACT": "/contact"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></main><iframe src='https://example.com'>",
    "<!-- <b>",
    "{{ 7 * 7 }}{% raw %}",
    "[link](javascript:alert(1)) https://example.com/",
    "&lt;b&gt;&#60;i&#62;",
)


async def page_at(api: Api, path: str) -> Page:
    answer = await api.http.get(path)
    assert answer.status_code == 200
    return page_structure.read(answer.text)


@pytest.mark.parametrize("kind", GIVEN)
async def test_what_the_operator_adds_and_changes_appears_at_once(api: Api, sample: SampleRegister, kind: str) -> None:
    path = SHOWN_ON[kind]
    assert GIVEN[kind]["title"] not in (await page_at(api, path)).text
    text = await created(api, kind)
    page = await page_at(api, path)
    assert text["title"] in page.text
    assert text["body"] in page.text
    after = await changed(api, text, title="新しい見出し")
    page = await page_at(api, path)
    assert text["title"] not in page.text
    assert "新しい見出し" in page.text
    await changed(api, after, isActive=False)
    assert "新しい見出し" not in (await page_at(api, path)).text


async def test_an_announcement_is_shown_on_its_days(api: Api, sample: SampleRegister) -> None:
    await created(api, "ANNOUNCEMENT", shownFrom="2026-11-21", shownUntil="2026-11-21", title="一日だけ")
    seen: list[bool] = []
    for days in range(3):
        api.clock.at = NOON + datetime.timedelta(days=days)
        seen.append("一日だけ" in (await page_at(api, "/")).text)
    assert seen == [False, True, False]
    api.clock.at = NOON + datetime.timedelta(days=1)
    assert "令和8年11月21日（2026年）" in (await page_at(api, "/")).text
    assert "21 November 2026" in (await page_at(api, "/en")).text


async def test_the_first_page_shows_the_last_five(api: Api, sample: SampleRegister) -> None:
    for number in range(1, 7):
        await created(api, "ANNOUNCEMENT", title=f"第{number}号", shownFrom=f"2026-11-0{number}")
    text = (await page_at(api, "/")).text
    assert [f"第{number}号" in text for number in range(1, 7)] == [False, True, True, True, True, True]


async def test_english_pages_have_english_texts_or_say_that_they_are_japanese(api: Api, sample: SampleRegister) -> None:
    await created(api, "FAQ", englishTitle="When are fees due?", englishBody="By the day on the statement.")
    await created(api, "FAQ", title="日本語だけ", body="本文も・一つ\n・項目")
    answer = await api.http.get("/en/faq")
    page = page_structure.read(answer.text)
    assert "When are fees due?" in page.text
    assert GIVEN["FAQ"]["title"] not in page.text
    assert '<span lang="ja">日本語だけ</span>' in answer.text
    assert '<p lang="ja">本文も・一つ</p>' in answer.text
    assert '<ul lang="ja">' in answer.text


@pytest.mark.parametrize("kind", GIVEN)
@pytest.mark.parametrize("text", HOSTILE)
async def test_what_texts_contain_is_text(api: Api, sample: SampleRegister, kind: str, text: str) -> None:
    before = {path: await page_at(api, f"{path}") for path in (SHOWN_ON[kind], f"/en{SHOWN_ON[kind]}".rstrip("/"))}
    body = f"{text}\n\n・{text}\n1. {text}"
    await created(api, kind, title=text, body=body, englishTitle=text, englishBody=body)
    for path, page in before.items():
        after = await page_at(api, path)
        assert after.text.count(text) == 4
        assert not {"script", "img", "iframe", "b", "i"} & set(after.tags)
        assert not any("example.com" in link or "javascript" in link for link in after.links)
        assert after.language == page.language


async def test_a_download_leads_to_its_file_or_to_the_page_in_its_language(api: Api, sample: SampleRegister) -> None:
    await created(api, "DOWNLOAD", title="質問集", englishTitle="All questions", link="/faq")
    assert (await page_at(api, "/downloads")).hrefs["質問集"] == "/faq"
    english = await page_at(api, "/en/downloads")
    assert english.hrefs["All questions"] == "/en/faq"
    assert english.hrefs["GraphQL schema"] == "/schema.graphql"


async def test_a_contact_can_be_called_and_branches_are_listed(api: Api, sample: SampleRegister) -> None:
    await created(api, "CONTACT")
    page = await page_at(api, "/contact")
    assert page.hrefs["03-0000-0000"] == "tel:03-0000-0000"
    assert {"見本建設業保証株式会社", "栃木支店"} <= set(page.text.split())


async def test_pages_without_texts_say_so(api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    api.clock.at = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)  # before the first content
    for path in ("/faq", "/downloads", "/contact"):
        assert "まだ" in (await page_at(api, path)).text
        assert "There are no" in (await page_at(api, f"/en{path}")).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一", [Block("p", ["一"])]),
        ("一\n二\n\n三", [Block("p", ["一", "二"]), Block("p", ["三"])]),
        ("一\r\n\r\n\r\n二\n", [Block("p", ["一"]), Block("p", ["二"])]),
        ("・一\n- 二\n* 三", [Block("ul", ["一", "二", "三"])]),
        ("1. 一\n２．二\n(3) 三", [Block("ol", ["一", "二"]), Block("p", ["(3) 三"])]),
        ("前\n・一\n後", [Block("p", ["前"]), Block("ul", ["一"]), Block("p", ["後"])]),
        ("・一\n\n・二", [Block("ul", ["一"]), Block("ul", ["二"])]),
        ("・", [Block("p", ["・"])]),
        ("2026. 年", [Block("p", ["2026. 年"])]),
        ("  ", []),
    ],
)
def test_blocks(text: str, expected: list[Block]) -> None:
    assert blocks(text) == expected
