"""Forms that are late, too large or too many, or whose headers are expensive to parse."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from models.errors import FileNotExamined
from resolvers.certificates import verify_file
from security import body_budget
from tests.conftest import EMAILS, Api
from web.pages import forms


@pytest.mark.parametrize(
    ("path", "type_"),
    [("/sign-in", "application/x-www-form-urlencoded"), ("/verify/document", "multipart/form-data; boundary=b")],
)
async def test_a_form_has_to_arrive_in_time(api: Api, monkeypatch: pytest.MonkeyPatch, path: str, type_: str) -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"--b\r\n"
        await asyncio.sleep(60)

    monkeypatch.setattr(forms, "FIELDS_SECONDS", 0.1)
    monkeypatch.setattr(forms, "UPLOAD_TIMEOUT", 0.1)
    answer = await api.http.post(path, content=silent(), headers={"content-type": type_})
    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
    assert "時間内に届きませんでした" in answer.text


async def test_a_long_content_type_is_not_looked_into(api: Api) -> None:
    type_ = "multipart/form-data; boundary=" + '";' * 500_000
    answer = await asyncio.wait_for(api.http.post("/sign-in", content=b"x", headers={"content-type": type_}), 20)
    assert answer.status_code == 400


MULTIPART = {"content-type": "multipart/form-data; boundary=b"}
FIELDS = {"content-type": "application/x-www-form-urlencoded"}


def form(size: int) -> bytes:
    """A form with a file."""
    head = b'--b\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n\r\n'
    return head + b"x" * size + b"\r\n--b--\r\n"


async def check(api: Api, content: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    return await api.http.post("/verify/document", content=content, headers=MULTIPART | headers)


async def stalled(first: bytes) -> AsyncIterator[bytes]:
    """A body whose rest does not arrive."""
    yield first
    await asyncio.sleep(60)


async def unreadable() -> AsyncIterator[bytes]:
    """A body whose reading fails."""
    raise AssertionError
    yield b""


@pytest.mark.parametrize(("path", "type_", "size"), [("/sign-in", FIELDS, 20_001), ("/verify", FIELDS, 20_001)])
async def test_what_is_announced_as_too_large_is_not_read(
    api: Api, path: str, type_: dict[str, str], size: int
) -> None:
    if path == "/verify":
        await api.http.post("/sign-in", data={"email": EMAILS["obligee"], "password": "kakusho-demo"})
    answer = await api.http.post(path, content=unreadable(), headers=type_ | {"content-length": str(size)})
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    answer = await check(api, unreadable(), **{"content-length": "10020001"})
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


async def test_files_share_one_budget_with_uploads(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_budget, "MAX_BYTES_PER_SENDER", 3_000)
    first = asyncio.create_task(check(api, stalled(form(2_000)[:2_000])))
    assert api.application is not None
    async with asyncio.timeout(20):
        while api.application.state.bodies._anonymous < 2_000:  # noqa: ASYNC110 -- there is no notification
            await asyncio.sleep(0)
    answer = await check(api, form(2_000))
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["connection"]) == (503, "5", "close")
    assert "多くのファイルを受信しています" in answer.text
    upload = {"graphql-require-preflight": "1", "content-length": "2000"} | MULTIPART
    assert (await api.http.post("/graphql", content=unreadable(), headers=upload)).status_code == 503
    assert (await check(api, unreadable(), **{"content-length": "2000"})).status_code == 503
    await api.http.post("/sign-in", data={"email": EMAILS["obligee"], "password": "kakusho-demo"})
    assert (await check(api, form(2_000))).status_code == 200  # a signed-in sender has its own share
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


# Starlette leaves the file of an aborted form, which is in memory only, to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("content", [form(2_000_000), form(2_000_000)[:-20], form(10_020_001), b"x" * 2_000_000])
async def test_what_a_form_held_is_given_back(api: Api, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(body_budget, "MAX_BYTES_PER_SENDER", 10_100_000)
    monkeypatch.setattr(forms, "UPLOAD_TIMEOUT", 0.2)
    for _ in range(6):
        await check(api, content)
    await check(api, stalled(content[:1_000_000]))
    assert api.application
    assert api.application.state.bodies._held == {}


async def test_who_cannot_be_served_now_is_told_when_to_come_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object, **__: object) -> None:
        raise FileNotExamined(7)

    monkeypatch.setattr(verify_file, "verify", busy)
    answer = await check(api, form(10))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert "混み合って" in answer.text
