"""GraphiQL, served from this installation: its page and the files of its build."""

from http import HTTPStatus
from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from web import built_files
from web.pages.rendering import render

BUILD = Path(__file__).parent / "graphiql/dist"
PATH = "/static/graphiql/assets"
HEADERS = {
    "cache-control": "no-store",
    # The editor writes style elements and attributes; its marks of errors are data.
    "content-security-policy": "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default monaco dompurify",
}
MISSING = (
    "GraphiQL の画面がまだ作られていません。scripts/install を実行してから、サーバーを再起動してください。"
    "ＡＰＩ（POST /graphql）はそのままお使いいただけます。"
)


def page(build: Path = BUILD) -> Response:
    """What the GraphQL endpoint returns to browsers."""
    try:
        html = (build / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return render("error.html", HTTPStatus.SERVICE_UNAVAILABLE, message=MISSING)
    return HTMLResponse(html, headers=HEADERS)


def routes(build: Path = BUILD) -> list[Route]:
    """The routes of the files that the page loads."""
    return [built_files.route(PATH, build / "assets")]
