"""feeStatements: content and access; both execution paths agree."""

from typing import Any

import orjson
import pytest

import models
from models.enums import Role
from models.parties.viewer import Viewer
from resolvers import throttle_failures
from sample.sample_register import SampleRegister
from schema.build import schema
from schema.compiled.execution import Executor
from schema.context import Context, Services
from schema.reading import ids
from schema.reading.parsed_documents import Operation
from security.rate_limiter import RateLimiter
from security.throttle import Throttle
from tests.conftest import ATTACHMENTS, DOCUMENT_SERVICES, KEYRING, NOON, NOTICES, VERIFIER, Api
from tests.support import api_calls
from tests.support.states import competitor, rival_branch

COLUMNS = """__typename id number issuedOn kind amount periodFrom periodTo fee earlierCharges due taxExempt isSample
  method billingMonth billTo paperRequested guaranteeNumber dueOn feeAccount principalName jointVentureName obligeeTitle
  projectName"""
LINES = "lines { description amount }"
LISTS = {
    "guarantees": f"{{ guarantees {{ edges {{ node {{ number feeStatements {{ {COLUMNS} }} }} }} }} }}",
    "contracts": f"{{ contracts {{ edges {{ node {{ guarantees {{ feeStatements {{ {COLUMNS} }} }} }} }} }} }}",
    "applications": "{ applications { edges { node { guarantees { kind feeStatements { fee s: number } } } } } }",
}
BY_NODE = f"query($id: ID!) {{ node(id: $id) {{ ... on FeeStatement {{ {COLUMNS} {LINES} }} }} }}"


@pytest.fixture
async def payloads(api: Api, sample: SampleRegister) -> list[dict[str, Any]]:
    """Two guarantees presented by obligee and system, one of them amended, with statements, and one that waits."""
    asked = [api_calls.advance_input(paperFeeStatement=True), api_calls.performance_input()]
    payloads = [payload["guarantee"] for payload in await api_calls.issued(api, sample, guarantees=asked)]
    for payload in payloads:
        given = {"number": payload["number"], "key": payload["authKey"]}
        for account in ("obligee", "system"):
            await api.data(api_calls.CERTIFICATE, as_=account, **given)
    first = await models.FeeStatement.get(number=f"{payloads[0]['number']}-1")
    later: dict[str, Any] = {
        "sequence": 2,
        "number": f"{payloads[0]['number']}-2",
        "fee": 50_000,
        "earlier_charges": first.fee,
        "due": 50_000 - first.fee,
    }
    columns = {name: getattr(first, name) for name in models.FeeStatement._meta.db_fields if name != "id"}
    await models.FeeStatement.create(**columns | later)
    await api_calls.apply(api, sample)
    return payloads


async def test_a_statement_says_what_was_charged(api: Api, payloads: list[dict[str, Any]]) -> None:
    number = payloads[0]["number"]
    row = await models.FeeStatement.get(number=f"{number}-1")
    id_ = ids.to_id("FeeStatement", row.id)
    parts = [("5,000,000円以下の部分　5,000,000円×0.4％", 20_000),
             ("5,000,000円を超え30,000,000円以下の部分　15,000,000円×0.32％", 48_000)]  # fmt: skip
    assert (await api.data(BY_NODE, as_="contractor", id=id_))["node"] == {
        "__typename": "FeeStatement", "id": id_, "number": f"{number}-1", "issuedOn": "2026-11-20",
        "kind": "ADVANCE_PAYMENT", "amount": 20_000_000, "periodFrom": "2026-11-10", "periodTo": "2027-08-31",
        "fee": 68_000, "earlierCharges": 0, "due": 68_000, "taxExempt": True, "isSample": True,
        "method": "MONTHLY_CONSOLIDATED", "billingMonth": "2026-11-01", "billTo": "○○建設 株式会社",
        "paperRequested": True, "guaranteeNumber": number, "dueOn": None, "feeAccount": None,
        "principalName": "○○建設 株式会社", "jointVentureName": None, "obligeeTitle": "栃木県知事",
        "projectName": "●●●●工事",
        "lines": [{"description": f"【見本料率】{text}", "amount": amount} for text, amount in parts],
    }  # fmt: skip


