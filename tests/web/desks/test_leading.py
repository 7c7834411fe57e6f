"""Who has a desk is led there; without a build everybody keeps the pages."""

import pytest

from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, Api
from tests.support import api_calls
from tests.support.browsers.page_browser import Browser
from tests.support.desks import builds


@pytest.mark.parametrize(
    ("name", "home", "before"),
    [
        ("contractor", "/contractor", "/guarantees"),
        ("obligee", "/obligee", "/verify"),
        ("surety", "/guarantees", "/guarantees"),
        ("operator", "/guarantees", "/guarantees"),
    ],
)
async def test_signing_in_leads_to_the_desk(api: Api, name: str, home: str, before: str) -> None:
    browser = Browser(api.http)
    assert (await browser.sign_in_for(EMAILS[name])).headers["location"] == before
    builds.write(api.desks_dir)
    assert (await browser.sign_in_for(EMAILS[name])).headers["location"] == home
    assert (await browser.open("/sign-in")).headers["location"] == home
    assert (await browser.open(home)).status_code == 200


async def test_the_link_of_a_mail_leads_to_the_page_of_the_desk(api: Api, sample: SampleRegister) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    (found,) = await Guarantee.all()
    number, link = payload["guarantee"]["number"], f"/guarantees/{found.id}"
    page = f"/guarantees/{payload['guarantee']['id']}"
    browser = Browser(api.http)
    builds.write(api.desks_dir)
    assert (await browser.open(link)).status_code == 401
    signed_in = await browser.sign_in_for(to=link)
    assert signed_in.headers["location"] == link
    for path, place in (
        (link, f"/contractor{page}"),
        (f"/guarantees?number={number}", f"/contractor{page}"),
        ("/guarantees", "/contractor/guarantees"),
        ("/guarantees?after=x", "/contractor/guarantees"),
    ):
        answer = await browser.open(path)
        assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert (await browser.open("/guarantees?number=1")).status_code == 404
    await browser.sign_in_for(EMAILS["obligee"])
    assert (await browser.open(link)).headers["location"] == f"/obligee{page}"
    assert (await browser.open("/guarantees")).headers["location"] == "/obligee/certificates"


@pytest.mark.parametrize("name", ["surety", "operator"])
async def test_sureties_and_operators_keep_the_pages(api: Api, sample: SampleRegister, name: str) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    browser = Browser(api.http)
    builds.write(api.desks_dir)
    await browser.sign_in_for(EMAILS[name])
    listed = await browser.open("/guarantees")
    assert (listed.status_code, payload["guarantee"]["number"] in listed.text) == (200, True)
    (found,) = await Guarantee.all()
    assert (await browser.open(f"/guarantees/{found.id}")).status_code == 200
