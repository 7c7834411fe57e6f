"""The response of pages when the database is unavailable, or something unexpected occurs."""

from typing import Any

import asyncpg
import pytest
import structlog

from resolvers.parties import identify
from sample.sample_register import SampleRegister
from tests.conftest import Api


async def test_a_database_that_is_away_is_told_in_words(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(**_: Any) -> None:
        raise asyncpg.CannotConnectNowError("the database system is starting up")

    monkeypatch.setattr(identify, "by_session", away)
    api.http.cookies.set("kakusho", "t", domain="kakusho.test")
    answer = await api.http.get("/verify")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "データベースに接続できません" in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_the_unexpected_is_told_with_a_number_that_is_in_the_log_too(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(**_: Any) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(identify, "by_session", broken)
    api.http.cookies.set("kakusho", "t", domain="kakusho.test")
    with structlog.testing.capture_logs() as logged:
        answer = await api.http.get("/verify")
    assert answer.status_code == 500
    assert str(logged[-1]["error_id"]) in answer.text
    assert "a secret" not in answer.text
