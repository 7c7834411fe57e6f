"""HTTP/1.1 at the socket: uvicorn's protocol, with bounds to what a client may keep open or have remembered.

An upgrade is ignored (RFC 9110, 7.8), whatever it is to: there are no WebSockets, and a client that offers h2c goes on
with HTTP/1.1. llhttp takes everything behind such a head for the other protocol: the head is parsed again without it.

A connection that is closed on a client that still sends is reset, and takes the answer with it. So the rest is read and
thrown away for a while first.
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
"""In which a request's line and headers have to come, from the connection's start or the last answer on."""
REST_SECONDS = 30
"""In which what comes after an answer is read and thrown away."""
REFUSED_SECONDS = 1
"""The same after a connection for which there is no room."""
UNSENT_SECONDS = 60
"""After which a client that takes nothing of its answer is given up."""
LOOK_SECONDS = 5
"""How often a connection in use is looked at."""
MOST_HEAD = 65_536
"""Bytes of a request's line and headers, of trailers, and of what frames chunks."""
MOST_WAITING = 100
"""Requests that were sent before their predecessors were answered."""
RETRY_AFTER = 5


class HttpProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *, limits: ConnectionLimits, **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._limits = limits
        self._source: str | None = None
        self._is_counted = False
        self._running: RequestResponseCycle | None = None
        """The request that is being answered; `cycle` is the one that is being received."""
        self._ends: float | None = None
        """Until when something has to come in; None while a request is being answered."""
        self._unparsed = 0
        """Bytes that came since the last headers or piece of a body were complete."""
        self._unsent = (0, 0.0)
        """Bytes that the client has still to take, and since when it has been so many."""
        self._ignores_input = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Watch over it from now on, if there is room for it."""
        super().connection_made(transport)
        self._socket = transport
        self.transport = cast("asyncio.Transport", _Transport(transport, self))
        self._timer = self.loop.call_later(HEAD_SECONDS, self._look)
        self._await(HEAD_SECONDS)
        self._source = self._counted_as()
        self._is_counted = self._limits.enter(self._source)
        if not self._is_counted:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, seconds=REFUSED_SECONDS)

    def _counted_as(self) -> str | None:
        app, host = self.config.loaded_app, self.client[0] if self.client else ""
        is_proxy = isinstance(app, ProxyHeadersMiddleware) and host in app.trusted_hosts
        return None if is_proxy else source_of(host)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the request that is being answered, which need not be the last one that came."""
        self._timer.cancel()
        if self._is_counted:
            self._limits.leave(self._source)
        self.pipeline.clear()
        self._abandon(self._running)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End after the answer that is under way; nobody's rest is waited for."""
        if self._running is None or self.cycle.response_complete:
            self._socket.close()
        else:
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        if self._ignores_input:
            return
        self._unset_keepalive_if_required()
        self._unparsed += len(data)
        try:
            while data and not self._ignores_input:
                data = self._parse(data)
        except HttpParserError:
            self._refuse(HTTPStatus.BAD_REQUEST)
        if self._unparsed > MOST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _parse(self, data: bytes) -> bytes:
        """Parse; returns what is to be parsed next: a head without its upgrade, and what came behind it."""
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
        """Begin to answer, in turn."""
        if self.parser.should_upgrade() or self._ignores_input:
            return
        self._unparsed = 0
        self._ends = None
        if len(self.pipeline) >= MOST_WAITING:
            self._ignores_input = True
            self._socket.abort()
            return
        super().on_headers_complete()
        self.headers = []  # trailers are not added to what the application has by now

    def on_body(self, body: bytes) -> None:
        """Keep it for the application, if it still wants it."""
        self._unparsed = 0
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()

    def on_message_complete(self) -> None:
        """Nothing is left to come."""
        if self.parser.should_upgrade() or self._ignores_input:
            return
        self._unparsed = 0
        cycle = self.cycle
        cycle.more_body = False
        cycle.message_event.set()
        if cycle.response_complete:
            self._await(HEAD_SECONDS)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Wait for the rest of the body or the next request, unless that has come."""
        if not self.pipeline:
            self._await(REST_SECONDS if self.cycle.more_body else HEAD_SECONDS)
        super().on_response_complete()

    def end(self) -> None:
        """Close it, but not before a client that still sends has had the time to see its answer."""
        if self._ignores_input or self._socket.is_closing() or self._running is None or not self.cycle.more_body:
            self._socket.close()
        else:
            self._linger(REST_SECONDS)

    def _linger(self, seconds: float) -> None:
        self._ignores_input = True
        self._await(seconds)
        self._timer.cancel()
        self._timer = self.loop.call_later(min(seconds, LOOK_SECONDS), self._look)
        self._socket.write_eof()
        self.flow.resume_reading()

    @property
    def is_ending(self) -> bool:
        """Whether nothing more is answered."""
        return self._ignores_input or self._socket.is_closing()

    def _refuse(self, status: HTTPStatus, *, seconds: float = REST_SECONDS) -> None:
        """Answer what is no request, unless an answer is under way: then that is the last one."""
        if self.is_ending:
            return
        self.pipeline.clear()
        running = self._running
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

    def _await(self, seconds: float) -> None:
        self._ends = self.loop.time() + seconds

    def _look(self) -> None:
        """End it where something did not come, or was not taken, in time."""
        now, unsent = self.loop.time(), self._socket.get_write_buffer_size()
        if not unsent or unsent != self._unsent[0]:
            self._unsent = unsent, now
        if now - self._unsent[1] >= UNSENT_SECONDS:
            self._socket.abort()
            return
        if self._ends is not None and self._ends <= now and not self._socket.is_closing():
            if self._unparsed:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            self._socket.close()
        left = LOOK_SECONDS if self._ends is None or self._ends <= now else self._ends - now
        self._timer = self.loop.call_later(min(LOOK_SECONDS, left), self._look)


class _Transport:
    """What uvicorn has of the socket: all that it uses, except that closing takes the client's time into account."""

    def __init__(self, transport: asyncio.Transport, protocol: HttpProtocol) -> None:
        self.write = transport.write
        self.close = protocol.end
        self._protocol = protocol

    def is_closing(self) -> bool:
        return self._protocol.is_ending
