"""`/forgotten-password`: a link to a new password by mail; nobody learns who has an account."""

import datetime
from collections.abc import Mapping

import pytest

from models.parties.password_link import PasswordLink
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, NOON, Api
from tests.support.browsers.page_browser import Browser
from tests.support.parties.accounts import PASSWORD, invited, signed_in, token_for
from web.site.labels import ENGLISH, JAPANESE

PATH = "/forgotten-password"


async def test_a_person_gets_a_link_and_sets_another_password(api: Api, sample: SampleRegister) -> None:
    browser = Browser(api.http)
    assert f'href="{PATH}"' in (await browser.open("/sign-in")).text
    assert (await browser.open(PATH)).status_code == 200
    email = (await invited(api))["email"]
    first = "電子証書の長い合言葉"
    await browser.send(f"/password/{await token_for(email)}", password=first, again=first)
    answer = await browser.send(PATH, email=f" {email.upper()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/sent")
    sent = await browser.open(f"{PATH}/sent")
    assert (sent.status_code, sent.headers["cache-control"]) == (200, "no-store")
    link = f"/password/{await token_for(email)}"
    assert (await browser.send(link, password=PASSWORD, again=PASSWORD)).headers["location"] == "/password/set"
    await signed_in(api, email)


@pytest.mark.parametrize("email", ["nobody@example.jp", "パスワードかもしれない文字", "x" * 300])
async def test_an_unknown_address_gets_the_same_answer_and_no_link(
    api: Api, sample: SampleRegister, email: str
) -> None:
    answer = await Browser(api.http).send(PATH, email=email)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/sent")
    assert await PasswordLink.filter(created_at__gte=NOON - datetime.timedelta(days=1)).count() == 0


@pytest.mark.parametrize(("prefix", "labels"), [("", JAPANESE), ("/en", ENGLISH)])
async def test_an_empty_address_is_asked_for(
    api: Api, sample: SampleRegister, prefix: str, labels: Mapping[str, str]
) -> None:
    answer = await Browser(api.http).send(f"{prefix}{PATH}", email="  ")
    assert (answer.status_code, labels["enter_email"] in answer.text) == (422, True)


async def test_it_is_there_in_english(api: Api, sample: SampleRegister) -> None:
    browser = Browser(api.http)
    page = await browser.open(f"/en{PATH}")
    assert '<html lang="en">' in page.text
    assert f'href="{PATH}"' in page.text  # in Japanese
    answer = await browser.send(f"/en{PATH}", email="nobody@example.jp")
    assert answer.headers["location"] == f"/en{PATH}/sent"
    assert ENGLISH["mail_on_its_way"] in (await browser.open(f"/en{PATH}/sent")).text


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
