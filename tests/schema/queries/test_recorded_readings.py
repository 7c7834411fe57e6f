"""Readings of certificates by officials and systems are recorded wherever a certificate is in the answer."""

import asyncio
import datetime
from typing import Any

import pytest

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, csv_links
from tests.support.applying.amending import amend, cancel, in_force
from tests.support.received_certificates import present, received

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
CORE = "other: sureties { name }"
"""A second root field: graphql-core answers."""
READING = {
    "certificates": "certificates { edges { node { amount } } }",
    "by guarantees": "guarantees { edges { node { certificate { amount } } } }",
    "history": "guarantees { edges { node { history { id } } } }",
    "by contracts": "contracts { edges { node { guarantees { certificate { guarantee { history { amount } } } } } } }",
    "cursors alone": "certificates { edges { cursor } pageInfo { hasNextPage } }",
    "aliases and fragments": """certificates { edges { ... on CertificateEdge { a: node { __typename } } } }""",
}
NOT_READING = {
    "guarantees": "guarantees { edges { node { number validity { isValid } } } }",
    "contracts": "contracts { edges { node { projectName } } }",
}


async def listed() -> list[tuple[Any, Any]]:
    """Who has read the certificate of which guarantee, in the order of guarantees."""
    events = await AuditEvent.filter(action="certificate.listed").order_by("subject_id")
    return [(event.role and event.role.value, event.subject_id) for event in events]


async def guarantee_ids(api: Api, as_: str) -> list[Any]:
    """What the viewer sees, oldest first."""
    edges = (await api.data("{ guarantees { edges { node { id } } } }", as_=as_))["guarantees"]["edges"]
    return sorted(ids.split(edge["node"]["id"])[1] for edge in edges)


@pytest.mark.parametrize("path", ["", CORE], ids=["compiled", "core"])
@pytest.mark.parametrize("query", READING.values(), ids=READING)
async def test_each_certificate_in_an_answer_is_recorded_once(
    api: Api, sample: SampleRegister, query: str, path: str
) -> None:
    await received(api, sample, "甲", "乙")
    seen = await guarantee_ids(api, "obligee")
    await api.data(f"{{ {query} {path} }}", as_="obligee")
    assert await listed() == [("OBLIGEE", id_) for id_ in seen]


@pytest.mark.parametrize("path", ["", CORE], ids=["compiled", "core"])
@pytest.mark.parametrize("query", NOT_READING.values(), ids=NOT_READING)
async def test_what_shows_no_certificate_is_not_recorded(
    api: Api, sample: SampleRegister, query: str, path: str
) -> None:
    await received(api, sample, "甲")
    before = await AuditEvent.all().count()
    await api.data(f"{{ {query} {path} }}", as_="obligee")
    await api.data("{ certificates(first: 5, after: null) { edges { node { amount } } } }", as_="surety")
    assert await AuditEvent.all().count() == before


async def test_systems_are_recorded_as_themselves(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲", as_="system")
    for path in ("", CORE):
        await api.data(f"{{ {READING['certificates']} {path} }}", as_="system")
        api.clock.at += HOUR
    assert [role for role, _ in await listed()] == ["E_CONTRACT_SYSTEM"] * 2


async def test_the_same_reader_is_recorded_once_an_hour(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲")
    query = f"{{ {READING['certificates']} }}"
    for path in ("", CORE):
        await api.data(f"{{ {READING['certificates']} {path} }}", as_="obligee")
    await api.http.get(await csv_links.link(api))
    assert len(await listed()) == 1
    api.clock.at += HOUR - datetime.timedelta(seconds=1)
    await api.data(query, as_="obligee")
    assert len(await listed()) == 1
    api.clock.at += datetime.timedelta(seconds=1)
    await api.data(query, as_="obligee")
    assert len(await listed()) == 2


@pytest.mark.parametrize("path", ["", CORE], ids=["compiled", "core"])
async def test_another_version_is_recorded_within_the_hour(api: Api, sample: SampleRegister, path: str) -> None:
    guarantee = await in_force(api, sample)
    await present(api, guarantee)

    async def readings() -> int:
        api.clock.at += MINUTE
        for _ in range(2):
            await api.data(f"{{ {READING['certificates']} {path} }}", as_="obligee")
        return len(await listed())

    assert await readings() == 1
    api.clock.at += MINUTE
    assert (await amend(api, guarantee["id"], amount=16_000_000))["__typename"] == "GuaranteeAmended"
    assert await readings() == 2
    api.clock.at += MINUTE
    assert (await cancel(api, guarantee["id"]))["__typename"] == "AmendmentCancelled"
    assert await readings() == 3


async def test_a_node_is_recorded(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲")
    (edge,) = (await api.data("{ certificates { edges { node { id } } } }", as_="surety"))["certificates"]["edges"]
    await api.data("query($id: ID!) { node(id: $id) { id } }", as_="obligee", id=edge["node"]["id"])
    await api.data("query($id: ID!) { node(id: $id) { id } }", as_="city", id=edge["node"]["id"])
    assert len(await listed()) == 1


async def test_what_is_recorded_as_read_by_key_is_not_recorded_again(api: Api, sample: SampleRegister) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    given = {"n": payload["guarantee"]["number"], "k": payload["guarantee"]["authKey"]}
    for more in ("", "guarantee { history { amount } }"):
        query = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id %s } }"
        await api.data(query % more, as_="obligee", **given)
    assert await AuditEvent.filter(action="certificate.read").count() == 2
    assert await listed() == []


async def test_each_row_of_a_file_is_recorded(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲", "乙")
    seen = await guarantee_ids(api, "obligee")
    assert (await api.http.get(await csv_links.link(api))).status_code == 200
    assert await listed() == [("OBLIGEE", id_) for id_ in seen]
    await api.http.get(await csv_links.link(api, as_="surety"))
    assert len(await listed()) == 2


async def test_readers_at_the_same_moment_are_each_recorded(api: Api, sample: SampleRegister) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    for as_ in ("obligee", "system"):
        await present(api, payload["guarantee"], as_=as_)
    query = f"{{ {READING['certificates']} }}"
    await asyncio.gather(*(api.data(query, as_=as_) for as_ in ("obligee", "system") * 10))
    assert {str(role) for role, _ in await listed()} == {"E_CONTRACT_SYSTEM", "OBLIGEE"}
