"""The security headers of every response."""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULT_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)
"""Pages for people set others of their own."""
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")
"""A year, for this host alone."""


def headers_for(address: str) -> list[tuple[bytes, bytes]]:
    """The headers for an installation whose public URL is `address`."""
    return [*DEFAULT_HEADERS, *([HTTPS_ONLY] if address.startswith("https://") else [])]


class SecurityHeaders:
    """ASGI middleware that adds headers to responses; a header that a response has already is left as it is."""

    def __init__(self, app: ASGIApp, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                added = [header for header in self._headers if header[0] not in present]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)
