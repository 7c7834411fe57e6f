"""Compiled operations with filters and nodes: what is compiled, what is left to graphql-core, and what is recorded."""

from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.enums import Role
from sample.sample_register import SampleRegister
from schema.compiled.execution import Executor
from schema.compiled.plan import NotCompilableError
from schema.reading.parsed_documents import Operation
from tests.conftest import Api
from tests.support import api_calls

BODY = "{ edges { cursor node { id number contract { projectName } } } }"
WITHIN = f"query($s: String, $m: String!) {{ guarantees(filter: {{search: $s, projectName: $m}}) {BODY} }}"
AS_A_WHOLE = f"query($f: GuaranteeFilter) {{ guarantees(filter: $f) {BODY} }}"


def is_compiled(query: str) -> bool:
    try:
        Executor().compile(Operation(query, {}, None), Role.SURETY)
    except NotCompilableError:
        return False
    return True


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (WITHIN, True),
        (AS_A_WHOLE, True),
        (f'{{ guarantees(filter: {{search: "橋"}}) {BODY} }}', True),
        ("{ guarantees { totalCount } }", True),
        ("{ contracts(filter: {orderBy: PRICE}) { totalCount edges { cursor } } }", True),
        ("query($id: ID!) { node(id: $id) { id } }", True),
        ("query($id: ID!) { node(id: $id) { id } viewer { name } }", False),
    ],
)
def test_what_is_compiled(query: str, *, expected: bool) -> None:
    assert is_compiled(query) is expected


async def numbers(api: Api, query: str, **variables: Any) -> list[str]:
    found = await api.data(query, as_="surety", **variables)
    return [edge["node"]["number"] for edge in found["guarantees"]["edges"]]


async def test_variables_within_a_filter(api: Api, sample: SampleRegister) -> None:
    number = (await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()]))[0]["guarantee"]["number"]
    assert await numbers(api, WITHIN, s=number, m="工事") == [number]
    assert await numbers(api, WITHIN, m="工事") == [number]
    assert await numbers(api, WITHIN, s=None, m="工事") == [number]
    assert await numbers(api, WITHIN, s="存在しない", m="工事") == []
    assert (await api.post(WITHIN, as_="surety", s="x")).status_code == 400
    assert (await api.post(WITHIN, as_="surety", s=1, m="x")).status_code == 400


async def test_errors_are_left_to_graphql_core(api: Api, sample: SampleRegister) -> None:
    for wrong in ({"search": "工" * 151}, {"unknown": 1}, {"status": "X"}, {"issuedFrom": "x"}, "x"):
        answer = (await api.post(AS_A_WHOLE, as_="surety", f=wrong)).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"], wrong
    for wrong in ({"first": 0}, {"after": "x"}):
        given = ", ".join(
            f"{name}: {value if isinstance(value, int) else repr(value)}" for name, value in wrong.items()
        )
        query = f'{{ guarantees(filter: {{search: "工"}}, {given}) {BODY} }}'.replace("'", '"')
        answer = (await api.post(query, as_="surety")).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"], wrong


@pytest.mark.parametrize("as_", ["obligee", "system"])
@pytest.mark.parametrize(
    "query",
    [
        '{ certificates(filter: {search: "工事"}) { edges { node { id } } } }',
        '{ certificates(filter: {search: "工事"}) { edges { node { id guarantee { certificate { id } } } } } }',
    ],
)
async def test_a_reading_is_recorded_once(api: Api, sample: SampleRegister, as_: str, query: str) -> None:
    guarantee = (await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()]))[0]["guarantee"]
    await api.data(api_calls.CERTIFICATE, as_=as_, number=guarantee["number"], key=guarantee["authKey"])
    before = await AuditEvent.filter(action="certificate.listed").count()
    assert len((await api.data(query, as_=as_))["certificates"]["edges"]) == 1
    assert await AuditEvent.filter(action="certificate.listed").count() == before + 1


@pytest.mark.parametrize("as_", ["obligee", "system"])
async def test_a_node_is_recorded_too(api: Api, sample: SampleRegister, as_: str) -> None:
    payload = (await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()]))[0]
    guarantee, id_ = payload["guarantee"], payload["certificate"]["id"]
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert (await api.data(query, as_=as_, id=id_))["node"] is None
    await api.data(api_calls.CERTIFICATE, as_=as_, number=guarantee["number"], key=guarantee["authKey"])
    before = await AuditEvent.filter(action="certificate.listed").count()
    assert (await api.data(query, as_=as_, id=id_))["node"] == {"id": id_}
    assert await AuditEvent.filter(action="certificate.listed").count() == before + 1
    for wrong in ("x", "Other_1", "Certificate_x", f"Guarantee_{id_.partition('_')[2]}"):
        assert (await api.data(query, as_=as_, id=wrong))["node"] is None
