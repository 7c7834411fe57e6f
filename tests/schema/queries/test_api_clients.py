"""apiClients: the operator's view of them; by both execution paths."""

import datetime

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_clients
from tests.support.database.sql_statements import recorded_statements

PAGE = "query($n: Int, $after: String) { apiClients(first: $n, after: $after) { edges { cursor node { name } } } }"


async def test_newest_first_with_obligees_and_tokens(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample, "栃木県", "富士市")
    token = await api_clients.issued(api, client, "本番", expiresOn="2027-03-31")
    newest, oldest = (
        edge["node"] for edge in (await api.data(api_clients.LIST, as_="operator"))["apiClients"]["edges"]
    )
    assert newest == {
        "id": client["id"],
        "name": "電子契約",
        "isActive": True,
        "requestsPerMinute": 600,
        "obligees": [{"obligee": {"name": "栃木県"}}, {"obligee": {"name": "富士市"}}],
        "tokens": [token],
    }
    assert oldest["name"] == "見本電子契約システム"
    assert token["expiresAt"] == "2027-03-31T14:59:59.999999+00:00"


async def test_pages(api: Api, sample: SampleRegister) -> None:
    for name in "ABC":
        await api_clients.created(api, sample, name=name)
    found: list[str] = []
    after = None
    for _ in range(2):
        edges = (await api.data(PAGE, as_="operator", n=2, after=after))["apiClients"]["edges"]
        found += [edge["node"]["name"] for edge in edges]
        after = edges[-1]["cursor"]
    assert found == ["C", "B", "A", "見本電子契約システム"]


async def test_both_ways_of_answering_say_the_same(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample, "栃木県", "富士市")
    await api_clients.issued(api, client, "本番")
    await api.data("{ viewer { name } }", as_="本番")
    compiled = await api.data(api_clients.LIST, as_="operator")
    interpreted = await api.data(f"{api_clients.LIST[:-1]} viewer {{ role }} }}", as_="operator")
    assert compiled["apiClients"] == interpreted["apiClients"]


async def test_the_statements_do_not_grow_with_the_rows(api: Api, sample: SampleRegister) -> None:
    for name in "ABC":
        await api_clients.issued(api, await api_clients.created(api, sample, "栃木県", "富士市", name=name), name)
    with recorded_statements() as statements:
        await api.data(api_clients.LIST, as_="operator")
    # session; clients, obligees, tokens
    assert len(statements) == 4, statements


async def test_the_last_use_is_told_to_the_minute(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    await api_clients.issued(api, client, "本番")
    used: list[str | None] = []
    for seconds in (0, 59, 60):
        api.clock.at = NOON + datetime.timedelta(seconds=seconds)
        await api.data("{ viewer { name } }", as_="本番")
        newest = (await api.data(api_clients.LIST, as_="operator"))["apiClients"]["edges"][0]["node"]
        used.append(newest["tokens"][0]["lastUsedAt"])
    assert used == ["2026-11-20T03:00:00+00:00", "2026-11-20T03:00:00+00:00", "2026-11-20T03:01:00+00:00"]


@pytest.mark.parametrize("as_", ["contractor", "system"])
async def test_a_client_is_no_node_for_others(api: Api, sample: SampleRegister, as_: str) -> None:
    client = await api_clients.created(api, sample)
    query = "query($id: ID!) { node(id: $id) { id ... on ApiClient { tokens { id } } } }"
    assert await api.data(query, as_=as_, id=client["id"]) == {"node": None}
    assert await api.data(query, as_="operator", id=client["id"]) == {"node": {"id": client["id"], "tokens": []}}
