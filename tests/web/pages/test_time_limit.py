"""Pages that take too long, and sign-ins that find everything taken."""

import asyncio
from typing import Any

import pytest

from fair_queue import QueueFull
from models.audit_records import AuditEvent
from resolvers.certificates import verify_file
from sample.sample_register import SampleRegister
from security import passwords
from security.passwords import Turn
from tests.conftest import EMAILS, Api
from tests.support.browsers.page_browser import Browser
from web.pages import time_limit

SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { ... on SignedIn { token } } }"


async def endless(*_: object, **__: object) -> Any:
    await asyncio.Event().wait()


async def test_a_sign_in_has_a_time_limit_and_counts_when_it_is_over(
    sample: SampleRegister, api: Api, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Turn, "verify", endless)
    monkeypatch.setattr(time_limit, "MAX_SECONDS", 0.2)
    for _ in range(5):
        answer = await browser.send("/sign-in", email=EMAILS["obligee"], password="kakusho-demo")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "処理が時間内に終わりませんでした" in answer.text
        await asyncio.gather(*api.throttle._ending)
    answer = await browser.send("/sign-in", email=EMAILS["obligee"], password="kakusho-demo")
    assert answer.status_code == 429
    events = [(event.action, event.subject) for event in await AuditEvent.all()]
    assert events.count(("session.refused", EMAILS["obligee"])) == 5


async def test_a_check_of_a_file_has_one_from_when_the_file_has_come(
    sample: SampleRegister, api: Api, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_file, "_finding", endless)
    monkeypatch.setattr(time_limit, "MAX_SECONDS", 0.2)
    answer = await browser.check(b"%PDF-1.7")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert api.application is not None
    assert not api.application.state.bodies._held


async def test_a_sign_in_that_finds_too_many_waiting_is_told_to_come_again(
    sample: SampleRegister, api: Api, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> bool:
        raise QueueFull

    monkeypatch.setattr(passwords._queue, "enter", full)
    given = {"email": EMAILS["obligee"], "password": "kakusho-demo"}
    for _ in range(6):  # none of them is a failed attempt
        answer = await browser.send("/sign-in", **given)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "ただいま混み合っています" in answer.text
        assert EMAILS["obligee"] in answer.text
    response = await api.post(SIGN_IN, i=given)
    (error,) = response.json()["errors"]
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 5}
    assert await AuditEvent.all().count() == 0
