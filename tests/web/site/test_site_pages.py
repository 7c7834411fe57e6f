"""The pages of the information site, in both languages."""

import gzip
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.browsers import page_structure
from tests.support.browsers.page_structure import Page
from web.pages import page_files
from web.site import pages
from web.site.labels import ENGLISH, JAPANESE
from web.site.navigation import PAGES, path_of

PATHS = ("/", *map(path_of, PAGES))
BOTH = [*PATHS, *(f"/en{path}".rstrip("/") for path in PATHS)]
ADDRESS = "http://kakusho.test"
MOST_BYTES = 60_000
HTML = {"accept": "text/html"}
CSP = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'self'"
)


async def page_at(api: Api, path: str) -> Page:
    answer = await api.http.get(path, headers=HTML)
    assert answer.status_code == 200
    return page_structure.read(answer.text)


@pytest.mark.parametrize("path", BOTH)
async def test_a_page_is_whole_and_may_be_kept_and_found(api: Api, sample: SampleRegister, path: str) -> None:
    answer = await api.http.get(path, headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["referrer-policy"] == "same-origin"
    assert not {"x-robots-tag", "set-cookie"} & answer.headers.keys()
    page = page_structure.read(answer.text)
    language = "en" if path.startswith("/en") else "ja"
    assert page.language == language
    assert not {"script", "iframe", "img", "object", "embed", "form"} & (set(page.tags) - {"form"})
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    (h1,) = (text for level, text in page.headings if level == 1)
    labels = ENGLISH if language == "en" else JAPANESE
    name = path.removeprefix("/en").lstrip("/").replace("-", "_")
    assert not name or h1 == labels[name]
    assert page.title == f"{h1} － 確証" if name else page.title.endswith(" － 確証")
    assert all(text.strip() for _, text in page.headings)


@pytest.mark.parametrize("path", BOTH)
async def test_nothing_leads_elsewhere(api: Api, sample: SampleRegister, path: str) -> None:
    page = await page_at(api, path)
    foreign = [link for link in page.links if not link.startswith(("/", "#", "tel:", f"{ADDRESS}/"))]
    assert foreign == []
    assert not any(link.startswith("//") for link in page.links)


async def test_every_link_leads_to_a_page_and_to_its_part(api: Api, sample: SampleRegister) -> None:
    found = {link for path in BOTH for link in (await page_at(api, path)).links}
    targets = {link.removeprefix(ADDRESS) for link in found if link.startswith(("/", ADDRESS))}
    for target in sorted(targets):
        answer = await api.http.get(target, headers=HTML, follow_redirects=True)
        assert answer.status_code in ({401} if target == "/guarantees" else {200}), target
        if fragment := urlsplit(target).fragment:
            assert f'id="{fragment}"' in answer.text, target
    assert {"/sign-in", "/verify", "/verify#document-check", "/guarantees", "/graphql", "/schema.graphql"} <= targets
    assert {"/acceptance.csv", f"{ADDRESS}/en/faq"} <= {*targets, *found}


@pytest.mark.parametrize("path", BOTH)
async def test_a_page_with_its_styles_is_small(api: Api, sample: SampleRegister, path: str) -> None:
    answer = await api.http.get(path)
    styles = [link for link in page_structure.read(answer.text).links if link.startswith("/static/")]
    contents = [answer.content, *[(await api.http.get(style)).content for style in styles]]
    assert len(styles) == 3
    assert sum(len(gzip.compress(content)) for content in contents) < MOST_BYTES / 2


@pytest.mark.parametrize("path", PATHS)
async def test_each_page_leads_to_itself_in_the_other_language(api: Api, sample: SampleRegister, path: str) -> None:
    english = f"/en{path}".rstrip("/")
    in_japanese, in_english = await page_at(api, path), await page_at(api, english)
    assert in_japanese.hrefs["English"] == english
    assert in_english.hrefs["日本語"] == path
    for page in (in_japanese, in_english):
        assert {f"{ADDRESS}{path}", f"{ADDRESS}{english}"} <= set(page.links)


async def test_the_language_changes_within_a_search(api: Api, sample: SampleRegister) -> None:
    page = await page_at(api, "/acceptance?prefecture=%E6%A0%83%E6%9C%A8%E7%9C%8C&page=1")
    assert page.hrefs["English"] == "/en/acceptance?prefecture=%E6%A0%83%E6%9C%A8%E7%9C%8C&page=1"


async def test_the_english_home_has_one_address(api: Api) -> None:
    answer = await api.http.get("/en/")
    assert (answer.status_code, answer.headers["location"]) == (308, "/en")


@pytest.mark.parametrize("path", PATHS[1:])
async def test_the_navigation_says_where_one_is(api: Api, sample: SampleRegister, path: str) -> None:
    answer = await api.http.get(path)
    assert f'<a href="{path}" aria-current="page">' in answer.text


def test_both_languages_say_the_same() -> None:
    assert JAPANESE.keys() == ENGLISH.keys()
    assert [name for name, text in JAPANESE.items() if ENGLISH[name].count("{") != text.count("{")] == ["starts"][:0]


async def test_pages_have_an_icon(api: Api) -> None:
    assert '<link rel="icon" href="/favicon.svg" type="image/svg+xml">' in (await api.http.get("/guide")).text
    for path in ("/favicon.svg", "/favicon.ico"):
        icon = await api.http.get(path)
        assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")
        assert icon.headers["cache-control"] == "public, max-age=86400"


async def test_styles_are_kept_by_their_digest(api: Api) -> None:
    for name in ("tokens.css", "style.css", "site.css"):
        kept = await api.http.get(f"/static/{name}?{page_files.VERSION}")
        assert kept.headers["content-type"].startswith("text/css")
        assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (await api.http.get(f"/static/{name}")).headers["cache-control"] == "no-cache"
        assert "http" not in kept.text
        assert "@import" not in kept.text


async def test_one_source_gets_so_many_pages_a_minute(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "REQUESTS_PER_MINUTE", 2)
    for _ in range(2):
        await page_at(api, "/faq")
    answer = await api.http.get("/en/contact")
    assert (answer.status_code, answer.headers["cache-control"]) == (429, "no-store")
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert "Too many requests" in page_structure.read(answer.text).text
    assert (await api.http.get("/verify")).status_code == 200


@pytest.mark.parametrize(
    ("path", "language", "text"),
    [("/nothing", "ja", "ページが見つかりません"), ("/en/nothing", "en", "Page not found")],
)
async def test_an_address_that_is_none_has_a_page(api: Api, path: str, language: str, text: str) -> None:
    answer = await api.http.get(path, headers=HTML)
    page = page_structure.read(answer.text)
    assert (answer.status_code, page.language) == (404, language)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert text in page.text
    plain = await api.http.get(path)
    assert (plain.status_code, plain.text) == (404, "Not Found")


async def test_a_database_that_is_away_is_told(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(pages.site_texts, "texts", away)
    assert (await api.http.get("/faq")).status_code == 503
    assert (await api.http.get("/guide")).status_code == 200
