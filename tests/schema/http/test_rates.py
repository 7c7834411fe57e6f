"""The rate limit of API clients over HTTP: stated in every response; a refusal says how to proceed."""

from typing import Any

import httpx
import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_clients
from tests.support.refusals import table_contents

VIEWER = "{ viewer { name } }"
COMPILED = "{ obligees(first: 1) { edges { node { name } } } }"
BOTH = "{ viewer { name } obligees(first: 1) { edges { node { name } } } }"


async def known(api: Api, sample: SampleRegister, rate: int, name: str = "一") -> dict[str, Any]:
    """A client with this rate limit, known to `api` by the name of its token."""
    client = await api_clients.created(api, sample, requestsPerMinute=rate, name=f"{name}の電子契約")
    await api_clients.issued(api, client, name)
    return client


def told(response: httpx.Response) -> dict[str, str]:
    names = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after")
    return {name: response.headers[name] for name in names if name in response.headers}


@pytest.mark.parametrize("query", [VIEWER, COMPILED, BOTH, "{ nonsense }"])
async def test_every_answer_tells_what_is_left(api: Api, sample: SampleRegister, query: str) -> None:
    await known(api, sample, 3)
    for remaining in "210":
        headers = told(await api.post(query, as_="一"))
        assert 1 <= int(headers.pop("ratelimit-reset")) <= 60
        assert headers == {"ratelimit-limit": "3", "ratelimit-remaining": remaining}


@pytest.mark.parametrize("query", [VIEWER, COMPILED, BOTH])
async def test_what_is_too_much_is_refused_whole(api: Api, sample: SampleRegister, query: str) -> None:
    await known(api, sample, 1)
    await api.post(query, as_="一")
    before = await table_contents()
    response = await api.post(query, as_="一")
    assert response.status_code == 429
    (error,) = response.json().pop("errors")
    wait = error["extensions"]["retryAfter"]
    assert error["extensions"] == {"code": "TOO_MANY_REQUESTS", "retryAfter": wait}
    assert error["message"]
    assert "data" not in response.json()
    expected = {"ratelimit-limit": "1", "ratelimit-remaining": "0", "ratelimit-reset": f"{wait}"}
    assert told(response) == expected | {"retry-after": f"{wait}"}
    assert await table_contents() == before


async def test_all_tokens_of_a_client_count_together_and_clients_apart(api: Api, sample: SampleRegister) -> None:
    client = await known(api, sample, 2)
    await api_clients.issued(api, client, "二")
    await known(api, sample, 1, "他")
    statuses = [(await api.post(VIEWER, as_=name)).status_code for name in ("一", "二", "一", "二", "他", "他")]
    assert statuses == [200, 200, 429, 429, 200, 429]


async def test_a_limit_that_the_operator_raises_holds_at_once(api: Api, sample: SampleRegister) -> None:
    client = await known(api, sample, 1)
    assert [(await api.post(VIEWER, as_="一")).status_code for _ in range(2)] == [200, 429]
    change = {"apiClientId": client["id"], "requestsPerMinute": 2}
    await api.data(api_clients.CHANGE, as_="operator", input=change)
    assert (await api.post(VIEWER, as_="一")).status_code == 200


@pytest.mark.parametrize("as_", [None, "contractor", "operator"])
async def test_people_and_strangers_have_no_rate_of_requests(api: Api, as_: str | None) -> None:
    assert told(await api.post(VIEWER, as_=as_)) == {}


async def test_the_sample_system_has_the_usual_rate(api: Api) -> None:
    assert told(await api.post(VIEWER, as_="system"))["ratelimit-limit"] == "600"
