"""Downloads of an export: slow clients, disconnects, and failures during the stream."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tortoise import connections

from resolvers.parties import list_files
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.csv_links import events, link
from tests.support.received_certificates import received
from web import csv_downloads

BUSY = "前の出力が終わっていません。終わってからやり直してください。\n"


class Reader:
    """Reads parts of a response at the test's pace, directly from the application."""

    def __init__(self, api: Api, url: str) -> None:
        self.messages: list[Any] = []
        self.has_begun, self.may_go_on, self.is_gone = asyncio.Event(), asyncio.Event(), asyncio.Event()
        path = url.removeprefix("http://kakusho.test")
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        scope |= {"headers": [], "client": ("192.0.2.1", 1), "root_path": "", "http_version": "1.1", "scheme": "http"}
        assert api.application is not None
        self.task = asyncio.create_task(api.application(scope, self._receive, self._send))

    async def _receive(self) -> Any:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.messages.append(message)
        if message["type"] == "http.response.body":
            self.has_begun.set()
            await self.may_go_on.wait()

    @property
    def is_whole(self) -> bool:
        return not self.messages[-1].get("more_body", False)


@pytest.fixture
async def slow(api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Reader]:
    """A reader that has received the first part."""
    monkeypatch.setattr(list_files, "BATCH", 1)
    await received(api, sample, "甲", "乙", "丙")
    reader = Reader(api, await link(api))
    await reader.has_begun.wait()
    yield reader
    reader.may_go_on.set()
    await asyncio.gather(reader.task, return_exceptions=True)


async def test_one_file_at_a_time_for_each_viewer(api: Api, slow: Reader) -> None:
    answer = await api.http.get(await link(api, search="甲"))
    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (429, BUSY, "30")
    assert (await api.http.get(await link(api, as_="city"))).status_code == 200
    slow.may_go_on.set()
    await slow.task
    assert slow.is_whole
    assert (await api.http.get(await link(api))).status_code == 200


async def test_a_slow_reader_holds_no_connection(api: Api, slow: Reader) -> None:
    pool = connections.get("default")._pool
    assert pool.get_size() == pool.get_idle_size()


async def test_who_goes_gets_no_more_and_it_is_recorded(api: Api, slow: Reader) -> None:
    slow.is_gone.set()
    slow.may_go_on.set()
    await slow.task
    assert not slow.is_whole
    assert await events() == [("certificates.export_begun", None), ("certificates.export_broken_off", "1 rows")]


async def test_who_takes_nothing_is_given_up(api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_downloads, "STALLED_SECONDS", 0.05)
    reader = Reader(api, await link(api))
    await reader.task
    assert not reader.is_whole
    assert (await events())[-1] == ("certificates.export_broken_off", "0 rows")
    assert (await api.http.get(await link(api))).status_code == 200


@pytest.mark.parametrize("error", [ConnectionResetError(), LookupError("a bug")])
async def test_what_breaks_off_has_no_proper_end(
    api: Api, slow: Reader, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr(list_files.csv_format, "lines", failing)
    slow.may_go_on.set()
    (outcome,) = await asyncio.gather(slow.task, return_exceptions=True)
    assert isinstance(outcome, LookupError) is isinstance(error, LookupError)
    assert not slow.is_whole
    assert (await events())[-1][0] == "certificates.export_broken_off"
