"""Two sureties with guarantees of the same contractor: neither learns anything of the other's."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

import models
from sample import sample_rates
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, csv_links
from tests.support.document_links import documents
from tests.support.refusals import refused
from tests.support.states import DECLINE, NOT_FOUND, RECORD_FEE, RETURN, rival_branch

CONTRACT = "id projectName jointVentureName contractor { id name }"
GUARANTEE = f"""id number authKey amount application {{ id messages {{ body }} }} contract {{ {CONTRACT} }}
  certificate {{ id document {{ url }} }} feeStatements {{ id }} handovers {{ status }}"""
CERTIFICATE = "id guaranteeNumber projectName guarantee { id } document { url }"
LISTS: Mapping[str, str] = {
    "guarantees": GUARANTEE,
    "certificates": CERTIFICATE,
    "contracts": f"{CONTRACT} guarantees {{ id }}",
    "applications": "id contract { id } guarantees { id } messages { body }",
    "contractors": "id contracts { edges { node { id projectName guarantees { id number } } } }",
    "outgoingMails": "id kind guarantee { id } recipient",
}
NODE = "query($id: ID!) { node(id: $id) { id __typename } }"
PROJECT = {"ours": "白川橋梁補修工事", "theirs": "黒川道路改良工事"}


@dataclass(frozen=True)
class Side:
    """A surety's staff, and what only this surety may know."""

    name: str
    guarantee: Mapping[str, Any]
    rows: Mapping[str, str]
    """Ids of nodes by type."""
    project: str

    @property
    def marks(self) -> set[str]:
        """Texts that must not reach the other side."""
        return {*self.rows.values(), self.guarantee["number"], self.guarantee["authKey"], self.project}


async def _made(api: Api, sample: SampleRegister, name: str, branch: models.Branch, project: str) -> Side:
    """An issued guarantee of the sample contractor with the surety of the branch, whose staff is `name`."""
    contract = api_calls.contract_input(sample, projectName=project)
    given = {"submissionBranchId": ids.to_id("Branch", branch.id), "message": f"{project}の件"}
    api.tokens["surety"] = api.tokens[name]
    asked = [api_calls.advance_input()]
    payload = (await api_calls.issued(api, sample, contract=contract, guarantees=asked, **given))[0]
    guarantee = await models.Guarantee.get(number=payload["guarantee"]["number"])
    mails = await models.OutgoingMail.filter(surety_id=branch.surety_id)
    rows = {
        "Guarantee": payload["guarantee"]["id"],
        "Certificate": payload["certificate"]["id"],
        "Contract": ids.to_id("Contract", guarantee.contract_id),
        "Application": ids.to_id("Application", guarantee.application_id),
        "OutgoingMail": ids.to_id("OutgoingMail", mails[0].id),
    }
    return Side(name, payload["guarantee"], rows, project)


@pytest.fixture
async def sides(api: Api, sample: SampleRegister) -> tuple[Side, Side]:
    """Both sureties."""
    branch = await rival_branch(api)
    await sample_rates.register(branch.surety_id)
    api.tokens["staff"] = await api.token("surety")
    ours = await _made(api, sample, "staff", sample.branch, PROJECT["ours"])
    theirs = await _made(api, sample, "rival", branch, PROJECT["theirs"])
    return ours, theirs


def _pairs(sides: tuple[Side, Side]) -> Iterator[tuple[Side, Side]]:
    yield sides
    yield sides[1], sides[0]


def assert_without(answer: object, other: Side) -> None:
    text = json.dumps(answer, ensure_ascii=False)
    assert [mark for mark in other.marks if mark in text] == []


