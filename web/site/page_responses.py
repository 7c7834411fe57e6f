"""From the site's templates to responses that may be cached and indexed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse

from models.site.site_text import SiteText
from web.pages.page_security import HEADERS
from web.pages.rendering import render_text
from web.site.languages import EN, LANGUAGES, Language
from web.site.navigation import frame, path_of
from web.site.text_blocks import Block, blocks

CACHED_SECONDS = 60
PUBLIC_HEADERS: Mapping[str, str] = {
    "content-security-policy": HEADERS["content-security-policy"],
    "referrer-policy": HEADERS["referrer-policy"],
    "cache-control": f"public, max-age={CACHED_SECONDS}",
}


def render_page(
    template: str,
    language: Language,
    page: str,
    *,
    address: str,
    query: str = "",
    status: int = HTTPStatus.OK,
    **values: Any,
) -> HTMLResponse:
    """A page of the site by its name, empty for the first one; the link to the other language keeps the query."""
    around = frame(language, page)
    alternates = {each.code: f"{address}{each.path(path_of(page))}" for each in LANGUAGES}
    other_path = f"{around['other_path']}?{query}" if query else around["other_path"]
    text = render_text(f"site/{template}", **{**around, **values, "alternates": alternates, "other_path": other_path})
    return HTMLResponse(text, status, headers=PUBLIC_HEADERS)


def message_page(
    language: Language, status: int, *, title: str, message: str, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A page that only tells something."""
    around = frame(language, None)
    text = render_text("site/message.html", **{**around, "alternates": {}, "title": title, "message": message})
    return HTMLResponse(text, status, headers={**HEADERS, **(headers or {})})


class ShownText:
    """A text of an operator in a language; in Japanese where it has no other."""

    def __init__(self, text: SiteText, language: Language) -> None:
        english, has_title = language is EN, text.english_title is not None
        self.row = text
        self.title = (text.english_title if english else None) or text.title
        self.body: list[Block] = blocks((text.english_body if english else None) or text.body)
        self.title_language = "ja" if english and not has_title else None
        self.body_language = "ja" if english and text.english_body is None else None
        self.day = language.day(text.shown_from)
