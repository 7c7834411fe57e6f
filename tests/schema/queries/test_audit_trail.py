"""auditTrail."""

from typing import Any

from models.after_issue.audit_chain import AuditLeaf
from models.audit_records import AuditEvent
from resolvers.audit_trail.seal_events import Sealer
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers
from tests.support.document_links import documents
from tests.support.document_rendering import render_all
from tests.support.parties.claims import filed
from tests.support.received_certificates import present

TRAIL = """
query($id: ID!, $first: Int, $after: String) {
  auditTrail(guaranteeId: $id, first: $first, after: $after) {
    edges { node { at action role by address text hash } } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}"""


async def issued(api: Api, sample: SampleRegister) -> Any:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    return payload["guarantee"]


async def nodes(api: Api, id_: str, as_: str = "surety", **page: Any) -> list[Any]:
    answer = await api.data(TRAIL, as_=as_, id=id_, **page)
    return [edge["node"] for edge in answer["auditTrail"]["edges"]]


async def test_it_tells_what_happened_oldest_first(api: Api, sample: SampleRegister) -> None:
    guarantee = await issued(api, sample)
    await present(api, guarantee, as_="obligee")
    found = await nodes(api, guarantee["id"])
    actions = [node["action"] for node in found]
    assert actions[0] == "application.submitted"
    assert {"guarantee.approved", "guarantee.issued", "certificate.read"} <= set(actions)
    assert [node["at"] for node in found] == sorted(node["at"] for node in found)
    (read,) = (node for node in found if node["action"] == "certificate.read")
    assert (read["role"], read["text"]) == ("OBLIGEE", "保証契約番号と認証キーで証書を閲覧しました。")
    assert read["by"]
    assert read["address"]


async def test_the_hash_is_that_of_the_sealed_leaf(api: Api, sample: SampleRegister) -> None:
    guarantee = await issued(api, sample)
    before = await nodes(api, guarantee["id"])
    await Sealer().seal(at=NOON)
    event = await AuditEvent.get(action="guarantee.issued")
    (node,) = (node for node in before if node["action"] == "guarantee.issued")
    assert node["hash"] == bytes((await AuditLeaf.get(id=event.id)).hash).hex()


async def test_pages_have_each_event_once(api: Api, sample: SampleRegister) -> None:
    guarantee = await issued(api, sample)
    whole, after, pages = await nodes(api, guarantee["id"]), None, []
    while True:
        trail = (await api.data(TRAIL, as_="surety", id=guarantee["id"], first=2, after=after))["auditTrail"]
        pages += [edge["node"] for edge in trail["edges"]]
        assert trail["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = trail["pageInfo"]["endCursor"]
        if not trail["pageInfo"]["hasNextPage"]:
            break
    assert pages == whole


async def test_others_do_not_see_it(api: Api, sample: SampleRegister) -> None:
    guarantee = await issued(api, sample)
    assert await nodes(api, guarantee["id"], as_="operator") == await nodes(api, guarantee["id"])
    for as_ in ("contractor", "obligee", "system"):
        body = (await api.post(TRAIL, as_=as_, id=guarantee["id"])).json()
        assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    body = (await api.post(TRAIL, id=guarantee["id"])).json()
    assert body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_an_unknown_guarantee_has_no_events(api: Api, sample: SampleRegister) -> None:
    await issued(api, sample)
    for id_ in (ids.to_id("Guarantee", sample.contractor.id), ids.to_id("Contract", sample.contractor.id), "x"):
        assert await nodes(api, id_) == []


async def test_events_of_a_sibling_are_not_in_it(api: Api, sample: SampleRegister) -> None:
    first, second = [await issued(api, sample) for _ in range(2)]
    theirs = {node["hash"] for node in await nodes(api, first["id"])}
    assert not theirs & {node["hash"] for node in await nodes(api, second["id"])}


async def test_documents_are_named(api: Api, sample: SampleRegister) -> None:
    guarantee = await issued(api, sample)
    url = (await documents(api, "contractor"))["notice"]["url"]
    assert (await api.http.get(url)).status_code == 200
    (read,) = (node for node in await nodes(api, guarantee["id"]) if node["action"] == "document.read")
    assert read["text"] == f"書類を開きました（認証キーのお知らせ_{guarantee['number']}.pdf）。"


async def test_receipts_of_claims_are_named(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    await render_all()
    read = "query($id: ID!) { node(id: $id) { ... on Claim { receipt { url } } } }"
    url = (await api.data(read, as_="obligee", id=claim["id"]))["node"]["receipt"]["url"]
    assert (await api.http.get(url)).status_code == 200
    texts = [node["text"] for node in await nodes(api, guarantee["id"])]
    assert f"書類を開きました（保証金請求受付書_{guarantee['number']}.pdf）。" in texts
