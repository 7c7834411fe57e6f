"""`/sign-in` and `/sign-out`: one form and one cookie for all pages and desks."""

from uuid import UUID

import pytest

from models.audit_records import AuditEvent
from models.errors import WrongCredentials
from models.parties.account import AccessToken
from models.refusals import TooBusy
from sample import sample_register
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, Api
from tests.support.browsers.page_browser import Browser
from web.pages import targets
from web.site.labels import ENGLISH, JAPANESE

ID = UUID("019a0000-0000-7000-8000-000000000001")
OWN = [
    "/verify", "/verify?number=31073-00001M", "/verify/certificates", f"/verify/certificates/{ID}",
    "/verify/certificates?search=%E6%A9%8B", "/guarantees", f"/guarantees/{ID}", "/guarantees?number=31073-00001M",
]  # fmt: skip
OF_CONTRACTOR = [
    "/contractor", f"/contractor/guarantees/{ID}", "/contractor/guarantees?tab=electronic&search=%E6%A9%8B",
    f"/contractor/guarantees/Guarantee_{ID.hex}?page=2",
]  # fmt: skip
FOREIGN = [
    "https://evil.example", "//evil.example", "/\\evil.example", "/guarantees//evil.example", "/guarantees/../graphql",
    "/graphql", "/", "", "guarantees", "/guarantees?number=1&x=2", "/guarantees\r\nSet-Cookie: a=b",
    "/guarantees?number=\n", "/contractor//evil.example", "/contractor/../graphql", "/contractor/%2e%2e/graphql",
    "/contractor/..%2fgraphql", "/contractor\\evil", "/contractor@evil.example", "/contractor.evil.example",
    "/contractor?a=\r\nb", "/contractor?a=<script>", "/contractors", "/contractor/保証", "javascript:alert(1)",
    "/verify#@evil.example", "/contractor?" + "a" * 1_000, "\t/contractor", " /contractor",
]  # fmt: skip


@pytest.mark.parametrize("to", OWN + OF_CONTRACTOR)
async def test_signing_in_leads_to_the_page_that_was_asked_for(
    sample: SampleRegister, browser: Browser, to: str
) -> None:
    assert (await browser.sign_in_for(to=to)).headers["location"] == to
    opened = await browser.http.get("/sign-in", params={"to": to})
    assert (opened.status_code, opened.headers["location"]) == (303, to)


@pytest.mark.parametrize("to", [*FOREIGN, "/obligee", "/obligee/received"])
async def test_and_nowhere_else(sample: SampleRegister, browser: Browser, to: str) -> None:
    form = await browser.http.get("/sign-in", params={"to": to})
    assert form.status_code == 200
    assert ('name="to" value=""' in form.text) is (targets.known(to) is None)
    assert (await browser.sign_in_for(to=to)).headers["location"] == "/guarantees"
    assert (await browser.http.get("/sign-in", params={"to": to})).headers["location"] == "/guarantees"
    left = await browser.send("/sign-out", to=to)
    assert left.headers["location"] == (to if to.startswith("/obligee") else "/")


@pytest.mark.parametrize(
    ("name", "page"),
    [("contractor", "/guarantees"), ("surety", "/guarantees"), ("obligee", "/verify"), ("operator", "/guarantees")],
)
async def test_each_role_has_a_page(sample: SampleRegister, browser: Browser, name: str, page: str) -> None:
    answer = await browser.sign_in_for(EMAILS[name])
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert (await browser.open(page)).status_code == 200


async def test_one_session_counts_on_all_pages(sample: SampleRegister, browser: Browser) -> None:
    await browser.sign_in()
    assert [(await browser.open(path)).status_code for path in ("/verify/certificates", "/guarantees")] == [200, 200]
    await browser.send("/sign-out")
    assert [(await browser.open(path)).status_code for path in ("/verify/certificates", "/guarantees")] == [401, 401]


