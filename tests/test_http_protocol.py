"""Real sockets, on the loop that `kakusho serve` runs on: what clients send that is no plain request."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
import uvicorn
import uvloop
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.server import ServerState

import http_protocol
from http_protocol import ConnectionLimits, HttpProtocol

SECONDS = 5
"""In which anything has to happen."""
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
Talk = Callable[["Door"], Awaitable[None]]


class Door:
    """A listening application that answers with what it got, and what became of each request."""

    def __init__(self) -> None:
        self.port = 0
        self.log: list[str] = []
        self.connections: set[Any] = set()
        self.writers: list[asyncio.StreamWriter] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at once at /unread, with 10 MB at /large, else with method, path, headers and body."""
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
        """A connection on which this has been sent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(content)
        await writer.drain()
        return reader, writer

    async def ask(self, *pieces: bytes) -> bytes:
        """All that comes after these pieces, until the server ends the connection."""
        reader, writer = await self.open()
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)
        return await reader.read()


@asynccontextmanager
async def door(limits: ConnectionLimits, proxies: list[str]) -> AsyncGenerator[Door]:
    found, loop = Door(), asyncio.get_running_loop()
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


def run(talk: Talk, *, in_all: int = 100, of_one: int = 100, proxies: tuple[str, ...] = ()) -> None:
    """Have somebody talk to the server; nothing may go wrong on its side without being told."""

    async def main() -> None:
        wrong: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))
        limits = ConnectionLimits(in_all=in_all, of_one=of_one)
        async with asyncio.timeout(SECONDS), door(limits, list(proxies)) as found:
            await talk(found)
        assert wrong == []

    uvloop.run(main())


@pytest.fixture(autouse=True)
def _silence(caplog: pytest.LogCaptureFixture) -> Any:
    """What strangers send is nothing to write into the log."""
    yield
    assert caplog.messages == []


def post(path: bytes, body: bytes, *headers: bytes) -> bytes:
    return b"POST %b HTTP/1.1\r\nHost: h\r\n%bContent-Length: %d\r\n\r\n%b" % (path, b"".join(headers), len(body), body)


CLOSE = b"Connection: close\r\n"


@pytest.mark.parametrize("upgrade", [H2C, WEBSOCKET, H2C.lower(), H2C.upper(), b"connection:upgrade\r\nupgrade: x\r\n"])
@pytest.mark.parametrize("cut", [None, 20, -20, -5, -3])
def test_an_upgrade_is_ignored_and_the_body_stays(upgrade: bytes, cut: int | None) -> None:
    async def talk(found: Door) -> None:
        asked = post(b"/a?b", b"hello", upgrade)
        pieces = [asked] if cut is None else [asked[:cut], asked[cut:]]
        answer = await found.ask(*pieces, post(b"/second", b"again", CLOSE))
        first, second = re.findall(rb"POST .*", answer)
        names = {name for name in first.split()[2].split(b",") if not name.startswith(b"sec-")}
        assert first.startswith(b"POST /a ")
        assert first.endswith(b" hello")
        assert names in ({b"content-length", b"host"}, {b"connection", b"content-length", b"host"})
        assert second.startswith(b"POST /second ")
        assert b" again" in second

    run(talk)


def test_an_upgrade_with_chunks_or_without_a_body_is_ignored_too() -> None:
    async def talk(found: Door) -> None:
        head = b"POST /a HTTP/1.1\r\nHost: h\r\n" + H2C + b"Transfer-Encoding: chunked\r\n\r\n"
        get = b"GET /%d HTTP/1.1\r\nHost: h\r\n" + WEBSOCKET + b"\r\n"
        chunks = b"2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n"
        answer = await found.ask(head, chunks + get % 1 + get % 2, post(b"/end", b"", CLOSE))
        assert re.findall(rb"(?:POST|GET) /.*", answer) == [
            b"POST /a host,transfer-encoding hello",
            *(b"GET /%d connection,host,sec-websocket-key,sec-websocket-version " % n for n in (1, 2)),
            b"POST /end connection,content-length,host ",
        ]

    run(talk)


@pytest.mark.parametrize(
    "content",
    [
        b"CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost h\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: h\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
    ],
)
def test_what_is_no_request_is_told_so(content: bytes) -> None:
    async def talk(found: Door) -> None:
        reader, _ = await found.open(content)
        assert (await reader.read()).startswith(b"HTTP/1.1 400 Bad Request\r\n")

    run(talk)


def test_what_comes_behind_a_request_leaves_its_answer_alone() -> None:
    async def talk(found: Door) -> None:
        found.may_answer.clear()
        reader, _ = await found.open(post(b"/a", b"x") + b"garbage\r\n\r\n")
        await asyncio.sleep(0.1)
        found.may_answer.set()
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert answer.endswith(b"POST /a content-length,host x\n")

    run(talk)


@pytest.mark.parametrize(
    "content", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: h\r\n", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"]
)
def test_who_sends_no_whole_head_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(http_protocol, "LOOK_SECONDS", 0.1)

    async def talk(found: Door) -> None:
        reader, writer = await found.open(content)

        async def trickle() -> None:
            for byte in LONG if content.endswith(b"\r\n\r\n") else LONG.removeprefix(content):
                writer.write(bytes([byte]))
                await asyncio.sleep(0.05)

        trickling = asyncio.create_task(trickle())
        began = asyncio.get_running_loop().time()
        await reader.read()
        assert 0.2 < asyncio.get_running_loop().time() - began < 2
        trickling.cancel()
        await asyncio.sleep(0.05)
        assert not found.connections

    run(talk)


def test_a_slow_answer_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "LOOK_SECONDS", "REST_SECONDS", "UNSENT_SECONDS"):
        monkeypatch.setattr(http_protocol, name, 0.1)

    async def talk(found: Door) -> None:
        found.may_answer.clear()
        reader, _ = await found.open(post(b"/a", b"x", CLOSE))
        await asyncio.sleep(0.5)
        found.may_answer.set()
        assert (await reader.read()).endswith(b" x\n")

    run(talk)


def test_a_slow_reader_gets_all_and_one_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "LOOK_SECONDS", "UNSENT_SECONDS"):
        monkeypatch.setattr(http_protocol, name, 0.3)

    async def talk(found: Door) -> None:
        slow, _ = await found.open(b"GET /large HTTP/1.1\r\nHost: h\r\n" + CLOSE + b"\r\n")
        await found.open(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
        await found.open(b"GET /large HTTP/1.1\r\nHost: h\r\n" + CLOSE + b"\r\n")
        size = 0
        while part := await slow.read(500_000):
            size += len(part)
            await asyncio.sleep(0.05)
        assert size > 10_000_000
        await asyncio.sleep(0.8)
        assert not found.connections

    run(talk)


@pytest.mark.parametrize("more", [b"", CLOSE])
@pytest.mark.parametrize("path", [b"/unread", b"/large"])
def test_an_answer_is_read_before_the_connection_ends(more: bytes, path: bytes) -> None:
    async def talk(found: Door) -> None:
        reader, _ = await found.open(post(path, b"x" * 20_000_000, more))  # all of it, before anything is read
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"

    run(talk)


def test_a_rest_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "REST_SECONDS", 0.3)
    monkeypatch.setattr(http_protocol, "LOOK_SECONDS", 0.1)

    async def talk(found: Door) -> None:
        for more in (b"", CLOSE):
            _, writer = await found.open(
                b"POST /unread HTTP/1.1\r\nHost: h\r\n%bContent-Length: 10000000\r\n\r\n" % more
            )
            began = asyncio.get_running_loop().time()
            while found.connections:
                writer.write(b"x")
                await asyncio.sleep(0.02)
            assert asyncio.get_running_loop().time() - began > 0.2

    run(talk)


def test_a_client_that_leaves_is_noticed_by_the_request_that_is_answered() -> None:
    async def talk(found: Door) -> None:
        found.may_answer.clear()
        for content in (
            post(b"/a", b"x") * 3,
            post(b"/a", b"x" * 100)[:-10],
            post(b"/a", b"x") + post(b"/b", b"x" * 100)[:-10],
            b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n" * 2,
        ):
            _, writer = await found.open(content)
            await asyncio.sleep(0.05)
            writer.transport.abort()
        await asyncio.sleep(0.1)
        found.may_answer.set()
        await asyncio.sleep(0.1)
        assert found.log.count("left") == 1
        assert len([line for line in found.log if line.startswith("begun")]) == 4
        assert not found.connections

    run(talk)


def test_heads_and_trailers_are_bounded() -> None:
    async def talk(found: Door) -> None:
        head = b"GET / HTTP/1.1\r\nHost: h\r\n"
        reader, _ = await found.open(head + b"X: x\r\n" * 20_000)
        assert (await reader.readline()).startswith(b"HTTP/1.1 431 ")
        chunks = b"POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
        reader, _ = await found.open(chunks + b"X: x\r\n" * 200_000)
        assert (await reader.readline()).startswith(b"HTTP/1.1 431 ")
        reader, _ = await found.open(head + CLOSE + b"X: x\r\n" * 5_000 + b"\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")

    run(talk)


def test_requests_in_a_row_are_answered_but_not_any_number_is_remembered() -> None:
    async def talk(found: Door) -> None:
        get = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
        answer = await found.ask(get * 100 + post(b"/end", b"", CLOSE))
        assert answer.count(b"HTTP/1.1 200 OK") == 101
        reader, _ = await found.open(get * 5_000)
        with pytest.raises(ConnectionError):
            await reader.read()

    run(talk)


def test_connections_of_one_address_are_bounded() -> None:
    async def talk(found: Door) -> None:
        held = [await found.open() for _ in range(3)]
        answer = await found.ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n")
        held[0][1].close()
        await asyncio.sleep(0.05)
        assert (await found.ask(b"GET / HTTP/1.1\r\nHost: h\r\n" + CLOSE + b"\r\n")).startswith(b"HTTP/1.1 200 ")

    run(talk, of_one=3)


def test_so_are_all_of_them_but_a_proxy_may_have_many() -> None:
    async def talk(found: Door) -> None:
        for _ in range(4):
            reader, _ = await found.open(post(b"/a", b"x"))
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        assert (await found.ask(post(b"/a", b"x"))).startswith(b"HTTP/1.1 503 ")

    run(talk, in_all=4, of_one=2, proxies=("127.0.0.0/8",))


def test_limits_count_by_source_and_forget() -> None:
    limits = ConnectionLimits(in_all=3, of_one=2)
    assert [limits.enter(source) for source in ("a", "a", "a", "b", "c", None)] == [
        True,
        True,
        False,
        True,
        False,
        False,
    ]
    limits.leave("a")
    limits.leave("b")
    assert [limits.enter(source) for source in (None, "a", "a")] == [True, True, False]
    for source in (None, "a", "a"):
        limits.leave(source)
    assert not limits._by_source
