"""What protects forms and sessions of pages: where forms come from, the session's cookie, headers."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "kakusho_verify"
PATH = "/verify"
"""Of the pages for obligees, below which their cookie is sent."""
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    # Without any referrer browsers would not say either from where a form comes.
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}


def is_own_form(request: Request, *, address: str) -> bool:
    """Whether a form was sent from a page of ours, or by no browser at all, which sends no cookie by itself either.

    Browsers say so in Sec-Fetch-Site, those without it (and all of them on plain HTTP) in Origin.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or origin == address or urlsplit(origin).netloc == request.headers.get("host")


def set_session_cookie(response: Response, token: str, *, seconds: int, address: str, path: str = PATH) -> None:
    """Have the browser keep the token for so long, send it to the pages below `path` only, and show it to no script."""
    is_secure = address.startswith("https://")
    response.set_cookie(COOKIE, token, max_age=seconds, path=path, secure=is_secure, httponly=True, samesite="strict")


def delete_session_cookie(response: Response, *, path: str = PATH) -> None:
    """Have the browser forget it."""
    response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")
