"""The style sheets of all server-rendered pages. Their address has a digest, so that browsers may keep them."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

FILES = {name: Path(__file__).with_name(name) for name in ("tokens.css", "style.css", "site.css")}
VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in FILES.values())).hexdigest()[:12]
"""Of all of them; pages ask for it in the query."""
HEADERS = {"cache-control": "public, max-age=31536000, immutable"}


def _file(path: Path) -> Callable[[Request], FileResponse]:
    def answer(request: Request) -> FileResponse:
        return FileResponse(path, headers=HEADERS if request.url.query == VERSION else {"cache-control": "no-cache"})

    return answer


ROUTES = tuple(Route(f"/static/{name}", _file(path)) for name, path in FILES.items())
