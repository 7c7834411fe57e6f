"""Forms that do not come in time, or whose headers would take long to read."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from pages import forms
from tests.conftest import Api


@pytest.mark.parametrize(
    ("path", "type_"),
    [("/verify/sign-in", "application/x-www-form-urlencoded"), ("/verify/document", "multipart/form-data; boundary=b")],
)
async def test_a_form_has_to_arrive_in_time(api: Api, monkeypatch: pytest.MonkeyPatch, path: str, type_: str) -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"--b\r\n"
        await asyncio.sleep(60)

    monkeypatch.setattr(forms, "FIELDS_SECONDS", 0.1)
    monkeypatch.setattr(forms, "ARRIVING", 0.1)
    answer = await api.http.post(path, content=silent(), headers={"content-type": type_})
    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
    assert "時間内に届きませんでした" in answer.text


async def test_a_long_content_type_is_not_looked_into(api: Api) -> None:
    type_ = "multipart/form-data; boundary=" + '";' * 500_000
    answer = await asyncio.wait_for(api.http.post("/verify/sign-in", content=b"x", headers={"content-type": type_}), 1)
    assert answer.status_code == 400
