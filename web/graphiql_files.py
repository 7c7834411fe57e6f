"""GraphiQL, served from this installation: its page, its scripts and its style sheet."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

FOLDER = Path(__file__).parent / "graphiql"
FILES = {
    "react.js": FOLDER / "node_modules/react/umd/react.production.min.js",
    "react-dom.js": FOLDER / "node_modules/react-dom/umd/react-dom.production.min.js",
    "graphiql.js": FOLDER / "node_modules/graphiql/graphiql.min.js",
    "graphiql.css": FOLDER / "node_modules/graphiql/graphiql.min.css",
    "page.js": FOLDER / "graphiql.js",
}


def page() -> str:
    """The HTML page that the GraphQL endpoint returns to browsers."""
    return (FOLDER / "graphiql.html").read_text(encoding="utf-8")


def routes() -> list[Route]:
    """The routes of the files that the page loads."""
    return [Route(f"/static/graphiql/{name}", _file(path)) for name, path in FILES.items()]


def _file(path: Path) -> Callable[[Request], FileResponse]:
    return lambda _: FileResponse(path, headers={"cache-control": "public, max-age=3600"})
