"""The desks' pages and hashed files over HTTP."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from web import content_codings
from web.content_codings import IDENTITY
from web.desks.desk_build import ENCODINGS, DeskBuild
from web.pages.error_pages import Handler
from web.pages.rendering import render

PAGES = {"contractor": "/contractor", "obligee": "/obligee", "style": "/desks/style"}
"""Pages of the build by their names, with their paths."""
WITH_PATHS_BELOW = frozenset({"contractor", "obligee"})
"""Pages that show themselves what the rest of their path names."""
HEADERS = {
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
VARY = {"vary": "Accept-Encoding"}
MISSING = (
    "この画面はまだ用意されていません。システムの運用担当者は、プロジェクトのフォルダーで make serve を実行して、"
    "画面を作成してください。ＡＰＩは利用できます。"
)


def routes(build: DeskBuild) -> Sequence[Route]:
    """The routes of all pages and files."""
    found = [Route("/assets/{name:path}", _assets(build), methods=["GET"])]
    for name, path in PAGES.items():
        found.append(Route(path, _page(build, name), methods=["GET"]))
        if name in WITH_PATHS_BELOW:
            found.append(Route(f"{path}/{{below:path}}", _page(build, name), methods=["GET"]))
    return found


def _page(build: DeskBuild, name: str) -> Handler:
    async def answer(request: Request) -> Response:
        page = build.page(name)
        if page is None:
            return render("error.html", HTTPStatus.SERVICE_UNAVAILABLE, message=MISSING)
        headers = {**HEADERS, "etag": page.etag}
        if _knows(request.headers.get("if-none-match", ""), page.etag):
            # All headers again: a browser replaces those that it has stored.
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(page.content, headers=headers, media_type="text/html; charset=utf-8")

    return answer


def _knows(header: str, etag: str) -> bool:
    """Whether the client has this version (RFC 9110, 13.1.2: weak comparison)."""
    return header.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in header.split(","))


def _assets(build: DeskBuild) -> Handler:
    async def answer(request: Request) -> Response:
        asset = build.asset(request.path_params["name"])
        if asset is None:
            message = "ファイルがありません。\n"
            return PlainTextResponse(message, HTTPStatus.NOT_FOUND, headers={"cache-control": "no-store"})
        headers = FOR_EVER | (VARY if asset.encoded else {})
        available = [coding for coding in ENCODINGS if coding in asset.encoded]
        coding = content_codings.best(request.headers.get("accept-encoding", ""), available)
        if coding == IDENTITY:
            return Response(asset.content, headers=headers, media_type=asset.media_type)
        return Response(
            asset.encoded[coding], headers=headers | {"content-encoding": coding}, media_type=asset.media_type
        )

    return answer
