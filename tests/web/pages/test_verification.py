"""The pages below /verify, over HTTP, as a browser without scripts uses them."""

import datetime
import re
from uuid import UUID

import pytest

from models.audit_records import AuditEvent
from sample.sample_register import PASSWORD, SampleRegister
from schema.reading.ids import to_id
from tests.conftest import EMAILS, Api
from tests.support.browsers.page_browser import STRANGE_KEY, Browser
from tests.support.desks import builds

NO_MATCH = "入力された番号と認証キーで閲覧できる電子証書はありません。"


async def actions() -> list[str]:
    return [event.action for event in await AuditEvent.all().order_by("id")]


async def test_the_notices_address_asks_to_sign_in_and_keeps_the_number(browser: Browser) -> None:
    answer = await browser.open("/verify?number=31073-00001M")
    assert answer.status_code == 200
    assert 'lang="ja"' in answer.text
    assert 'name="to" value="/verify?number=31073-00001M"' in answer.text
    assert 'id="key"' not in answer.text


async def test_signing_in_leads_to_the_form_with_the_number(browser: Browser) -> None:
    answer = await browser.sign_in(number="31073-00001M")
    assert (answer.status_code, answer.headers["location"]) == (303, "/verify?number=31073-00001M")
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(r"kakusho=[\w-]{40,}; HttpOnly; Max-Age=43200; Path=/; SameSite=lax", cookie)
    form = await browser.open(answer.headers["location"])
    assert 'value="31073-00001M"' in form.text
    assert 'id="key"' in form.text


async def test_number_and_key_lead_to_the_certificate_and_its_pdf(browser: Browser, issued: dict[str, str]) -> None:
    await browser.sign_in()
    answer = await browser.send("/verify", **issued)
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert issued["key"] not in location
    page = await browser.open(location)
    for part in (issued["number"], "栃木県知事", "20,000,000円", "●●●●工事", "現在有効な電子証書です。"):
        assert part in page.text
    (link,) = re.findall(r'href="http://kakusho.test(/documents/[^"]+)"', page.text)
    pdf = await browser.open(link)
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert (await actions())[-3:] == ["certificate.read", "certificate.shown", "document.read"]


async def test_officials_are_led_to_the_desk_where_certificates_are_accepted(
    browser: Browser, api: Api, issued: dict[str, str]
) -> None:
    await browser.sign_in()
    builds.write(api.desks_dir)
    assert 'href="/obligee"' in (await browser.open("/verify")).text
    location = (await browser.send("/verify", **issued)).headers["location"]
    id_ = UUID(location.removeprefix("/verify/certificates/"))
    assert f'href="/obligee/certificates/{to_id("Certificate", id_)}"' in (await browser.open(location)).text


async def test_no_desk_is_named_that_is_not_there(browser: Browser, issued: dict[str, str]) -> None:
    await browser.sign_in()
    location = (await browser.send("/verify", **issued)).headers["location"]
    for path in ("/verify", location):
        assert "発注者のデスク" not in (await browser.open(path)).text


async def test_full_width_input_is_accepted(browser: Browser, issued: dict[str, str]) -> None:
    await browser.sign_in()
    wide = {name: "".join(chr(ord(c) + 0xFEE0) for c in value) for name, value in issued.items()}
    assert (await browser.send("/verify", **wide)).status_code == 303


@pytest.mark.parametrize("who", ["obligee", "city", "contractor"])
async def test_every_miss_is_worded_alike(browser: Browser, issued: dict[str, str], who: str) -> None:
    await browser.sign_in(who)
    key = STRANGE_KEY if who == "obligee" else issued["key"]
    answer = await browser.send("/verify", number=issued["number"], key=key)
    assert answer.status_code == 404
    assert NO_MATCH in answer.text
    assert f'value="{issued["number"]}"' in answer.text
    assert key not in answer.text
    assert (await actions())[-1] == "certificate.refused"


async def test_what_cannot_be_a_number_or_a_key_is_told_beside_its_field(browser: Browser) -> None:
    await browser.sign_in()
    number = await browser.send("/verify", number='31073-00001"><script>', key=STRANGE_KEY)
    key = await browser.send("/verify", number="31073-00001M", key="short")
    assert (number.status_code, key.status_code) == (422, 422)
    assert 'id="number-error"' in number.text
    assert "<script" not in number.text
    assert 'id="key-error"' in key.text


