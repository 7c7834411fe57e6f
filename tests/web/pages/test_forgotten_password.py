"""`/forgotten-password`: a link to a new password by mail; nobody learns who has an account."""

import datetime

import pytest

from models.parties.password_link import PasswordLink
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, NOON, Api
from tests.support.browsers.page_browser import Browser
from tests.support.parties.accounts import PASSWORD, signed_in, token_for
from web.pages.forgotten_password import EMPTY

PATH = "/forgotten-password"


async def test_a_person_gets_a_link_and_sets_another_password(api: Api, sample: SampleRegister) -> None:
    browser = Browser(api.http)
    assert f'href="{PATH}"' in (await browser.open("/sign-in")).text
    assert (await browser.open(PATH)).status_code == 200
    answer = await browser.send(PATH, email=f" {EMAILS['contractor'].upper()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/sent")
    sent = await browser.open(f"{PATH}/sent")
    assert (sent.status_code, sent.headers["cache-control"]) == (200, "no-store")
    link = f"/password/{await token_for(EMAILS['contractor'])}"
    assert (await browser.send(link, password=PASSWORD, again=PASSWORD)).headers["location"] == "/password/set"
    await signed_in(api, EMAILS["contractor"])


@pytest.mark.parametrize("email", ["nobody@example.jp", "パスワードかもしれない文字", "x" * 300])
async def test_an_unknown_address_gets_the_same_answer_and_no_link(
    api: Api, sample: SampleRegister, email: str
) -> None:
    answer = await Browser(api.http).send(PATH, email=email)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/sent")
    assert await PasswordLink.filter(created_at__gte=NOON - datetime.timedelta(days=1)).count() == 0


async def test_an_empty_address_is_asked_for(api: Api, sample: SampleRegister) -> None:
    answer = await Browser(api.http).send(PATH, email="  ")
    assert (answer.status_code, EMPTY in answer.text) == (422, True)


async def test_requests_are_limited(api: Api, sample: SampleRegister) -> None:
    browser = Browser(api.http)
    for _ in range(5):
        assert (await browser.send(PATH, email="nobody@example.jp")).status_code == 303
    answer = await browser.send(PATH, email="nobody@example.jp")
    assert answer.status_code == 429
    assert "秒後にやり直してください" in answer.text
    assert int(answer.headers["retry-after"]) > 0


async def test_other_sites_cannot_ask(api: Api, sample: SampleRegister) -> None:
    answer = await api.http.post(PATH, data={"email": EMAILS["contractor"]}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert await PasswordLink.all().count() == 0
