"""Open connections: silent and slow clients, clients that send after a response or disconnect, and too many of them."""

import asyncio
from typing import Any

import pytest

from tests.support.servers.echo_server import CLOSE, LONG, EchoServer, post, run_session
from web import http_protocol
from web.connection_limits import ConnectionLimits


@pytest.fixture(autouse=True)
def _silence(caplog: pytest.LogCaptureFixture) -> Any:
    """Input of unknown clients is not logged."""
    yield
    assert caplog.messages == []


async def ended(found: EchoServer) -> None:
    """Wait until no connection is left."""
    async with asyncio.timeout(20):
        while found.connections:  # noqa: ASYNC110 -- there is no notification
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "content", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: h\r\n", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"]
)
def test_who_sends_no_whole_head_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(http_protocol, "CHECK_SECONDS", 0.1)

    async def talk(found: EchoServer) -> None:
        reader, writer = await found.open(content)

        async def trickle() -> None:
            for byte in LONG if content.endswith(b"\r\n\r\n") else LONG.removeprefix(content):
                writer.write(bytes([byte]))
                await asyncio.sleep(0.05)

        trickling = asyncio.create_task(trickle())
        began = asyncio.get_running_loop().time()
        await reader.read()
        assert asyncio.get_running_loop().time() - began > 0.2
        trickling.cancel()
        await ended(found)

    run_session(talk)


def test_an_idle_connection_outlives_the_time_for_a_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(http_protocol, "CHECK_SECONDS", 0.1)

    async def talk(found: EchoServer) -> None:
        reader, writer = await found.open()
        for content in (b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n", post(b"/b", b"x")):
            writer.write(content)
            assert (await reader.readuntil(b"\n\r\n") + await reader.readline()).startswith(b"HTTP/1.1 200 ")
            await asyncio.sleep(0.5)
        writer.write(b"GET /c HT")
        assert (await reader.read()).startswith(b"HTTP/1.1 408 ")

    run_session(talk)


def test_an_idle_connection_is_closed_later_than_clients_close_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert http_protocol.KEEP_ALIVE_SECONDS > 60
    monkeypatch.setattr(http_protocol, "KEEP_ALIVE_SECONDS", 0.2)
    monkeypatch.setattr(http_protocol, "CHECK_SECONDS", 0.1)

    async def talk(found: EchoServer) -> None:
        assert (await found.ask(post(b"/a", b"x"))).startswith(b"HTTP/1.1 200 ")
        await ended(found)

    run_session(talk)


def test_a_slow_answer_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "CHECK_SECONDS", "LINGER_SECONDS", "UNSENT_SECONDS"):
        monkeypatch.setattr(http_protocol, name, 0.1)

    async def talk(found: EchoServer) -> None:
        found.may_answer.clear()
        reader, _ = await found.open(post(b"/a", b"x", CLOSE))
        await asyncio.sleep(0.5)
        found.may_answer.set()
        assert (await reader.read()).endswith(b" x\n")

    run_session(talk)


def test_a_slow_reader_gets_all_and_one_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "CHECK_SECONDS", "UNSENT_SECONDS"):
        monkeypatch.setattr(http_protocol, name, 0.3)

    async def talk(found: EchoServer) -> None:
        slow, _ = await found.open(b"GET /large HTTP/1.1\r\nHost: h\r\n" + CLOSE + b"\r\n")
        await found.open(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
        await found.open(b"GET /large HTTP/1.1\r\nHost: h\r\n" + CLOSE + b"\r\n")
        size = 0
        while part := await slow.read(500_000):
            size += len(part)
            await asyncio.sleep(0.05)
        assert size > 10_000_000
        await ended(found)

    run_session(talk)


@pytest.mark.parametrize("more", [b"", CLOSE])
@pytest.mark.parametrize("path", [b"/unread", b"/large"])
def test_an_answer_is_read_before_the_connection_ends(more: bytes, path: bytes) -> None:
    async def talk(found: EchoServer) -> None:
        reader, _ = await found.open(post(path, b"x" * 20_000_000, more))  # all of it, before anything is read
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"

    run_session(talk)


def test_a_rest_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "LINGER_SECONDS", 0.3)
    monkeypatch.setattr(http_protocol, "CHECK_SECONDS", 0.1)

    async def talk(found: EchoServer) -> None:
        for more in (b"", CLOSE):
            _, writer = await found.open(
                b"POST /unread HTTP/1.1\r\nHost: h\r\n%bContent-Length: 10000000\r\n\r\n" % more
            )
            began = asyncio.get_running_loop().time()
            while found.connections:
                writer.write(b"x")
                await asyncio.sleep(0.02)
            assert asyncio.get_running_loop().time() - began > 0.2

    run_session(talk)


def test_a_client_that_leaves_is_noticed_by_the_request_that_is_answered() -> None:
    async def talk(found: EchoServer) -> None:
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
        await ended(found)
        assert found.log.count("left") == 1
        assert len([line for line in found.log if line.startswith("begun")]) == 4
        assert not found.connections

    run_session(talk)


def test_heads_and_trailers_are_bounded() -> None:
    async def talk(found: EchoServer) -> None:
        head = b"GET / HTTP/1.1\r\nHost: h\r\n"
        reader, _ = await found.open(head + b"X: x\r\n" * 20_000)
        assert (await reader.readline()).startswith(b"HTTP/1.1 431 ")
        chunks = b"POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
        reader, _ = await found.open(chunks + b"X: x\r\n" * 200_000)
        assert (await reader.readline()).startswith(b"HTTP/1.1 431 ")
        reader, _ = await found.open(head + CLOSE + b"X: x\r\n" * 5_000 + b"\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")

    run_session(talk)


def test_requests_in_a_row_are_answered_but_not_any_number_is_remembered() -> None:
    async def talk(found: EchoServer) -> None:
        get = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
        answer = await found.ask(get * 100 + post(b"/end", b"", CLOSE))
        assert answer.count(b"HTTP/1.1 200 OK") == 101
        reader, _ = await found.open(get * 5_000)
        with pytest.raises(ConnectionError):
            await reader.read()

    run_session(talk)


def test_connections_of_one_address_are_bounded() -> None:
    async def talk(found: EchoServer) -> None:
        held = [await found.open() for _ in range(3)]
        answer = await found.ask(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n")
        held[0][1].close()
        async with asyncio.timeout(20):
            while len(found.connections) > 2:  # noqa: ASYNC110 -- there is no notification
                await asyncio.sleep(0.01)
        assert (await found.ask(b"GET / HTTP/1.1\r\nHost: h\r\n" + CLOSE + b"\r\n")).startswith(b"HTTP/1.1 200 ")

    run_session(talk, of_one=3)


def test_so_are_all_of_them_but_a_proxy_may_have_many() -> None:
    async def talk(found: EchoServer) -> None:
        for _ in range(4):
            reader, _ = await found.open(post(b"/a", b"x"))
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        assert (await found.ask(post(b"/a", b"x"))).startswith(b"HTTP/1.1 503 ")

    run_session(talk, in_all=4, of_one=2, proxies=("127.0.0.0/8",))


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
