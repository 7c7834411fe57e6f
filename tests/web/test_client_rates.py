"""The rate of an API client: no way past it by another door than /graphql."""

import pytest

from models.parties.account import ApiClient
from sample import sample_register
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.csv_links import link
from tests.support.document_links import documents, look_up
from tests.support.received_certificates import received


async def test_downloads_count_among_a_systems_requests(api: Api, sample: SampleRegister) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    await ApiClient.all().update(requests_per_minute=3)
    try:
        url = (await look_up(api, payload, "system"))["document"]["url"]
        answers = [await api.http.request(method, url) for method in ("HEAD", "GET", "GET", "HEAD")]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
        assert 1 <= int(answers[2].headers["retry-after"]) <= 60
        assert (await api.post("{ __typename }", as_="system")).status_code == 429
        for one in (await documents(api, "contractor")).values():
            assert [(await api.http.get(one["url"])).status_code for _ in range(5)] == [200] * 5  # people have no rate
    finally:
        await ApiClient.all().update(requests_per_minute=600)


async def test_lists_count_among_a_systems_requests(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲")
    await ApiClient.all().update(requests_per_minute=2)
    try:
        url = await link(api, as_="system")
        assert [(await api.http.get(url)).status_code for _ in range(2)] == [200, 429]
    finally:
        await ApiClient.all().update(requests_per_minute=600)


@pytest.mark.parametrize("path", ["/verify", "/verify/certificates", "/guarantees"])
async def test_a_systems_token_is_no_session_of_pages(api: Api, sample: SampleRegister, path: str) -> None:
    cookie = {"cookie": f"kakusho={sample_register.API_TOKEN}"}
    assert (await api.http.get(path, headers=cookie)).status_code == 401
    cookie = {"cookie": f"kakusho={await api.token('obligee')}"}
    assert (await api.http.get(path, headers=cookie)).status_code == 200
