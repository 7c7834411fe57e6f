"""Protection of pages: the origin of forms, and headers."""

from starlette.requests import Request

from security import own_pages

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; img-src 'self'",
    # With "no-referrer" browsers would send "Origin: null" with forms.
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}


def is_own_form(request: Request, *, address: str) -> bool:
    """Whether a form comes from a page of this installation, or from no browser (only browsers add cookies unasked)."""
    return is_from_own_page(request, address=address) is not False


def is_from_own_page(request: Request, *, address: str) -> bool | None:
    """Whether the request comes from a page of this installation; None if its headers do not say."""
    told = request.headers.get
    return own_pages.is_own(site=told("sec-fetch-site"), origin=told("origin"), host=told("host"), address=address)
