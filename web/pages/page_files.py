"""The style sheets of all pages, with a digest in their address so that browsers may keep them, and the icon."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

STYLES = {f"/static/{name}": Path(__file__).with_name(name) for name in ("tokens.css", "style.css", "site.css")}
ICONS = ("/favicon.svg", "/favicon.ico")
"""Of the desks too. Browsers ask for the second one beside documents that name no icon, such as PDFs."""
VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in STYLES.values())).hexdigest()[:12]
"""Of all style sheets; pages ask for it in the query."""
KEPT = {"cache-control": "public, max-age=31536000, immutable"}
ASKED_AGAIN = {"cache-control": "no-cache"}
FOR_A_DAY = {"cache-control": "public, max-age=86400"}


def _style(path: Path) -> Callable[[Request], FileResponse]:
    def answer(request: Request) -> FileResponse:
        return FileResponse(path, headers=KEPT if request.url.query == VERSION else ASKED_AGAIN)

    return answer


def _icon(_: Request) -> FileResponse:
    return FileResponse(Path(__file__).with_name("favicon.svg"), headers=FOR_A_DAY)


ROUTES = (*(Route(path, _style(file)) for path, file in STYLES.items()), *(Route(path, _icon) for path in ICONS))
