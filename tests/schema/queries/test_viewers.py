"""viewer and node."""

from typing import Any

import pytest

import models
from models.certificate import CertificateStatus
from sample.sample_register import SampleRegister
from schema.queries.viewers import NODES
from schema.reading import ids
from tests.conftest import EMAILS, Api
from tests.support import api_calls, api_clients
from tests.support.states import competitor, rival_guarantee

VIEWER = """
{ viewer { role name email contractor { name contracts { edges { node { id } } } } surety { branches { code } }
  obligee { name acceptances { kind } acceptsElectronic } } }
"""
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
NOTHING: dict[str, Any] = {"contractor": None, "surety": None, "obligee": None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("contractor", {"role": "CONTRACTOR", "contractor": {"name": "○○建設 株式会社", "contracts": {"edges": []}}}),
        ("surety", {"role": "SURETY", "surety": {"branches": [{"code": "310"}]}}),
        ("operator", {"role": "OPERATOR"}),
    ],
)
async def test_a_person_with_its_organisation(api: Api, name: str, expected: dict[str, Any]) -> None:
    viewer = (await api.data(VIEWER, as_=name))["viewer"]
    assert viewer.pop("name")
    assert viewer == NOTHING | {"email": EMAILS[name]} | expected


@pytest.mark.parametrize(("name", "obligee"), [("obligee", "栃木県"), ("city", "富士市")])
async def test_an_official_with_the_obligee(api: Api, name: str, obligee: str) -> None:
    viewer = (await api.data(VIEWER, as_=name))["viewer"]
    assert (viewer["role"], viewer["obligee"]["name"]) == ("OBLIGEE", obligee)
    assert len(viewer["obligee"]["acceptances"]) == 6
    assert viewer["obligee"]["acceptsElectronic"] is True


async def test_a_system_belongs_to_nobody_and_nobody_is_null(api: Api) -> None:
    viewer = (await api.data(VIEWER, as_="system"))["viewer"]
    assert viewer == NOTHING | {"role": "E_CONTRACT_SYSTEM", "name": "見本電子契約システム", "email": None}
    assert await api.data(VIEWER) == {"viewer": None}


async def test_a_system_sees_for_whom_it_acts_and_how_often_it_may_ask(api: Api, sample: SampleRegister) -> None:
    query = "{ viewer { obligees { name } requestsPerMinute accountRole sessions { id } } }"
    system = {"obligees": [{"name": "栃木県"}], "requestsPerMinute": 600, "accountRole": None, "sessions": []}
    assert await api.data(query, as_="system") == {"viewer": system}
    client = await api_clients.created(api, sample, "富士市", "栃木県", requestsPerMinute=30)
    await api_clients.issued(api, client, "本番")
    found = (await api.data(query, as_="本番"))["viewer"]
    assert found["obligees"] == [{"name": "栃木県"}, {"name": "富士市"}]
    assert found["requestsPerMinute"] == 30
    official = (await api.data(query, as_="city"))["viewer"]
    assert official.pop("sessions")
    assert official == {"obligees": [{"name": "富士市"}], "requestsPerMinute": None, "accountRole": "ADMINISTRATOR"}
    assert (await api.data(query, as_="surety"))["viewer"]["obligees"] == []


async def everything(api: Api, sample: SampleRegister) -> dict[str, str]:
    """An id of each type of node."""
    issued = (await api_calls.issued(api, sample))[0]
    application = await models.Application.all().first()
    assert application is not None
    return {
        "Surety": ids.to_id("Surety", application.surety_id),
        "Branch": ids.to_id("Branch", sample.branch.id),
        "Contractor": ids.to_id("Contractor", sample.contractor.id),
        "Obligee": ids.to_id("Obligee", sample.obligees["富士市"].id),
        "ContractingOfficer": ids.to_id("ContractingOfficer", (await models.ContractingOfficer.all())[0].id),
        "Contract": ids.to_id("Contract", application.contract_id),
        "Application": ids.to_id("Application", application.id),
        "Guarantee": issued["guarantee"]["id"],
        "Certificate": issued["certificate"]["id"],
        "FeeStatement": ids.to_id("FeeStatement", (await models.FeeStatement.all())[0].id),
    }


PUBLIC = {"Surety", "Branch", "Obligee", "ContractingOfficer"}
SEEN = {
    None: PUBLIC,
    "contractor": set(NODES),
    "surety": set(NODES),
    "operator": set(NODES),
    "obligee": PUBLIC,
    "system": PUBLIC,
    "city": PUBLIC,
}


@pytest.mark.parametrize("name", SEEN, ids=str)
async def test_a_node_is_answered_to_those_who_may_see_it(api: Api, sample: SampleRegister, name: str | None) -> None:
    nodes = await everything(api, sample)
    for type_name, id_ in nodes.items():
        expected = {"__typename": type_name, "id": id_} if type_name in SEEN[name] else None
        assert await api.data(NODE, as_=name, id=id_) == {"node": expected}, type_name


async def test_the_obligees_side_sees_what_it_has_presented_a_key_for(api: Api, sample: SampleRegister) -> None:
    nodes = await everything(api, sample)
    number, key = await _key_of(api, nodes["Guarantee"])
    await api.data(api_calls.CERTIFICATE, as_="system", number=number, key=key)
    for name in ("obligee", "system"):
        seen = {t for t, id_ in nodes.items() if (await api.data(NODE, as_=name, id=id_))["node"]}
        assert seen == PUBLIC | {"Contractor", "Contract", "Guarantee", "Certificate"}


async def _key_of(api: Api, guarantee_id: str) -> tuple[str, str]:
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { number authKey } } }"
    node = (await api.data(query, as_="contractor", id=guarantee_id))["node"]
    return node["number"], node["authKey"]


async def test_foreign_nodes_are_null(api: Api, sample: SampleRegister) -> None:
    foreign = await rival_guarantee(api, sample)
    assert await api.data(NODE, as_="surety", id=foreign) == {"node": None}
    await competitor(api)
    for id_ in (await everything(api, sample)).values():
        node = (await api.data(NODE, as_="competitor", id=id_))["node"]
        assert (node is not None) == (id_.partition("_")[0] in PUBLIC)


@pytest.mark.parametrize(
    "id_",
    [
        *("", "_", "Guarantee", "Guarantee_", "Guarantee_x", "Account_" + "1" * 32, "AuthKey_" + "1" * 32),
        *(f"{name}_{'0' * 32}" for name in NODES),
        *("guarantee_" + "0" * 32, "Guarantee_" + "0" * 33, "Guarantee_\x00", "Ｇuarantee_" + "0" * 32, "1"),
        "Guarantee_{" + "0" * 30 + "}",
    ],
    ids=ascii,
)
async def test_malformed_and_unknown_ids_are_null(api: Api, id_: str) -> None:
    for name in (None, "operator"):
        assert await api.data(NODE, as_=name, id=id_) == {"node": None}


async def test_a_node_is_never_of_a_type_that_its_id_does_not_name(api: Api, sample: SampleRegister) -> None:
    id_ = ids.to_id("Contractor", sample.branch.id)
    assert await api.data(NODE, as_="operator", id=id_) == {"node": None}


async def test_corrected_certificates_are_for_the_surety_and_the_operator(api: Api, sample: SampleRegister) -> None:
    id_ = (await everything(api, sample))["Certificate"]
    await models.Certificate.filter(id=ids.split(id_)[1]).update(status=CertificateStatus.CORRECTED)
    seen = {name for name in EMAILS if (await api.data(NODE, as_=name, id=id_))["node"]}
    assert seen == {"surety", "operator"}
