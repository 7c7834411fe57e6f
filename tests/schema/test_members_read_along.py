"""The staff of a joint venture's registered member over HTTP: it reads along, and may do nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLNonNull

import models
from models.audit_records import AuditEvent
from models.enums import Role
from resolvers import access
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.compiled.execution import Executor
from schema.reading import ids
from schema.reading.parsed_documents import Operation
from tests.conftest import Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.csv_links import link
from tests.support.inputs import operation_values
from tests.support.refusals import refused

LISTS = ("guarantees", "certificates", "contracts", "applications")
FIELDS = {
    "guarantees": """id number amount billTo statusReason feePaymentMethod paperFeeStatement feePaidOn
      contract { projectName jointVentureParties { name address sharePercent isLead corporateNumber } }
      certificate { guaranteeNumber } feeStatements { fee } handover { status }""",
    "certificates": "id guaranteeNumber jointVentureMembers { name address sharePercent isLead corporateNumber }",
    "contracts": "id projectName contractor { name } guarantees { number billTo } jointVentureMembers",
    "applications": """id email contactDepartment contactTitle contactName contactTelephone submittedAt
      messages { body } submissions { reason } draft { version } guarantees { billTo amount }""",
}
PATHS = pytest.mark.parametrize("beside", ["", "viewer { role }"], ids=["compiled", "core"])
SECRETS = "query($id: ID!) { node(id: $id) { ... on Guarantee { authKey keyNotice { url } status } } }"
DOCUMENT = "{ guarantees { edges { node { certificate { document { url } } } } } }"


@pytest.fixture
async def rows(api: Api, sample: SampleRegister) -> list[dict[str, Any]]:
    """Payloads of a joint venture's two guarantees; beside them are one of the lead alone and a draft."""
    joint = await joint_ventures.issued_over_http(api, sample, contactName="見本 花子", message="至急お願いします。")
    await api_calls.issued(api, sample)
    return joint


async def listed(api: Api, name: str, *, beside: str = "", as_: str = "member") -> list[dict[str, Any]]:
    query = f"{{ {name} {{ edges {{ node {{ {FIELDS[name]} }} }} }} {beside} }}"
    return [edge["node"] for edge in (await api.data(query, as_=as_))[name]["edges"]]


@PATHS
async def test_lists_have_what_is_joint_and_nothing_else(
    api: Api, sample: SampleRegister, rows: list[dict[str, Any]], beside: str
) -> None:
    found = {name: await listed(api, name, beside=beside) for name in LISTS}
    assert [node["id"] for node in found["guarantees"]] == [each["guarantee"]["id"] for each in rows][::-1]
    assert {node["guaranteeNumber"] for node in found["certificates"]} == {each["guarantee"]["number"] for each in rows}
    assert [len(found[name]) for name in ("contracts", "applications")] == [1, 1]
    lead = {name: await listed(api, name, beside=beside, as_="contractor") for name in LISTS}
    assert [len(lead[name]) for name in LISTS] == [4, 4, 2, 2]
    assert {node["contractor"]["name"] for node in found["contracts"]} == {sample.contractor.name}


@PATHS
async def test_private_columns_are_null_and_what_is_between_lead_and_surety_is_absent(
    api: Api, rows: list[dict[str, Any]], beside: str
) -> None:
    for node in await listed(api, "guarantees", beside=beside):
        assert (node["billTo"], node["feePaymentMethod"], node["paperFeeStatement"]) == (None, None, None)
        assert node["feeStatements"] == []
        assert node["handover"]["status"] == "NOT_SENT"
    (application,) = await listed(api, "applications", beside=beside)
    contact = ("email", "contactDepartment", "contactTitle", "contactName", "contactTelephone")
    assert {application[name] for name in contact} == {None}
    assert (application["messages"], application["submissions"], application["draft"]) == ([], [], None)
    assert {each["billTo"] for each in application["guarantees"]} == {None}
    own = await listed(api, "applications", beside=beside, as_="contractor")
    assert [each["email"] for each in own] == ["soumu@example.jp"] * 2
    assert {each["billTo"] for each in own[1]["guarantees"]} == {"○○建設 株式会社"}


@PATHS
async def test_members_are_told_with_address_and_share(api: Api, rows: list[dict[str, Any]], beside: str) -> None:
    lead = {"name": "○○建設 株式会社", "address": "栃木県●●市●●町0-00-0", "sharePercent": 60.0, "isLead": True}
    partner = {"name": "△△建設 株式会社", "address": "栃木県▲▲市▲▲町0-00-0", "sharePercent": 40.0, "isLead": False}
    numbers = ({"corporateNumber": "0000000000001"}, {"corporateNumber": "0000000000020"})
    node = (await listed(api, "guarantees", beside=beside))[0]
    assert node["contract"]["jointVentureParties"] == [lead | numbers[0], partner | numbers[1]]
    unnumbered = {"corporateNumber": None}
    for certificate in await listed(api, "certificates", beside=beside):
        assert certificate["jointVentureMembers"] == [lead | unnumbered, partner | unnumbered]
    (contract,) = await listed(api, "contracts", beside=beside)
    assert contract["jointVentureMembers"] == [lead["name"], partner["name"]]


