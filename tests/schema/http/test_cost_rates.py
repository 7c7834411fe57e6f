"""The rate limit by cost over HTTP: per account, API client and address, before anything is read or executed."""

import httpx
import pytest

from models.enums import Role
from models.parties.viewer import Viewer
from sample.sample_register import SampleRegister
from schema.http.cost_rates import PER_REQUEST, CostRates
from schema.http.large_operations import LARGE_COST
from security.clocks import SECOND
from security.rate_limiter import MOST_SENDERS
from tests.conftest import Api
from tests.support import api_clients
from tests.support.error_responses import error_codes
from tests.support.refusals import table_contents

VIEWER = "{ viewer { name } }"
COST = 11
COMPILED = "query($n: Int) { obligees(first: $n) { edges { cursor } } }"
ADDRESS, OTHER = "192.0.2.1", "192.0.2.2"


def viewer(sample: SampleRegister, requests_per_minute: int | None = None) -> Viewer:
    return Viewer(Role.SURETY, sample.branch.id, "x", ADDRESS, requests_per_minute=requests_per_minute)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> int:
        return self.seconds * SECOND


def test_accounts_clients_and_addresses_are_counted_apart(sample: SampleRegister) -> None:
    clock = Clock()
    costs = CostRates(100, clock=clock)
    person, client = viewer(sample), viewer(sample, 2)
    costs.spend(None, ADDRESS, 99)
    costs.spend(None, OTHER, 100)
    assert costs.exhausted(None, ADDRESS) is None
    assert costs.exhausted(None, OTHER) == (100, 0, 60, True)
    costs.spend(person, ADDRESS, 100)
    assert costs.exhausted(person, OTHER) == (100, 0, 60, True)
    assert costs.exhausted(None, ADDRESS) is None
    assert costs.exhausted(client, ADDRESS) is None
    costs.spend(client, ADDRESS, 2 * PER_REQUEST - 100)
    assert costs.exhausted(client, ADDRESS) == (2 * PER_REQUEST, 0, 60, True)
    clock.seconds += 60
    assert costs.exhausted(person, ADDRESS) is None


def test_an_ipv6_network_is_one_sender() -> None:
    costs = CostRates(100)
    costs.spend(None, "2001:db8::1", 100)
    assert costs.exhausted(None, "2001:db8::ffff:2")
    assert costs.exhausted(None, "2001:db8:0:1::1") is None


def test_many_networks_take_bounded_memory_and_nothing_from_accounts(sample: SampleRegister) -> None:
    costs = CostRates(100)
    costs.spend(viewer(sample), ADDRESS, 100)
    for number in range(25_000):
        costs.spend(None, f"2001:db8:{number:x}::1", 1)
    assert len(costs._strangers) == MOST_SENDERS
    assert costs.exhausted(viewer(sample), ADDRESS)


def spent(api: Api) -> int:
    """The cost counted so far for the address of the tests."""
    assert api.application
    return api.application.state.costs._strangers._windows.get(ADDRESS, (0, 0))[1]


def rate(api: Api, per_minute: int) -> None:
    assert api.application
    api.application.state.costs.per_minute = per_minute


def told(response: httpx.Response) -> dict[str, str]:
    names = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after")
    return {name: response.headers[name] for name in names if name in response.headers}


@pytest.mark.parametrize("as_", [None, "contractor", "operator"])
@pytest.mark.parametrize("query", [VIEWER, COMPILED, "{ nonsense }", "{ viewer {"])
async def test_who_has_spent_all_is_refused(api: Api, as_: str | None, query: str) -> None:
    await api.post(VIEWER, as_=as_)
    rate(api, 1)
    before = await table_contents()
    response = await api.post(query, as_=as_)
    assert (response.status_code, error_codes(response)) == (429, ["TOO_MANY_REQUESTS"])
    wait = response.json()["errors"][0]["extensions"]["retryAfter"]
    assert 1 <= wait <= 60
    assert told(response) == {
        "ratelimit-limit": "1",
        "ratelimit-remaining": "0",
        "ratelimit-reset": f"{wait}",
        "retry-after": f"{wait}",
    }
    assert "data" not in response.json()
    assert await table_contents() == before


@pytest.mark.parametrize("first", [1, 100])
async def test_an_operation_counts_by_its_cost_on_both_paths(api: Api, first: int) -> None:
    await api.post(COMPILED, n=1)
    for query in (COMPILED, COMPILED.replace("edges", "__typename edges")):
        await api.post(query, n=1)  # known from now on
        before = spent(api)
        response = await api.post(query, n=first)
        assert spent(api) - before == response.json()["extensions"]["cost"]["requested"]


async def test_reading_a_document_counts_until_it_is_known(api: Api) -> None:
    found: list[int] = []
    for query in (VIEWER + "#known?", VIEWER + "#known?", "{ nonsense }", "{ nonsense }", "{ viewer {", "{ viewer {"):
        before = spent(api)
        await api.post(query)
        found.append(spent(api) - before)
    assert found[0] > found[1] == COST
    assert found[2] == found[3] > 0
    assert found[4:] == [1, 1]


async def test_what_is_too_large_counts_as_a_large_query(api: Api) -> None:
    query = (
        "query($n: Int) { contractors(first: 100) { edges { node { contracts(first: $n) { edges { cursor } } } } } }"
    )
    await api.post(query, n=1)  # known from now on
    before = spent(api)
    response = await api.post(query, n=100)
    assert error_codes(response) == ["OPERATION_TOO_LARGE"]
    assert spent(api) - before == LARGE_COST


async def test_an_api_client_has_both_rates(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample, requestsPerMinute=2)
    await api_clients.issued(api, client, "一")
    large = "{ obligees(first: 100) { edges { node { name acceptances { kind contractType note } } } } }"
    first, second = [await api.post(large, as_="一") for _ in range(2)]
    assert (first.status_code, told(first)["ratelimit-limit"]) == (200, "2")
    assert first.json()["extensions"]["cost"]["requested"] > 2 * PER_REQUEST
    assert (second.status_code, told(second)["ratelimit-limit"]) == (429, f"{2 * PER_REQUEST}")
