"""Protection of pages: the origin of forms, the session cookie, headers."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "kakusho_verify"
PATH = "/verify"
"""Path of the pages for obligees, and of their cookie."""
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    # With "no-referrer" browsers would send "Origin: null" with forms.
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}


def is_own_form(request: Request, *, address: str) -> bool:
    """Whether a form comes from a page of this installation, or from no browser (browsers add cookies automatically).

    Browsers send Sec-Fetch-Site; older ones, and all of them on plain HTTP, send Origin.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or origin == address or urlsplit(origin).netloc == request.headers.get("host")


def set_session_cookie(response: Response, token: str, *, seconds: int, address: str, path: str = PATH) -> None:
    """Store the token in a cookie for pages below `path`, not readable by scripts."""
    is_secure = address.startswith("https://")
    response.set_cookie(COOKIE, token, max_age=seconds, path=path, secure=is_secure, httponly=True, samesite="strict")


def delete_session_cookie(response: Response, *, path: str = PATH) -> None:
    """Delete the session cookie."""
    response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")
