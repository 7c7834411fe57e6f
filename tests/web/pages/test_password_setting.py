"""`/password/{token}`: the form in which a person sets a password."""

import datetime

import httpx
import pytest

from models.parties.password_link import PasswordLink
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.parties import accounts
from tests.support.parties.accounts import PASSWORD, invited, signed_in, token_for
from web.pages.password_setting import DIFFERENT


async def link(api: Api) -> str:
    return f"/password/{await token_for((await invited(api))['email'])}"


async def send(api: Api, path: str, password: str, again: str | None = None) -> httpx.Response:
    values = {"password": password, "again": password if again is None else again, "email": "hanako@surety.example.jp"}
    return await api.http.post(path, data=values, headers={"sec-fetch-site": "same-origin"})


async def test_a_person_sets_the_password(api: Api, sample: SampleRegister) -> None:
    path = await link(api)
    scanned, page = [await api.http.get(path) for _ in range(2)]  # mail scanners open links too
    assert scanned.text == page.text
    assert page.status_code == 200
    assert 'value="hanako@surety.example.jp"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "strict-origin"
    assert "<script" not in page.text
    answer = await send(api, path, PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/password/set")
    done = await api.http.get("/password/set")
    assert "パスワードを設定しました" in done.text
    await signed_in(api, "hanako@surety.example.jp")


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        (PASSWORD, f"{PASSWORD}x", DIFFERENT),
        ("short", "short", "12文字以上"),
        ("password1234", "password1234", "推測されやすい"),
        ("", "", "12文字以上"),
    ],
)
async def test_what_is_refused_is_told_and_not_repeated(
    api: Api, sample: SampleRegister, password: str, again: str, message: str
) -> None:
    path = await link(api)
    answer = await send(api, path, password, again)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'role="alert"' in answer.text
    assert not password or password not in answer.text
    assert (await send(api, path, PASSWORD)).status_code == 303


async def test_links_that_are_over(api: Api, sample: SampleRegister) -> None:
    path = await link(api)
    for unknown in ("/password/x", f"/password/{'x' * 3_000}"):
        assert (await api.http.get(unknown)).status_code == 404
        assert (await send(api, unknown, PASSWORD)).status_code == 404
    api.clock.at = NOON + datetime.timedelta(hours=72)
    assert (await api.http.get(path)).status_code == 410
    assert "有効期限" in (await send(api, path, PASSWORD)).text
    api.clock.at = NOON
    await send(api, path, PASSWORD)
    assert "使用済み" in (await api.http.get(path)).text
    assert (await send(api, path, PASSWORD)).status_code == 410


async def test_an_address_that_is_taken_is_told(api: Api, sample: SampleRegister) -> None:
    account = await invited(api, email="contractor@example.jp")
    answer = await send(api, f"/password/{await token_for(account['email'])}", PASSWORD)
    assert answer.status_code == 409


async def test_forms_of_other_sites_are_refused(api: Api, sample: SampleRegister) -> None:
    path = await link(api)
    answer = await api.http.post(
        path, data={"password": PASSWORD, "again": PASSWORD}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert (await PasswordLink.get()).used_at is None


async def test_unknown_links_are_limited(api: Api, sample: SampleRegister) -> None:
    path = await link(api)
    for _ in range(5):
        await api.data(accounts.SET, input={"token": "x", "password": PASSWORD})
    answer = await send(api, path, PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
