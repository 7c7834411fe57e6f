"""outgoingMails."""

from typing import Any

import pytest

from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.states import DECLINE, rival_branch

MAILS = """
query($first: Int, $after: String, $filter: OutgoingMailFilter) {
  outgoingMails(first: $first, after: $after, filter: $filter) {
    edges { node {
      id kind state recipient createdAt attempts lastError nextAttemptAt sentAt deadAt guarantee { id }
    } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


async def listed(api: Api, *, as_: str = "surety", **variables: Any) -> list[dict[str, Any]]:
    found = await api.data(MAILS, as_=as_, **variables)
    return [edge["node"] for edge in found["outgoingMails"]["edges"]]


async def declined_and_issued(api: Api, sample: SampleRegister) -> tuple[str, str]:
    """Ids of a declined and of an issued guarantee, in this order."""
    asked = (api_calls.advance_input(), api_calls.performance_input())
    applications = [await api_calls.apply(api, sample, guarantees=[each]) for each in asked]
    advance, performance = [application["guarantees"][0]["id"] for application in applications]
    await api.data(DECLINE, as_="surety", input={"guaranteeId": advance, "reason": "要件外"})
    await api_calls.approve(api, performance)
    await api_calls.issue(api, performance)
    return advance, performance


@pytest.mark.parametrize("as_", ["surety", "operator"])
async def test_the_newest_first_with_everything_about_them(api: Api, sample: SampleRegister, as_: str) -> None:
    declined, issued = await declined_and_issued(api, sample)
    dead = OutgoingMail.filter(kind="DECLINED")
    await dead.update(state="DEAD", dead_at=NOON, attempts=1, last_error="550 no such mailbox")
    noon = "2026-11-20T03:00:00+00:00"
    same = {"recipient": "soumu@example.jp", "createdAt": noon, "sentAt": None}
    kinds = {"DECLINED", "ISSUED"}
    found = [node for node in await listed(api, as_=as_) if node["kind"] in kinds]
    assert [node.pop("id").startswith("OutgoingMail_") for node in found] == [True, True]
    assert found == [
        same | {"kind": "ISSUED", "state": "WAITING", "attempts": 0, "lastError": None, "nextAttemptAt": noon,
                "deadAt": None, "guarantee": {"id": issued}},
        same | {"kind": "DECLINED", "state": "DEAD", "attempts": 1, "lastError": "550 no such mailbox",
                "nextAttemptAt": None, "deadAt": noon, "guarantee": {"id": declined}},
    ]  # fmt: skip


async def test_filters_and_pages(api: Api, sample: SampleRegister) -> None:
    declined, issued = await declined_and_issued(api, sample)
    await OutgoingMail.filter(kind="DECLINED").update(state="SENT", sent_at=NOON)
    for filter_, expected in [
        ({"state": "SENT"}, ["DECLINED"]),
        ({"kind": "ISSUED", "state": "WAITING"}, ["ISSUED"]),
        ({"state": "DEAD"}, []),
        ({"kind": "ISSUED"}, ["ISSUED"]),
        ({"guaranteeId": declined}, ["DECLINED"]),
        ({"guaranteeId": issued, "state": "SENT"}, []),
        ({"guaranteeId": "nonsense"}, []),
    ]:
        assert [node["kind"] for node in await listed(api, filter=filter_)] == expected, filter_
    first = (await api.data(MAILS, as_="surety", first=1))["outgoingMails"]
    assert first["pageInfo"]["hasNextPage"]
    everything = await listed(api)
    assert [edge["node"] for edge in first["edges"]] == everything[:1]
    assert await listed(api, after=first["pageInfo"]["endCursor"]) == everything[1:]


async def test_another_surety_sees_none_and_no_node(api: Api, sample: SampleRegister) -> None:
    await declined_and_issued(api, sample)
    await rival_branch(api)
    assert await listed(api, as_="rival") == []
    node = "query($id: ID!) { node(id: $id) { id } }"
    mail = await OutgoingMail.filter(kind="DECLINED").first()
    assert mail is not None
    id_ = ids.to_id("OutgoingMail", mail.id)
    assert await api.data(node, as_="rival", id=id_) == await api.data(node, as_="contractor", id=id_) == {"node": None}
    assert await api.data(node, as_="surety", id=id_) == {"node": {"id": id_}}
