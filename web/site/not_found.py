"""What a browser gets at an address that is none: a page with the ways on. Other clients get a line of text."""

import re
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from web.site.languages import EN, JA
from web.site.page_responses import message_page

_WITH_SLASHES = re.compile(r"((?:/[\w.~-]+)+)/+", re.ASCII)
"""Paths that end in slashes. Without empty parts, so that no browser reads a host in them."""


async def answer(request: Request, _: Exception) -> Response:
    """The response where no route is found."""
    if request.method in {"GET", "HEAD"} and (found := _WITH_SLASHES.fullmatch(request.scope["path"])):
        query = request.scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{found[1]}?{query}" if query else found[1])
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(HTTPStatus.NOT_FOUND.phrase, HTTPStatus.NOT_FOUND)
    language = EN if request.url.path.startswith(f"{EN.prefix}/") else JA
    title, message = language.labels["not_found"], language.labels["not_found_text"]
    return message_page(language, HTTPStatus.NOT_FOUND, title=title, message=message)
