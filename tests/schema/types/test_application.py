"""The state of an application, and who sees drafts and submissions, on both execution paths."""

from typing import Any

import pytest

import models
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.states import competitor

STATES: list[tuple[tuple[str, str], str]] = [
    (("SUBMITTED", "SUBMITTED"), "OPEN"),
    (("RETURNED", "SUBMITTED"), "RETURNED"),
    (("RETURNED", "WITHDRAWN"), "RETURNED"),
    (("WITHDRAWN", "APPROVED"), "OPEN"),
    (("AWAITING_FEE", "DECLINED"), "OPEN"),
    (("WITHDRAWN", "WITHDRAWN"), "WITHDRAWN"),
    (("WITHDRAWN", "DECLINED"), "DONE"),
    (("DECLINED", "DECLINED"), "DONE"),
]
NODE = "query($id: ID!) { node(id: $id) { ... on Application { status } } }"


@pytest.mark.parametrize(("states", "expected"), STATES, ids=str)
async def test_the_state_follows_from_the_guarantees(
    api: Api, sample: SampleRegister, states: tuple[str, str], expected: str
) -> None:
    application = await api_calls.apply(api, sample)
    for guarantee, state in zip(application["guarantees"], states, strict=True):
        await models.Guarantee.filter(id=ids.split(guarantee["id"])[1]).update(status=state)
    assert (await api.data(NODE, as_="contractor", id=application["id"]))["node"] == {"status": expected}
    (edge,) = (await api.data("{ applications { edges { node { status } } } }", as_="surety"))["applications"]["edges"]
    assert edge["node"] == {"status": expected}


async def test_an_issued_one_is_done(api: Api, sample: SampleRegister) -> None:
    (payload, _) = await api_calls.issued(api, sample)
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { application { status } } } }"
    for name in ("contractor", "surety"):
        node = (await api.data(query, as_=name, id=payload["guarantee"]["id"]))["node"]
        assert node == {"application": {"status": "DONE"}}


async def listed(api: Api, query: str, *, as_: str, **variables: Any) -> list[Any]:
    return [edge["node"] for edge in (await api.data(query, as_=as_, **variables))["applications"]["edges"]]


async def test_drafts_are_listed_only_when_asked_for(api: Api, sample: SampleRegister) -> None:
    sent = await api_calls.apply(api, sample)
    first = await drafts.save(api, {})
    second = await drafts.save(api, {"submissionBranchId": ids.to_id("Branch", sample.branch.id)})
    draft = {"status": "DRAFT", "draft": {"version": 1}}
    assert await listed(api, drafts.LIST, as_="contractor") == [
        {"id": second["id"], **draft},
        {"id": first["id"], **draft},
    ]
    whole = "id contract { id } submissionBranch { code }"
    for query in (
        f"{{ applications {{ edges {{ node {{ {whole} }} }} }} }}",  # compiled
        f"{{ applications {{ edges {{ node {{ status {whole} }} }} }} }}",
        f"{{ applications(filter: {{}}) {{ edges {{ node {{ {whole} }} }} }} }}",
        f'{{ applications(filter: {{submittedTo: "2026-12-31"}}) {{ edges {{ node {{ {whole} }} }} }} }}',
    ):
        assert [each["id"] for each in await listed(api, query, as_="contractor")] == [sent["id"]]
    branch = "query($b: ID) { applications(filter: {status: DRAFT, branchId: $b}) { edges { node { id } } } }"
    found = await listed(api, branch, as_="contractor", b=ids.to_id("Branch", sample.branch.id))
    assert found == [{"id": second["id"]}]


async def test_nobody_else_sees_a_draft(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    form = api_calls.application_input(sample)
    id_ = (await drafts.save(api, form))["id"]
    for name in ("competitor", "surety", "obligee", "system", "operator"):
        assert await drafts.form_of(api, id_, as_=name) is None, name
        assert await listed(api, drafts.LIST, as_=name) == [], name
        assert await listed(api, "{ applications { edges { node { id } } } }", as_=name) == [], name


@pytest.mark.parametrize(
    ("field", "code"),
    [("contract { id }", "DRAFT_HAS_NO_CONTRACT"), ("submissionBranch { code }", "DRAFT_HAS_NO_BRANCH")],
)
async def test_what_a_draft_does_not_have_yet_is_an_error_of_the_field(
    api: Api, sample: SampleRegister, field: str, code: str
) -> None:
    id_ = (await drafts.save(api, {}))["id"]
    query = f"query($id: ID!) {{ node(id: $id) {{ id ... on Application {{ {field} }} }} }}"
    body = (await api.post(query, as_="contractor", id=id_)).json()
    (error,) = body["errors"]
    assert (error["extensions"]["code"], body["data"]) == (code, {"node": None})


async def test_submissions_are_for_the_parties(api: Api, sample: SampleRegister) -> None:
    (payload, _) = await api_calls.issued(api, sample)
    query = """query($id: ID!) { node(id: $id) { ... on Guarantee {
        application { submissions { submittedAt by reason changes { path } } } } } }"""
    seen = {}
    for name in ("contractor", "surety", "operator"):
        node = (await api.data(query, as_=name, id=payload["guarantee"]["id"]))["node"]
        seen[name] = len(node["application"]["submissions"])
    assert seen == {"contractor": 1, "surety": 1, "operator": 1}