async def test_too_many_misses_are_told_with_the_time_to_wait(browser: Browser, issued: dict[str, str]) -> None:
    await browser.sign_in()
    answers = [await browser.send("/verify", number=issued["number"], key=STRANGE_KEY) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    seconds = int(answers[-1].headers["retry-after"])
    assert f"{seconds}秒後に" in answers[-1].text
    assert 1 <= seconds <= 60


async def test_wrong_passwords_are_refused_and_throttled(browser: Browser) -> None:
    form = {"email": EMAILS["obligee"], "password": "wrong", "to": "/verify?number=31073-00001M"}
    answers = [await browser.send("/sign-in", **form) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert all("wrong" not in answer.text and "set-cookie" not in answer.headers for answer in answers)
    assert all('value="/verify?number=31073-00001M"' in answer.text for answer in answers)


async def test_who_is_not_signed_in_any_more_keeps_the_number(
    api: Api, browser: Browser, issued: dict[str, str]
) -> None:
    await browser.sign_in()
    api.clock.at += datetime.timedelta(hours=13)
    opened = await browser.open(f"/verify?number={issued['number']}")
    sent = await browser.send("/verify", **issued)
    for answer, message in ((opened, "有効期限が切れました"), (sent, "有効期限が切れています")):
        assert answer.status_code == 401
        assert message in answer.text
        assert issued["number"] in answer.text
        assert issued["key"] not in answer.text


async def test_a_certificate_is_shown_to_who_may_see_it_only(browser: Browser, issued: dict[str, str]) -> None:
    await browser.sign_in()
    location = (await browser.send("/verify", **issued)).headers["location"]
    await browser.send("/sign-out")
    assert (await browser.open(location)).status_code == 401
    await browser.sign_in("city")
    answer = await browser.open(location)
    assert answer.status_code == 404
    assert issued["number"] not in answer.text


async def test_signing_out_ends_the_session_itself(api: Api, browser: Browser) -> None:
    await browser.sign_in()
    token = api.http.cookies["kakusho"]
    answer = await browser.send("/sign-out", to="/verify")
    assert (answer.status_code, answer.headers["location"]) == (303, "/verify")
    assert "kakusho" not in api.http.cookies
    api.tokens["obligee"] = token
    assert (await api.data("{ viewer { name } }", as_="obligee")) == {"viewer": None}
    assert (await browser.send("/sign-out")).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "https://a.test"},
    ],
)
@pytest.mark.parametrize("path", ["/verify", "/sign-in", "/sign-out", "/verify/document"])
async def test_forms_of_other_sites_are_refused(
    api: Api, sample: SampleRegister, path: str, headers: dict[str, str]
) -> None:
    before = await actions()
    form = {"email": EMAILS["obligee"], "password": PASSWORD}
    answer = await api.http.post(path, data=form, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert await actions() == before


@pytest.mark.parametrize("headers", [{}, {"origin": "http://kakusho.test"}])
async def test_old_browsers_and_programs_may_send_forms(
    api: Api, sample: SampleRegister, headers: dict[str, str]
) -> None:
    form = {"email": EMAILS["obligee"], "password": PASSWORD}
    assert (await api.http.post("/sign-in", data=form, headers=headers)).status_code == 303


async def test_nobody_keeps_the_pages_and_nothing_in_them_runs(browser: Browser) -> None:
    for answer in (await browser.open("/verify"), await browser.send("/verify"), await browser.sign_in()):
        headers = answer.headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; form-action 'self'")
        assert headers["x-frame-options"] == "DENY"
        assert "<script" not in answer.text
        assert "style=" not in answer.text
    style = await browser.open("/static/style.css")
    assert style.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("content", "type_", "status"),
    [
        (b"x" * 20_001, "application/x-www-form-urlencoded", 413),
        (b"no boundary here", "multipart/form-data; boundary=b", 400),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b", 400),
        (b"garbage", "multipart/form-data", 400),
        (b"&".join(b"a%d=1" % n for n in range(50)), "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded", 401),
        (b"{}", "application/json", 401),
        (b"email=a%00b&password=x", "application/x-www-form-urlencoded", 400),
    ],
)
async def test_what_is_no_form_is_refused(
    api: Api, sample: SampleRegister, content: bytes, type_: str, status: int
) -> None:
    answer = await api.http.post("/sign-in", content=content, headers={"content-type": type_})
    assert answer.status_code == status
