"""amendmentRequests, Guarantee.amendmentRequests and nodes, on both paths."""

from typing import Any

import pytest

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.applying.requesting import EXTENDED, FIELDS, WITHDRAW, request
from tests.support.states import competitor, guarantee_in, rival_branch

LIST = """query($f: AmendmentRequestFilter, $n: Int, $a: String) { amendmentRequests(filter: $f, first: $n, after: $a) {
  totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
OF_GUARANTEE = "query($id: ID!) { node(id: $id) { ... on Guarantee { amendmentRequests { %s } } } %s }"
NODE = "query($id: ID!) { node(id: $id) { ... on AmendmentRequest { %s } } %s }"
PATHS = pytest.mark.parametrize("beside", ["", "viewer { name status: __typename }"], ids=["compiled", "graphql-core"])


async def listed(api: Api, *, as_: str = "surety", **wanted: Any) -> list[str]:
    found = (await api.data(LIST, as_=as_, f=wanted, n=20))["amendmentRequests"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"]["id"] for edge in found["edges"]]


async def test_it_is_searched_and_filtered(api: Api, sample: SampleRegister) -> None:
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    first = await request(api, advance["id"])
    await api.data(WITHDRAW, as_="contractor", input={"amendmentRequestId": first["id"]})
    second = await request(api, advance["id"])
    third = await request(api, performance["id"], amount=6_000_000)
    everything = [third["id"], second["id"], first["id"]]
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, everything),
        ({"status": "OPEN"}, everything[:2]),
        ({"status": "WITHDRAWN"}, everything[2:]),
        ({"guaranteeId": advance["id"]}, everything[1:]),
        ({"branchId": ids.to_id("Branch", sample.branch.id)}, everything),
        ({"branchId": ""}, []),
        ({"search": performance["number"]}, everything[:1]),
        ({"search": "●●●●工事"}, everything),
        ({"search": "○○建設"}, everything),
        ({"search": "別の工事"}, []),
    ]
    for wanted, found in cases:
        assert await listed(api, **wanted) == found, wanted
    page = (await api.data(LIST, as_="surety", n=2))["amendmentRequests"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    rest = (await api.data(LIST, as_="surety", n=2, a=page["pageInfo"]["endCursor"]))["amendmentRequests"]
    assert [edge["node"]["id"] for edge in rest["edges"]] == everything[2:]


@PATHS
async def test_who_sees_it(api: Api, sample: SampleRegister, beside: str) -> None:
    await competitor(api)
    await rival_branch(api)
    id_ = await guarantee_in("IN_FORCE", api, sample)
    asked = await request(api, id_)
    for role in ("contractor", "surety", "operator"):
        found = (await api.data(OF_GUARANTEE % (FIELDS, beside), as_=role, id=id_))["node"]
        assert found == {"amendmentRequests": [asked]}
        assert (await api.data(NODE % (FIELDS, beside), as_=role, id=asked["id"]))["node"] == asked
        assert await listed(api, as_=role) == [asked["id"]]
    for role in ("competitor", "rival", "obligee", "system"):
        assert (await api.data(NODE % (FIELDS, beside), as_=role, id=asked["id"]))["node"] is None
    for role in ("competitor", "rival"):
        assert await listed(api, as_=role) == []


async def test_members_of_a_joint_venture_do_not_see_it(api: Api, sample: SampleRegister) -> None:
    advance, *_ = await joint_ventures.issued_over_http(api, sample)
    asked = await request(api, advance["guarantee"]["id"], **EXTENDED)
    assert await listed(api, as_="member") == []
    found = await api.data(OF_GUARANTEE % ("id", ""), as_="member", id=advance["guarantee"]["id"])
    assert found["node"] == {"amendmentRequests": []}
    assert await listed(api, as_="contractor") == [asked["id"]]
