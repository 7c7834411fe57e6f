"""Signing in and out on `/guarantees`."""

from uuid import uuid4

import pytest

from sample.sample_register import SampleRegister
from tests.support.browsers.page_browser import Browser


@pytest.mark.parametrize(
    "to",
    ["https://evil.example", "//evil.example", "/guarantees//evil.example", "/verify", "/guarantees/../graphql", "",
     "/guarantees?number=1&x=2", "/guarantees\r\nSet-Cookie: a=b", "/guarantees?number=\n"],
)  # fmt: skip
async def test_signing_in_leads_nowhere_else(sample: SampleRegister, browser: Browser, to: str) -> None:
    assert (await browser.sign_in_to_guarantees(to=to)).headers["location"] == "/guarantees"


async def test_wrong_passwords_are_told_and_then_one_has_to_wait(sample: SampleRegister, browser: Browser) -> None:
    to = f"/guarantees/{uuid4()}"
    answers = [
        await browser.send("/guarantees/sign-in", email='a"b@example.jp', password="wrong", to=to) for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    for answer in answers:
        assert f'name="to" value="{to}"' in answer.text
        assert 'value="a&#34;b@example.jp"' in answer.text
        assert "wrong" not in answer.text
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_forms_of_other_sites_are_refused(sample: SampleRegister, browser: Browser) -> None:
    for path in ("sign-in", "sign-out"):
        answer = await browser.http.post(f"/guarantees/{path}", data={}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403


async def test_signing_out_ends_the_session_of_these_pages(sample: SampleRegister, browser: Browser) -> None:
    await browser.sign_in_to_guarantees()
    token = browser.http.cookies["kakusho_verify"]
    page = await browser.open("/guarantees")
    assert 'action="/guarantees/sign-out"' in page.text
    answer = await browser.send("/guarantees/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/guarantees")
    assert "Path=/guarantees" in answer.headers["set-cookie"]
    browser.http.cookies.set("kakusho_verify", token, path="/guarantees")
    assert (await browser.open("/guarantees")).status_code == 401
