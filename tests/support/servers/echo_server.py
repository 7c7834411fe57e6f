"""Real sockets, on the loop of `kakusho serve`, with an application behind them that echoes requests."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import uvicorn
import uvloop
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.server import ServerState

from web.connection_limits import ConnectionLimits
from web.http_protocol import HttpProtocol

SECONDS = 5
"""Time limit of every wait."""
H2C = (
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
)
"""As java.net.http.HttpClient sends it."""
WEBSOCKET = (
    b"Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
LONG = b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 100
ClientSession = Callable[["EchoServer"], Awaitable[None]]


class EchoServer:
    """A listening application that echoes requests, and logs the outcome of each."""

    def __init__(self) -> None:
        self.port = 0
        self.log: list[str] = []
        self.connections: set[Any] = set()
        self.writers: list[asyncio.StreamWriter] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond at once at /unread, with 10 MB at /large, else with method, path, headers and body."""
        self.log.append(f"begun {scope['path']}")
        body, message = b"", {"more_body": scope["path"] != "/unread"}
        while message.get("more_body"):
            message = await receive()
            if message["type"] == "http.disconnect":
                self.log.append("left")
                return
            body += message["body"]
        await self.may_answer.wait()
        names = b",".join(sorted(name for name, _ in scope["headers"]))
        text = b"%b %b %b %b\n" % (scope["method"].encode(), scope["path"].encode(), names, body)
        if scope["path"] == "/large":
            text = b"x" * 10_000_000
        headers = [(b"content-length", b"%d" % len(text))]
        if scope["path"] == "/unread":
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": text})
        self.log.append("answered")

    async def open(self, content: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which `content` has been sent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(content)
        await writer.drain()
        return reader, writer

    async def ask(self, *pieces: bytes) -> bytes:
        """All bytes that follow these pieces, until the server closes the connection."""
        reader, writer = await self.open()
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)
        return await reader.read()


@asynccontextmanager
async def listening(limits: ConnectionLimits, proxies: list[str]) -> AsyncGenerator[EchoServer]:
    found, loop = EchoServer(), asyncio.get_running_loop()
    app: Any = ProxyHeadersMiddleware(cast("Any", found.app), proxies) if proxies else found.app
    config = uvicorn.Config(app, interface="asgi3", ws="none", lifespan="off", proxy_headers=False, log_config=None)
    config.load()
    state = ServerState()
    found.connections = state.connections
    server = await loop.create_server(
        lambda: HttpProtocol(limits=limits, config=config, server_state=state, app_state={}, _loop=loop),
        "127.0.0.1",
    )
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        for writer in found.writers:
            writer.transport.abort()
        await asyncio.sleep(0.05)


def run_session(talk: ClientSession, *, in_all: int = 100, of_one: int = 100, proxies: tuple[str, ...] = ()) -> None:
    """Run a client session against the server; fails if the server's loop reports an exception."""

    async def main() -> None:
        wrong: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))
        limits = ConnectionLimits(in_all=in_all, of_one=of_one)
        async with asyncio.timeout(SECONDS), listening(limits, list(proxies)) as found:
            await talk(found)
        assert wrong == []

    uvloop.run(main())


def post(path: bytes, body: bytes, *headers: bytes) -> bytes:
    return b"POST %b HTTP/1.1\r\nHost: h\r\n%bContent-Length: %d\r\n\r\n%b" % (path, b"".join(headers), len(body), body)


CLOSE = b"Connection: close\r\n"
