"""Guarantee.keyPresentations: who has presented number and key, when, from where, how often."""

import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from resolvers.certificates.presented_keys import MOST
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import handovers
from tests.support.access import joint_ventures
from tests.support.handovers import ACCEPT, key_input, notice, upload
from tests.support.received_certificates import present

PRESENTATIONS = "keyPresentations { role by person address firstAt lastAt times }"
LIST = f"{{ guarantees {{ edges {{ node {{ {PRESENTATIONS} }} }} }} }}"
HOUR = datetime.timedelta(hours=1)
AT, LATER, LAST = (f"2026-11-20T0{hour}:00:00+00:00" for hour in (3, 4, 5))


async def presentations(api: Api, as_: str, query: str = LIST) -> list[Any]:
    (edge,) = (await api.data(query, as_=as_))["guarantees"]["edges"]
    return edge["node"]["keyPresentations"]


@pytest.fixture
async def guarantee(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """Presented by an official at noon and an hour later, when a system uploads its notice; accepted an hour later."""
    found = await handovers.issued(api, sample)
    await present(api, found)
    api.clock.at += HOUR
    await present(api, found)
    await upload(api, await notice(api))
    api.clock.at += HOUR
    await api.data(ACCEPT, as_="obligee", input=key_input(found))
    return found


async def test_each_is_named_with_its_times(api: Api, sample: SampleRegister, guarantee: dict[str, Any]) -> None:
    official = {"role": "OBLIGEE", "by": "栃木県", "firstAt": AT, "lastAt": LAST, "times": 3}
    system = {"role": "E_CONTRACT_SYSTEM", "by": "見本電子契約システム", "firstAt": LATER, "lastAt": LATER, "times": 1}
    address = (await AuditEvent.filter(action="certificate.read").first() or AuditEvent()).address
    name = (await models.Account.get(email="obligee@example.jp")).name
    for as_, person in (("contractor", None), ("surety", name), ("operator", name)):
        for query in (LIST, LIST.replace("{ guarantees", "{ sureties { id } guarantees", 1)):
            assert await presentations(api, as_, query) == [
                official | {"person": person, "address": address},
                system | {"person": None, "address": address},
            ]


async def test_the_surety_that_presents_it_is_named_too(
    api: Api, sample: SampleRegister, guarantee: dict[str, Any]
) -> None:
    api.clock.at += HOUR
    await present(api, guarantee, as_="surety")
    first, *others = await presentations(api, "contractor")
    name = (await sample.branch.surety).name
    assert (first["role"], first["by"], first["person"], first["times"]) == ("SURETY", name, None, 1)
    assert len(others) == 2


async def test_wrong_keys_and_other_readings_are_none(api: Api, sample: SampleRegister) -> None:
    found = await handovers.issued(api, sample)
    query = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"
    await api.data(query, as_="obligee", n=found["number"], k="h7RkTq3WbN9e")
    await api.data("{ certificates { edges { node { id } } } }", as_="surety")
    assert await presentations(api, "surety") == []


async def test_the_obligees_side_sees_none(api: Api, guarantee: dict[str, Any]) -> None:
    for as_ in ("obligee", "system"):
        assert await presentations(api, as_) == []
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Guarantee {{ {PRESENTATIONS} }} }} }}"
    assert (await api.data(query, id=guarantee["id"]))["node"] is None


async def test_members_of_a_joint_venture_see_none(api: Api, sample: SampleRegister) -> None:
    found = await handovers.issued(api, sample, contract=joint_ventures.contract_input(sample))
    await present(api, found)
    assert len(await presentations(api, "contractor")) == 1
    assert await presentations(api, "member") == []


async def test_many_are_cut_to_the_latest(api: Api, sample: SampleRegister, guarantee: dict[str, Any]) -> None:
    event = await AuditEvent.filter(action="certificate.read").first()
    assert event is not None
    await AuditEvent.bulk_create(
        AuditEvent(
            at=NOON + HOUR * 3 + datetime.timedelta(seconds=number),
            role=event.role,
            actor_id=event.actor_id,
            address=f"192.0.2.{number}",
            action=event.action,
            subject_id=ids.key_of(guarantee["id"], "Guarantee"),
        )
        for number in range(MOST)
    )
    found = await presentations(api, "surety")
    assert [each["address"] for each in found] == [f"192.0.2.{number}" for number in reversed(range(MOST))]
