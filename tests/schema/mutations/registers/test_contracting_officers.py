"""createContractingOfficer and changeContractingOfficer."""

from typing import Any

import pytest

import models
from models.parties.contracting_officer import MOST_OFFICERS
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.drafts import codes
from tests.support.parties.registers import change_input, changed, create_input, created, keeper, operation
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND

KIND = "ContractingOfficer"
CREATE, CHANGE = operation("create", KIND), operation("change", KIND)


async def test_an_obligees_administrator_registers_its_officers(api: Api, sample: SampleRegister) -> None:
    obligee = await created(api, sample, "Obligee")
    name = await keeper(api, "Obligee", obligee)
    given = {"title": "分任契約担当官　髙﨑 𠮷子", "office": "見本土木事務所"}
    officer = (await api.data(CREATE, as_=name, input=given))["createContractingOfficer"]["contractingOfficer"]
    assert (officer["title"], officer["office"], officer["version"]) == (*given.values(), 1)
    after = await changed(api, KIND, officer, as_=name, office="", title="契約担当官　後任")
    assert (after["title"], after["office"], after["version"]) == ("契約担当官　後任", None, 2)
    assert [edge["node"]["version"] for edge in after["changes"]["edges"]] == [2, 1]
    foreign = create_input(sample, KIND)
    assert await refused(api, CREATE, as_=name, input=foreign) == NOT_FOUND
    assert (await error_of(api, CREATE, as_="surety", input=foreign))[1] == "FORBIDDEN"
    unowned = {"title": "契約担当官"}
    assert codes(await refused(api, CREATE, as_="operator", input=unowned)) == [("obligeeId", "REQUIRED")]
    other = await created(api, sample, KIND)
    assert await refused(api, CHANGE, as_=name, input=change_input(KIND, other, title="x")) == NOT_FOUND


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, [("title", "REQUIRED")]),
        ({"title": "🎆", "office": "所" * 121}, [("title", "NO_GLYPH"), ("office", "TOO_LONG")]),
        ({"title": "見本町長"}, [("title", "TAKEN")]),
    ],
)
async def test_every_problem_at_once(
    api: Api, sample: SampleRegister, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    await created(api, sample, KIND, title="見本町長")
    given = create_input(sample, KIND, **changes)
    assert codes(await refused(api, CREATE, as_="operator", input=given)) == expected


async def test_an_obligee_has_a_maximum(api: Api, sample: SampleRegister) -> None:
    obligee_id = sample.obligees["見本町"].id
    rows = [models.ContractingOfficer(obligee_id=obligee_id, title=f"{n}") for n in range(MOST_OFFICERS)]
    await models.ContractingOfficer.bulk_create(rows)
    answer = await refused(api, CREATE, as_="operator", input=create_input(sample, KIND))
    assert codes(answer) == [("title", "TOO_MANY")]


async def test_certificates_keep_the_title_of_their_issue(api: Api, sample: SampleRegister) -> None:
    obligee = ids.to_id("Obligee", sample.obligees["見本地方整備局"].id)
    officer = await created(api, sample, KIND, obligeeId=obligee)
    contract = api_calls.contract_input(sample, obligee="見本地方整備局", contractingOfficerId=officer["id"])
    asked = {"contract": contract, "guarantees": [api_calls.performance_input()]}
    (issued,) = await api_calls.issued(api, sample, **asked)
    await changed(api, KIND, officer, title="後任の担当官")
    query = "query($id: ID!) { node(id: $id) { ... on Certificate { obligeeTitle } } }"
    node = (await api.data(query, as_="surety", id=issued["certificate"]["id"]))["node"]
    assert node == {"obligeeTitle": "分任契約担当官　見本事務所長"}