async def test_wrong_passwords_are_told_and_then_one_has_to_wait(sample: SampleRegister, browser: Browser) -> None:
    to = f"/guarantees/{ID}"
    answers = [await browser.send("/sign-in", email='a"b@example.jp', password="wrong", to=to) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    for answer in answers:
        assert f'name="to" value="{to}"' in answer.text
        assert 'value="a&#34;b@example.jp"' in answer.text
        assert "wrong" not in answer.text
        assert "set-cookie" not in answer.headers
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_signing_out_ends_the_session(api: Api, sample: SampleRegister, browser: Browser) -> None:
    await browser.sign_in_for()
    token = api.http.cookies["kakusho"]
    page = await browser.open("/guarantees")
    assert 'action="/sign-out"' in page.text
    answer = await browser.send("/sign-out", to="/guarantees")
    assert (answer.status_code, answer.headers["location"]) == (303, "/guarantees")
    assert "Path=/;" in answer.headers["set-cookie"]
    api.http.cookies.set("kakusho", token, domain="kakusho.test")
    assert (await browser.open("/guarantees")).status_code == 401


async def test_a_token_from_before_is_never_the_session_after(
    api: Api, sample: SampleRegister, browser: Browser
) -> None:
    """Session fixation: whatever a browser's cookie contains, signing in makes a new token, and the old one ends."""
    planted = await api.token("member")
    for known in (planted, "planted-by-somebody", sample_register.API_TOKEN):
        api.http.cookies.set("kakusho", known, domain="kakusho.test")
        await browser.sign_in_for()
        assert api.http.cookies["kakusho"] != known
        api.http.cookies.clear()
    assert await api.data("{ viewer { name } }", as_="member") == {"viewer": None}
    assert await AccessToken.filter(account__email=EMAILS["contractor"], revoked_at__isnull=True).count() == 3
    assert await api.data("{ viewer { role } }", as_="system") == {"viewer": {"role": "E_CONTRACT_SYSTEM"}}
    assert (await AuditEvent.all().order_by("id").values_list("action", flat=True))[:3] == [
        *("session.begun", "session.begun", "session.ended")
    ]


async def test_a_refused_sign_in_leaves_the_session_as_it_is(sample: SampleRegister, browser: Browser) -> None:
    await browser.sign_in_for()
    assert (await browser.send("/sign-in", email=EMAILS["obligee"], password="wrong")).status_code == 401
    assert (await browser.open("/guarantees")).status_code == 200


@pytest.mark.parametrize("path", ["/verify/sign-in", "/guarantees/sign-in"])
async def test_there_is_no_other_form(sample: SampleRegister, browser: Browser, path: str) -> None:
    form = {"email": EMAILS["contractor"], "password": sample_register.PASSWORD}
    answer = await browser.send(path, **form)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


async def test_signing_in_in_english(api: Api, sample: SampleRegister) -> None:
    browser, to = Browser(api.http), "/verify?number=31073-00001M"
    page = await browser.http.get("/en/sign-in", params={"to": to})
    assert '<html lang="en">' in page.text
    assert 'href="/sign-in?to=%2Fverify%3Fnumber%3D31073-00001M"' in page.text  # in Japanese, to the same page
    refused = await browser.send("/en/sign-in", email=EMAILS["obligee"], password="wrong", to=to)
    assert (refused.status_code, ENGLISH["wrong_credentials"] in refused.text) == (401, True)
    answer = await browser.send("/en/sign-in", email=EMAILS["obligee"], password=sample_register.PASSWORD, to=to)
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert answer.cookies["kakusho_language"] == "en"
    answer = await browser.send("/sign-in", email=EMAILS["obligee"], password=sample_register.PASSWORD, to=to)
    assert answer.cookies["kakusho_language"] == "ja"


def test_pages_refuse_in_the_words_of_the_api() -> None:
    assert (JAPANESE["wrong_credentials"], JAPANESE["too_busy"]) == (WrongCredentials.message, TooBusy.message)
