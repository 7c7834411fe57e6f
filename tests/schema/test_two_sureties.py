"""Two sureties with guarantees of the same contractor: neither reads anything of the other's."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

import models
from sample.sample_register import SampleRegister
from schema.queries.viewers import NODES
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, csv_links
from tests.support.access.two_sureties import Side, assert_without, pairs
from tests.support.access.two_sureties import sides as both_sides
from tests.support.database.sql_statements import recorded_statements
from tests.support.random_operations import Writer

CONTRACT = "id projectName jointVentureName contractor { id name billTos { name } }"
MESSAGES = "messages { body } reviewNotes { body } attachments { id filename url } submissions { by }"
GUARANTEE = f"""id number authKey amount application {{ id {MESSAGES} }} contract {{ {CONTRACT} }}
  certificate {{ id document {{ url }} }} feeStatements {{ id document {{ url }} }} handovers {{ status }}"""
CERTIFICATE = "id guaranteeNumber projectName guarantee { id } document { url }"
LISTS: Mapping[str, str] = {
    "guarantees": GUARANTEE,
    "certificates": CERTIFICATE,
    "contracts": f"{CONTRACT} guarantees {{ id }} changes {{ by }}",
    "applications": f"id contract {{ id }} guarantees {{ id }} {MESSAGES} unreadMessages",
    "contractors": "id billTos { name } contracts { edges { node { id projectName guarantees { id number } } } }",
    "outgoingMails": "id kind guarantee { id } recipient",
    "feeStatements": "id number projectName jointVentureName guarantee { id } document { url }",
    "feeRates": "id surety { name } bands { ratePpm }",
    "monthlyPayments": "id surety { name } contractor { name }",
    "accounts": "id name surety { name }",
}
OF_SURETY = {"feeRates", "monthlyPayments", "accounts"}
"""Lists that name the surety."""
WORK_LIST = "{ applications(filter: {orderBy: LONGEST_WAITING}) { totalCount edges { node { id } } } }"
NODE = "query($id: ID!) { node(id: $id) { id __typename } }"


@pytest.fixture
async def sides(api: Api, sample: SampleRegister) -> tuple[Side, Side]:
    """Both sureties."""
    return await both_sides(api, sample)


async def test_lists(api: Api, sides: tuple[Side, Side]) -> None:
    names = {"staff": "見本建設業保証株式会社", "rival": "別の保証会社"}
    for own, other in pairs(sides):
        for name, selected in LISTS.items():
            query = f"{{ {name}(first: 10) {{ edges {{ cursor node {{ {selected} }} }} }} }}"
            text = json.dumps(await api.data(query, as_=own.name), ensure_ascii=False)
            assert_without(text, other)
            if name in OF_SURETY:
                assert names[own.name] in text, name
                assert names[other.name] not in text, name
            else:
                assert any(mark in text for mark in own.marks), name
        assert (await api.data(WORK_LIST, as_=own.name))["applications"] == {
            "totalCount": 1,
            "edges": [{"node": {"id": own.rows["Application"]}}],
        }


async def test_whatever_else_is_selected(api: Api, sides: tuple[Side, Side]) -> None:
    every = [name for name in LISTS if name != "contractors"]
    found = 0
    for own, other in pairs(sides):
        writer = Writer(44, [], every)
        for _ in range(100):
            query, variables = writer.page()
            answer = (await api.post(query, as_=own.name, **variables)).text
            assert_without(answer, other)
            found += any(mark in answer for mark in own.marks)
    assert found > 10


async def test_searches_and_counts(api: Api, sides: tuple[Side, Side]) -> None:
    query = "query($f: GuaranteeFilter) { guarantees(filter: $f) { totalCount edges { node { id } } } }"
    found = "query($f: CertificateFilter) { certificates(filter: $f) { edges { node { id } } } }"
    nothing: dict[str, Any] = {"totalCount": 0, "edges": []}
    for own, other in pairs(sides):
        for text in (other.project, other.project[:2], other.guarantee["number"], other.guarantee["number"][:8]):
            assert (await api.data(query, as_=own.name, f={"search": text}))["guarantees"] == nothing, text
            assert (await api.data(found, as_=own.name, f={"search": text}))["certificates"]["edges"] == [], text
            for name in ("contracts", "applications"):
                each = f'{{ {name}(filter: {{search: "{text}"}}) {{ totalCount edges {{ node {{ id }} }} }} }}'
                assert (await api.data(each, as_=own.name))[name] == nothing, text
        for order in ("EXPIRY", "AMOUNT", "NEWEST"):
            answer = (await api.data(query, as_=own.name, f={"orderBy": order}))["guarantees"]
            mine = {own.rows["Guarantee"], own.rows["IssuedGuarantee"]}
            assert (answer["totalCount"], {edge["node"]["id"] for edge in answer["edges"]}) == (2, mine)


async def test_filters_by_what_is_theirs(api: Api, sides: tuple[Side, Side], sample: SampleRegister) -> None:
    branches = {branch.surety_id: ids.to_id("Branch", branch.id) for branch in await models.Branch.all()}
    ours = sample.branch.surety_id
    for own, other in pairs(sides):
        surety, branch = next(each for each in branches.items() if (each[0] == ours) is (other.name == "staff"))
        number = other.guarantee["number"]
        filters = {
            "guarantees": [
                f'{{branchId: "{branch}"}}',
                f'{{number: "{number}"}}',
                f'{{projectName: "{other.project}"}}',
            ],
            "applications": [f'{{branchId: "{branch}"}}', f'{{search: "{number}"}}'],
            "contracts": [f'{{projectName: "{other.project}"}}', f'{{search: "{other.project}共同企業体"}}'],
            "feeStatements": [f'{{guaranteeNumber: "{number}"}}'],
            "feeRates": [f'{{suretyId: "{ids.to_id("Surety", surety)}"}}'],
        }
        for name, each in filters.items():
            for text in each:
                answer = await api.data(f"{{ {name}(filter: {text}) {{ edges {{ cursor }} }} }}", as_=own.name)
                assert answer[name]["edges"] == [], (name, text)


async def test_what_is_theirs_is_no_different_from_what_is_not_there(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in pairs(sides):
        for type_name, id_ in other.rows.items():
            known = id_.partition("_")[0] in NODES
            with recorded_statements() as theirs:
                assert (await api.data(NODE, as_=own.name, id=id_))["node"] is None, type_name
            with recorded_statements() as nothing:
                missing = ids.to_id(id_.partition("_")[0], ids.UNKNOWN)
                assert (await api.data(NODE, as_=own.name, id=missing))["node"] is None, type_name
            assert [each.split(" WHERE ")[0] for each in theirs] == [each.split(" WHERE ")[0] for each in nothing]
            if known:
                mine = own.rows[type_name]
                assert (await api.data(NODE, as_=own.name, id=mine))["node"]["id"] == mine
        theirs_ = {"number": other.guarantee["number"], "key": other.guarantee["authKey"]}
        unknown = {"number": other.guarantee["number"], "key": own.guarantee["authKey"]}
        for given in (theirs_, unknown):
            assert (await api.data(api_calls.CERTIFICATE, as_=own.name, **given))["certificate"] is None


async def test_exports(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in pairs(sides):
        file = (await api.http.get(await csv_links.link(api, as_=own.name))).text
        assert own.project in file
        assert_without(file, other)
        empty = await api.http.get(await csv_links.link(api, as_=own.name, search=other.project))
        assert_without(empty.text, other)
        assert len(empty.text.splitlines()) == 1


async def test_mails_name_only_the_surety_that_sends_them(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in pairs(sides):
        query = "{ outgoingMails(first: 100) { edges { node { id kind recipient guarantee { id } } } } }"
        answer = await api.data(query, as_=own.name)
        about = [edge["node"]["guarantee"] for edge in answer["outgoingMails"]["edges"]]
        assert {each["id"] for each in about if each} <= {own.rows["Guarantee"], own.rows["IssuedGuarantee"]}
        assert_without(answer, other)


async def test_nobody_suggests_to_a_surety(api: Api, sides: tuple[Side, Side]) -> None:
    for own, _ in pairs(sides):
        answer = (await api.post("{ applicationSuggestions { depositBanks } }", as_=own.name)).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


async def test_a_member_of_both_joint_ventures_reads_both_but_no_keys(api: Api, sides: tuple[Side, Side]) -> None:
    query = "{ guarantees { totalCount edges { node { contract { projectName } authKey feeStatements { id } } } } }"
    answer = (await api.data(query, as_="member"))["guarantees"]
    assert answer["totalCount"] == 4
    assert {edge["node"]["contract"]["projectName"] for edge in answer["edges"]} == {each.project for each in sides}
    assert all(edge["node"]["authKey"] is None and not edge["node"]["feeStatements"] for edge in answer["edges"])
