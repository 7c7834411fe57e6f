"""Input that is not a plain request: upgrades, nonsense, pipelining."""

import asyncio
import re
from typing import Any

import pytest

from tests.support.servers.echo_server import CLOSE, H2C, WEBSOCKET, EchoServer, post, run_session


@pytest.fixture(autouse=True)
def _silence(caplog: pytest.LogCaptureFixture) -> Any:
    """Input of unknown clients is not logged."""
    yield
    assert caplog.messages == []


@pytest.mark.parametrize("upgrade", [H2C, WEBSOCKET, H2C.lower(), H2C.upper(), b"connection:upgrade\r\nupgrade: x\r\n"])
@pytest.mark.parametrize("cut", [None, 20, -20, -5, -3])
def test_an_upgrade_is_ignored_and_the_body_stays(upgrade: bytes, cut: int | None) -> None:
    async def talk(found: EchoServer) -> None:
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

    run_session(talk)


def test_an_upgrade_with_chunks_or_without_a_body_is_ignored_too() -> None:
    async def talk(found: EchoServer) -> None:
        head = b"POST /a HTTP/1.1\r\nHost: h\r\n" + H2C + b"Transfer-Encoding: chunked\r\n\r\n"
        get = b"GET /%d HTTP/1.1\r\nHost: h\r\n" + WEBSOCKET + b"\r\n"
        chunks = b"2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n"
        answer = await found.ask(head, chunks + get % 1 + get % 2, post(b"/end", b"", CLOSE))
        assert re.findall(rb"(?:POST|GET) /.*", answer) == [
            b"POST /a host,transfer-encoding hello",
            *(b"GET /%d connection,host,sec-websocket-key,sec-websocket-version " % n for n in (1, 2)),
            b"POST /end connection,content-length,host ",
        ]

    run_session(talk)


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
    async def talk(found: EchoServer) -> None:
        reader, _ = await found.open(content)
        assert (await reader.read()).startswith(b"HTTP/1.1 400 Bad Request\r\n")

    run_session(talk)


def test_what_comes_behind_a_request_leaves_its_answer_alone() -> None:
    async def talk(found: EchoServer) -> None:
        found.may_answer.clear()
        reader, _ = await found.open(post(b"/a", b"x") + b"garbage\r\n\r\n")
        await asyncio.sleep(0.1)
        found.may_answer.set()
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert answer.endswith(b"POST /a content-length,host x\n")

    run_session(talk)
