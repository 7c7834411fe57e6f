"""HTTP/1.1 at the socket: uvicorn's protocol, with limits on connections, time and memory of a client.

An upgrade is ignored (RFC 9110, 7.8), to any protocol: there are no WebSockets, and a client that offers h2c continues
with HTTP/1.1. llhttp treats everything after such a head as the other protocol: the head is parsed again without it.

Closing a connection while the client still sends resets it, and the response is lost. So the rest of the request is
read and discarded for a while first.
"""

import asyncio
from http import HTTPStatus
from typing import Any, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn._types import ASGI3Application
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from security.rate_limit_keys import source_of
from web.connection_limits import ConnectionLimits
from web.upgrade_headers import without_upgrade

HEAD_SECONDS = 10
"""In which request line and headers have to arrive, from the start of the connection or their first byte."""
KEEP_ALIVE_SECONDS = 75
"""How long a connection may be idle: longer than clients keep theirs (httpx 5, nginx 60), or a request may be lost."""
LINGER_SECONDS = 30
"""How long input is read and discarded after a response."""
REFUSED_LINGER_SECONDS = 1
"""The same for a connection above the limits."""
UNSENT_SECONDS = 60
"""After which a client that reads nothing of its response is disconnected."""
CHECK_SECONDS = 5
"""How often a connection is checked."""
MAX_HEAD_BYTES = 65_536
"""Bytes of request line and headers, of trailers, and of chunk framing."""
MAX_PIPELINED = 100
"""Pipelined requests."""
RETRY_AFTER = 5


class HttpProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *, limits: ConnectionLimits, **options: Any) -> None:
        super().__init__(**options)
        self.timeout_keep_alive = KEEP_ALIVE_SECONDS
        self._limits = limits
        self._source: str | None = None
        self._is_counted = False
        self._responding: RequestResponseCycle | None = None
        """The request whose response is in progress; `cycle` is the one that is being received."""
        self._deadline: float | None = None
        """Deadline for input; None while a response is in progress."""
        self._is_idle = False
        """Whether nothing of the next request has arrived."""
        self._unparsed = 0
        """Bytes received since headers or a part of a body were complete."""
        self._unsent = (0, 0.0)
        """Bytes in the write buffer, and the time since which it has been so many."""
        self._ignores_input = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the checks, and refuse the connection if it is above the limits."""
        super().connection_made(transport)
        self._socket = transport
        self.transport = cast("asyncio.Transport", _Transport(transport, self))
        self._timer = self.loop.call_later(HEAD_SECONDS, self._check)
        self._set_deadline(HEAD_SECONDS)
        self._source = self._connection_source()
        self._is_counted = self._limits.enter(self._source)
        if not self._is_counted:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, seconds=REFUSED_LINGER_SECONDS)

    def _connection_source(self) -> str | None:
        app, host = self.config.loaded_app, self.client[0] if self.client else ""
        is_proxy = isinstance(app, ProxyHeadersMiddleware) and host in app.trusted_hosts
        return None if is_proxy else source_of(host)

    def connection_lost(self, exc: Exception | None) -> None:
        """Disconnect the request whose response is in progress, which need not be the last one received."""
        self._timer.cancel()
        if self._is_counted:
            self._limits.leave(self._source)
        self.pipeline.clear()
        self._abandon(self._responding)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close after the response in progress, without waiting for the rest of the request."""
        if self._responding is None or self.cycle.response_complete:
            self._socket.close()
        else:
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        """Parse received bytes."""
        if self._ignores_input:
            return
        self._unset_keepalive_if_required()
        if self._is_idle:
            self._is_idle = False
            self._set_deadline(HEAD_SECONDS)
        self._unparsed += len(data)
        try:
            while data and not self._ignores_input:
                data = self._parse(data)
        except HttpParserError:
            self._refuse(HTTPStatus.BAD_REQUEST)
        if self._unparsed > MAX_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _parse(self, data: bytes) -> bytes:
        """Parse; returns the bytes to parse next: a head without its upgrade, and what follows it."""
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            method = self.parser.get_method()
            if method == b"CONNECT":
                raise HttpParserError from None
            line = b"%b %b HTTP/%b\r\n" % (method, self.url, self.parser.get_http_version().encode())
            self.parser = HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            return line + without_upgrade(self.headers) + data[upgrade.args[0] :]
        return b""

    def on_headers_complete(self) -> None:
        """Start the request, or queue it behind its predecessors."""
        if self.parser.should_upgrade() or self._ignores_input:
            return
        self._unparsed = 0
        self._deadline = None
        if len(self.pipeline) >= MAX_PIPELINED:
            self._ignores_input = True
            self._socket.abort()
            return
        super().on_headers_complete()
        self.headers = []  # trailers must not change the headers that the application has

    def on_body(self, body: bytes) -> None:
        """Buffer it for the application, unless the response is complete."""
        self._unparsed = 0
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()

    def on_message_complete(self) -> None:
        """The request is complete."""
        if self.parser.should_upgrade() or self._ignores_input:
            return
        self._unparsed = 0
        cycle = self.cycle
        cycle.more_body = False
        cycle.message_event.set()
        if cycle.response_complete:
            self._await_request()

    def _await_request(self) -> None:
        self._is_idle = True
        self._set_deadline(KEEP_ALIVE_SECONDS)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._responding = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Set the deadline of the rest of the body or of the next request."""
        if not self.pipeline:
            if self.cycle.more_body:
                self._set_deadline(LINGER_SECONDS)
            else:
                self._await_request()
        super().on_response_complete()

    def end(self) -> None:
        """Close the connection; while the client still sends, only after it had time to read the response."""
        if self._ignores_input or self._socket.is_closing() or self._responding is None or not self.cycle.more_body:
            self._socket.close()
        else:
            self._linger(LINGER_SECONDS)

    def _linger(self, seconds: float) -> None:
        self._ignores_input = True
        self._set_deadline(seconds)
        self._timer.cancel()
        self._timer = self.loop.call_later(min(seconds, CHECK_SECONDS), self._check)
        self._socket.write_eof()
        self.flow.resume_reading()

    @property
    def is_ending(self) -> bool:
        """Whether no further request gets a response."""
        return self._ignores_input or self._socket.is_closing()

    def _refuse(self, status: HTTPStatus, *, seconds: float = LINGER_SECONDS) -> None:
        """Respond to invalid input; if a response is in progress, it is the last one instead."""
        if self.is_ending:
            return
        self.pipeline.clear()
        running = self._responding
        if running is None or running.response_complete or (running.more_body and not running.response_started):
            self._abandon(running)
            retry = b"retry-after: %d\r\n" % RETRY_AFTER if status == HTTPStatus.SERVICE_UNAVAILABLE else b""
            line = b"HTTP/1.1 %d %b\r\n" % (status, status.phrase.encode())
            self._socket.write(line + retry + b"connection: close\r\ncontent-length: 0\r\n\r\n")
            self._linger(seconds)
        else:
            self._ignores_input = True
            running.keep_alive = False

    @staticmethod
    def _abandon(cycle: RequestResponseCycle | None) -> None:
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()

    def _set_deadline(self, seconds: float) -> None:
        self._deadline = self.loop.time() + seconds

    def _check(self) -> None:
        """Close the connection when a deadline has passed: input did not arrive, or output was not read."""
        now, unsent = self.loop.time(), self._socket.get_write_buffer_size()
        if not unsent or unsent != self._unsent[0]:
            self._unsent = unsent, now
        if now - self._unsent[1] >= UNSENT_SECONDS:
            self._socket.abort()
            return
        if self._deadline is not None and self._deadline <= now and not self._socket.is_closing():
            if self._unparsed:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            self._socket.close()
        left = CHECK_SECONDS if self._deadline is None or self._deadline <= now else self._deadline - now
        self._timer = self.loop.call_later(min(CHECK_SECONDS, left), self._check)


class _Transport:
    """The transport that uvicorn sees: what it uses, with a `close` that gives the client time to read the response."""

    def __init__(self, transport: asyncio.Transport, protocol: HttpProtocol) -> None:
        self.write = transport.write
        self.close = protocol.end
        self._protocol = protocol

    def is_closing(self) -> bool:
        return self._protocol.is_ending
