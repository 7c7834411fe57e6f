"""claims, Guarantee.claims and node: who sees which claims, and the filters."""

from typing import Any

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, handovers
from tests.support.access import joint_ventures
from tests.support.parties.claims import FILE, claimed, done, filed, other_obligee
from tests.support.refusals import error_of
from tests.support.states import competitor, rival_branch

LIST = "query($f: ClaimFilter, $n: Int, $a: String) { claims(filter: $f, first: $n, after: $a) { %s } }"
IDS = LIST % "edges { cursor node { id } } pageInfo { hasNextPage }"
NODE = "query($id: ID!) { node(id: $id) { id ... on Guarantee { claims { id status account { number } } } } }"
COUNTS = "{ guarantees { edges { node { claims { id } } } } }"


async def listed(api: Api, as_: str = "surety", **wanted: Any) -> list[str]:
    edges = (await api.data(IDS, as_=as_, f=wanted or None))["claims"]["edges"]
    return [edge["node"]["id"] for edge in edges]


async def test_each_filter_holds_and_the_newest_comes_first(api: Api, sample: SampleRegister) -> None:
    first, second = [payload["guarantee"] for payload in await api_calls.issued(api, sample)]
    older, newer = (await filed(api, first))["id"], (await filed(api, second))["id"]
    await api.data(
        "mutation($input: ClaimActionInput!) { startClaimReview(input: $input) { __typename } }",
        as_="surety",
        input={"claimId": older},
    )
    branch = ids.to_id("Branch", sample.branch.id)
    other = ids.to_id("Branch", (await rival_branch(api)).id)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [newer, older]),
        ({"status": "UNDER_REVIEW"}, [older]),
        ({"status": "FILED"}, [newer]),
        ({"guaranteeId": first["id"]}, [older]),
        ({"guaranteeNumber": second["number"]}, [newer]),
        ({"branchId": branch}, [newer, older]),
        ({"branchId": other}, []),
        ({"guaranteeId": first["id"], "status": "FILED"}, []),
    ]
    for wanted, expected in cases:
        assert await listed(api, **wanted) == expected, wanted
    page = (await api.data(IDS, as_="surety", n=1))["claims"]
    assert (page["edges"][0]["node"]["id"], page["pageInfo"]) == (newer, {"hasNextPage": True})
    page = (await api.data(IDS, as_="surety", n=1, a=page["edges"][0]["cursor"]))["claims"]
    assert (page["edges"][0]["node"]["id"], page["pageInfo"]) == (older, {"hasNextPage": False})


async def test_parties_and_operator_see_it_and_nobody_else(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    await rival_branch(api)
    await other_obligee(api, sample)
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    for as_ in ("surety", "obligee", "operator", "contractor"):
        assert await listed(api, as_) == [claim["id"]]
        assert (await api.data(NODE, as_=as_, id=claim["id"]))["node"] == {"id": claim["id"]}
        (seen,) = (await api.data(NODE, as_=as_, id=guarantee["id"]))["node"]["claims"]
        account = None if as_ == "contractor" else {"number": "0123456"}
        assert seen == {"id": claim["id"], "status": "FILED", "account": account}
    for as_ in ("rival", "competitor", "other", "system"):  # the system has not presented the key
        assert await listed(api, as_) == []
        assert (await api.data(NODE, as_=as_, id=claim["id"]))["node"] is None
    _, code, _ = await error_of(api, IDS)
    assert code == "UNAUTHENTICATED"


async def test_a_system_sees_claims_of_what_it_has_presented(api: Api, sample: SampleRegister) -> None:
    claim = (await done(api, FILE, as_="system", **claimed(await handovers.issued(api, sample))))["claim"]
    assert await listed(api, "system") == await listed(api, "obligee") == [claim["id"]]


async def test_members_of_a_joint_venture_see_no_claims(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(
        sample, jointVentureName="甲・乙ＪＶ", jointVentureParties=joint_ventures.parties(sample)
    )
    claim = await filed(api, await handovers.issued(api, sample, contract=contract))
    assert await listed(api, "contractor") == [claim["id"]]
    assert await listed(api, "member") == []
    (edge,) = (await api.data(COUNTS, as_="member"))["guarantees"]["edges"]
    assert edge["node"]["claims"] == []


async def test_foreign_ids_find_nothing_and_a_wrong_number_is_refused(api: Api, sample: SampleRegister) -> None:
    await filed(api, await handovers.issued(api, sample))
    assert await listed(api, guaranteeId=ids.to_id("Branch", sample.branch.id)) == await listed(api, branchId="x") == []
    response = await api.post(IDS, as_="surety", f={"guaranteeNumber": "31073-00001A"})
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