async def test_statements_stand_oldest_first_and_a_refund_is_negative(api: Api, payloads: list[dict[str, Any]]) -> None:
    edges = (await api.data(LISTS["guarantees"], as_="surety"))["guarantees"]["edges"]
    found = {edge["node"]["number"]: [(s["number"], s["due"]) for s in edge["node"]["feeStatements"]] for edge in edges}
    advance, performance = (payload["number"] for payload in payloads)
    assert found == {
        None: [],
        performance: [(f"{performance}-1", 20_200)],
        advance: [(f"{advance}-1", 68_000), (f"{advance}-2", -18_000)],
    }


async def seen(api: Api, *, as_: str) -> list[int]:
    """The number of statements of each visible guarantee."""
    edges = (await api.data(LISTS["guarantees"], as_=as_))["guarantees"]["edges"]
    beside = (await api.data(f"{{ __typename {LISTS['guarantees'][1:]}", as_=as_))["guarantees"]["edges"]
    assert beside == edges, "graphql-core answers otherwise"
    return [len(edge["node"]["feeStatements"]) for edge in edges]


async def test_the_payer_the_surety_and_operators_see_them_and_obligees_none(
    api: Api, payloads: list[dict[str, Any]]
) -> None:
    await competitor(api)
    await rival_branch(api)
    everybody = ("contractor", "surety", "operator", "obligee", "system", "city", "competitor", "rival")
    all_ = [0, 0, 1, 2]
    none: dict[str, list[int]] = {"obligee": [0, 0], "system": [0, 0], "city": [], "competitor": [], "rival": []}
    assert {name: await seen(api, as_=name) for name in everybody} == none | dict.fromkeys(everybody[:3], all_)
    id_ = ids.to_id("FeeStatement", (await models.FeeStatement.all())[0].id)
    answered = {name for name in everybody if (await api.data(BY_NODE, as_=name, id=id_))["node"]}
    assert answered == set(everybody[:3])
    assert await api.data(BY_NODE, id=id_) == {"node": None}


async def test_through_a_certificate_obligees_see_none_either(api: Api, payloads: list[dict[str, Any]]) -> None:
    query = """query($n: GuaranteeNumber!, $k: AuthKey!) {
      certificate(guaranteeNumber: $n, authKey: $k) { guarantee { feeStatements { fee } } } }"""
    given = {"n": payloads[0]["number"], "k": payloads[0]["authKey"]}
    for name, fees in {"obligee": [], "system": [], "surety": [{"fee": 68_000}, {"fee": 50_000}]}.items():
        answer = await api.data(query, as_=name, **given)
        assert answer["certificate"]["guarantee"]["feeStatements"] == fees


def context(sample: SampleRegister, role: Role) -> Context:
    obligee = (sample.obligees["栃木県"].id,)
    viewer = sample.viewers.get(role) or Viewer(role, sample.branch.id, "システム", "192.0.2.9", obligee_ids=obligee)
    if role is Role.OBLIGEE:
        viewer = Viewer(role, sample.contractor.id, "発注者", "192.0.2.9", obligee_ids=obligee)
    throttle = Throttle(throttle_failures.count)
    services = Services(KEYRING, throttle, RateLimiter(), DOCUMENT_SERVICES, VERIFIER, NOTICES, ATTACHMENTS)
    return Context(services, viewer, None, "192.0.2.9", NOON)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("list_", LISTS)
async def test_compiled_and_not_the_answer_is_the_same(
    sample: SampleRegister, payloads: list[dict[str, Any]], role: Role, list_: str
) -> None:
    compiled = await Executor().run(Operation(LISTS[list_], {}, None), context(sample, role))
    answer = await schema.execute(LISTS[list_], context_value=context(sample, role))
    assert answer.errors is None
    assert compiled == orjson.dumps({"data": answer.data})
    assert compiled is not None
    assert (b"FeeStatement_" in compiled or b'"fee":68000' in compiled) == (role in PAYING)


PAYING = {Role.CONTRACTOR, Role.SURETY, Role.OPERATOR}


@pytest.mark.parametrize("role", Role)
async def test_lines_are_left_to_graphql_core(
    sample: SampleRegister, payloads: list[dict[str, Any]], role: Role
) -> None:
    query = LISTS["guarantees"].replace(COLUMNS, f"{COLUMNS} {LINES}")
    assert await Executor().run(Operation(query, {}, None), context(sample, role)) is None
    answer = await schema.execute(query, context_value=context(sample, role))
    assert answer.errors is None