async def test_lists(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in _pairs(sides):
        for name, selected in LISTS.items():
            answer = await api.data(
                f"{{ {name}(first: 5) {{ edges {{ cursor node {{ {selected} }} }} }} }}", as_=own.name
            )
            assert answer[name]["edges"], name
            assert_without(answer, other)
            if name != "contractors":
                assert any(mark in json.dumps(answer, ensure_ascii=False) for mark in own.marks), name


async def test_searches_and_counts(api: Api, sides: tuple[Side, Side]) -> None:
    query = "query($f: GuaranteeFilter) { guarantees(filter: $f) { totalCount edges { node { id } } } }"
    found = (
        "query($f: CertificateFilter) { certificates(filter: $f) { edges { node { id } } pageInfo { hasNextPage } } }"
    )
    for own, other in _pairs(sides):
        mine = [{"node": {"id": own.guarantee["id"]}}]
        assert (await api.data(query, as_=own.name, f={}))["guarantees"] == {"totalCount": 1, "edges": mine}
        for text in (other.project, other.project[:2], other.guarantee["number"], other.guarantee["number"][:8]):
            nothing = {"totalCount": 0, "edges": []}
            assert (await api.data(query, as_=own.name, f={"search": text}))["guarantees"] == nothing, text
            none = {"edges": [], "pageInfo": {"hasNextPage": False}}
            assert (await api.data(found, as_=own.name, f={"search": text}))["certificates"] == none, text
        for order in ("EXPIRY", "AMOUNT", "NEWEST"):
            assert (await api.data(query, as_=own.name, f={"orderBy": order}))["guarantees"]["edges"] == mine
        for name in ("projectName", "contractReference"):
            answer = await api.data(query, as_=own.name, f={name: other.project})
            assert answer["guarantees"]["totalCount"] == 0


async def test_what_is_theirs_is_no_different_from_what_is_not_there(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in _pairs(sides):
        for type_name, id_ in other.rows.items():
            assert (await api.data(NODE, as_=own.name, id=id_))["node"] is None, type_name
            mine = own.rows[type_name]
            assert (await api.data(NODE, as_=own.name, id=mine))["node"] == {"id": mine, "__typename": type_name}
        theirs = {"number": other.guarantee["number"], "key": other.guarantee["authKey"]}
        unknown = {"number": other.guarantee["number"], "key": own.guarantee["authKey"]}
        for given in (theirs, unknown):
            assert (await api.data(api_calls.CERTIFICATE, as_=own.name, **given))["certificate"] is None


async def test_acts_on_theirs_are_refused_as_on_nothing(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in _pairs(sides):
        for id_ in (other.guarantee["id"], ids.to_id("Guarantee", ids.UNKNOWN)):
            reasoned = {"guaranteeId": id_, "reason": "書類の不足"}
            acts: list[tuple[str, dict[str, Any]]] = [
                (RETURN, reasoned),
                (DECLINE, reasoned),
                (RECORD_FEE, {"guaranteeId": id_, "paidOn": "2026-11-20"}),
                (api_calls.APPROVE, {"guaranteeId": id_}),
                (api_calls.ISSUE, {"guaranteeId": id_}),
            ]
            for query, given in acts:
                assert await refused(api, query, as_=own.name, input=given) == NOT_FOUND, query


async def test_links_and_exports(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in _pairs(sides):
        assert_without(await documents(api, own.name), other)
        file = (await api.http.get(await csv_links.link(api, as_=own.name))).text
        assert own.project in file
        assert_without(file, other)
        empty = await api.http.get(await csv_links.link(api, as_=own.name, search=other.project))
        assert_without(empty.text, other)


async def test_mails_name_only_the_surety_that_sends_them(api: Api, sides: tuple[Side, Side]) -> None:
    for own, other in _pairs(sides):
        query = "{ outgoingMails(first: 100) { edges { node { id kind recipient guarantee { id } } } } }"
        answer = await api.data(query, as_=own.name)
        about = [edge["node"]["guarantee"] for edge in answer["outgoingMails"]["edges"]]
        assert {each["id"] for each in about if each} == {own.guarantee["id"]}
        assert_without(answer, other)


async def test_nobody_suggests_to_a_surety(api: Api, sides: tuple[Side, Side]) -> None:
    for own, _ in _pairs(sides):
        answer = (await api.post("{ applicationSuggestions { depositBanks } }", as_=own.name)).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