async def test_pages_of_a_member_with_contracts_of_its_own_are_in_order(api: Api, sample: SampleRegister) -> None:
    await joint_ventures.issued_over_http(api, sample)
    own = api_calls.contract_input(sample, projectName="△△の工事")
    given = api_calls.application_input(sample, contract=own)
    await api.data(api_calls.APPLY, as_="member", input=given)
    await joint_ventures.issued_over_http(api, sample)
    for beside in ("", "viewer { role }"):
        seen: list[str] = []
        after, more = None, True
        while more:
            query = f"""query($after: String) {{ guarantees(first: 2, after: $after) {{
              edges {{ node {{ id billTo }} }} pageInfo {{ hasNextPage endCursor }} }} {beside} }}"""
            page = (await api.data(query, as_="member", after=after))["guarantees"]
            seen += [edge["node"]["id"] for edge in page["edges"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        stored = await models.Guarantee.all().order_by("-id")
        assert seen == [ids.to_id("Guarantee", row.id) for row in stored]


async def test_a_session_reads_along_from_the_moment_of_the_application_on(api: Api, sample: SampleRegister) -> None:
    for expected in (0, 2):
        for beside in ("", "viewer { role }"):
            assert len(await listed(api, "guarantees", beside=beside)) == expected
        if not expected:
            await api_calls.apply(api, sample, contract=joint_ventures.contract_input(sample))


def test_who_reads_nothing_along_is_asked_for_its_own_rows_only() -> None:
    operation = Operation(f"{{ guarantees {{ edges {{ node {{ {FIELDS['guarantees']} }} }} }} }}", {}, None)
    texts = {
        reads_along: str(Executor().compile(operation, Role.CONTRACTOR, reads_along=reads_along))
        for reads_along in (True, False)
    }
    assert {along: "contract_party" in text for along, text in texts.items()} == {True: True, False: False}


async def test_a_member_gets_neither_key_nor_key_notice(
    api: Api, sample: SampleRegister, rows: list[dict[str, Any]]
) -> None:
    for each in rows:
        node = (await api.data(SECRETS, as_="member", id=each["guarantee"]["id"]))["node"]
        assert node == {"authKey": None, "keyNotice": None, "status": "IN_FORCE"}
        known = {"number": each["guarantee"]["number"], "key": each["guarantee"]["authKey"]}
        assert (await api.data(api_calls.CERTIFICATE, as_="member", **known))["certificate"] is None
    actions = await AuditEvent.filter(actor_id=sample.member.actor_id).values_list("action", flat=True)
    assert set(actions) <= {"signed_in", "certificate.refused"}


async def test_a_member_reads_the_signed_certificate_and_the_reading_is_recorded(
    api: Api, sample: SampleRegister, rows: list[dict[str, Any]]
) -> None:
    (first, _) = (await api.data(DOCUMENT, as_="member"))["guarantees"]["edges"]
    answer = await api.http.get(first["node"]["certificate"]["document"]["url"])
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    event = await AuditEvent.get(action="document.read")
    assert event.actor_id == sample.member.actor_id


async def test_the_csv_file_of_a_member_has_what_is_joint(api: Api, rows: list[dict[str, Any]]) -> None:
    lines = (await api.http.get(await link(api, as_="member"))).text.splitlines()[1:]
    assert {line.partition(",")[0] for line in lines} == {each["guarantee"]["number"] for each in rows}


async def test_what_the_lead_is_asked_for_next_is_not_suggested_to_members(
    api: Api, rows: list[dict[str, Any]]
) -> None:
    query = "{ applicationSuggestions { depositBanks billTos { name } contacts { email } obligees { name } } }"
    found = (await api.data(query, as_="member"))["applicationSuggestions"]
    assert found == {"depositBanks": [], "billTos": [], "contacts": [], "obligees": []}
    assert (await api.data(query, as_="contractor"))["applicationSuggestions"]["contacts"]


def acts() -> Iterator[tuple[str, GraphQLInputObjectType]]:
    """Mutations of contractors that refer to what may be joint, by name, with their inputs."""
    assert graphql_schema.mutation_type is not None
    for name, field in graphql_schema.mutation_type.fields.items():
        if "input" in field.args and Role.CONTRACTOR in access.OPERATIONS.get(name, ()):
            type_: Any = field.args["input"].type
            input_ = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
            if input_.fields.keys() & {"contractId", "applicationId", "guaranteeId"}:
                yield name, input_


def is_refused_as_invalid(name: str) -> bool:
    union: Any = graphql_schema.type_map[f"{name[0].upper()}{name[1:]}Result"]
    return "InvalidInput" in {member.name for member in union.types}


@pytest.mark.parametrize("name", [name for name, _ in acts()])
@pytest.mark.parametrize("is_issued", [True, False], ids=["issued", "open"])
async def test_no_mutation_is_for_members(api: Api, sample: SampleRegister, name: str, *, is_issued: bool) -> None:
    """A new mutation is tried here too: with a row of the joint venture it answers as for strangers."""
    if is_issued:
        await joint_ventures.issued_over_http(api, sample)
    else:
        await api_calls.apply(api, sample, contract=joint_ventures.contract_input(sample))
    known = {
        f"{model.__name__[0].lower()}{model.__name__[1:]}Id": ids.to_id(model.__name__, (await model.all())[0].id)
        for model in (models.Contract, models.Application, models.Guarantee)
    }
    type_ = dict(acts())[name]
    given = operation_values.a_value(type_) | {key: value for key, value in known.items() if key in type_.fields}
    given |= {"submissionBranchId": ids.to_id("Branch", sample.branch.id)} if name == "applyForGuarantees" else {}
    told = "... on InvalidInput { problems { path code } }" if is_refused_as_invalid(name) else ""
    query = f"mutation($input: {type_.name}!) {{ {name}(input: $input) {{ __typename {told} }} }}"
    answer = await refused(api, query, as_="member", input=given)
    if answer["__typename"] == "InvalidInput":
        codes = {(problem["path"][-1], problem["code"]) for problem in answer["problems"]}
        assert codes & {("contractId", "NOT_FOUND"), ("guaranteeId", "NOT_FOUND"), ("applicationId", "NOT_FOUND")}, (
            answer
        )
    else:
        assert answer["__typename"] == "NotFound", answer
