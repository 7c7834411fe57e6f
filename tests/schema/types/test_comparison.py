"""Certificate.compare, through the restricted look-up and on every other path to a certificate."""

from typing import Any

import httpx
import pytest

from models import AuditEvent, Certificate
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import COMPARE

EXPECTED = {
    "periodTo": "2027-08-30",
    "contractDate": "2026-11-01",
    "minimumAmount": 20_000_000,
    "contractPrice": 50_000_001,
    "projectName": "髙●●●●工事",
    "obligeeTitle": "栃木縣知事",
    "principalName": "○○建設㈱",
}


@pytest.fixture
async def issued(api: Api, sample: SampleRegister) -> dict[str, Any]:
    advance, _ = await api_calls.issued(api, sample)
    return {"number": advance["guarantee"]["number"], "key": advance["guarantee"]["authKey"]}


async def ask(api: Api, issued: dict[str, Any], expected: Any, as_: str = "obligee") -> httpx.Response:
    return await api.post(COMPARE, as_=as_, expected=expected, **issued)


@pytest.mark.parametrize("name", ["obligee", "system", "surety"])
async def test_every_field_given_is_compared(api: Api, issued: dict[str, Any], name: str) -> None:
    body = (await ask(api, issued, EXPECTED, name)).json()
    assert "errors" not in body
    assert body["data"]["certificate"]["obligeeTitle"] == "栃木県知事"
    assert [tuple(found.values()) for found in body["data"]["certificate"]["compare"]] == [
        ("principalName", "○○建設㈱", "○○建設 株式会社", True, "NOTATION"),
        ("obligeeTitle", "栃木縣知事", "栃木県知事", False, "KANJI_FORM"),
        ("projectName", "髙●●●●工事", "●●●●工事", False, "CONTENT"),
        ("contractPrice", "50,000,001円", "50,000,000円", False, "CONTENT"),
        ("minimumAmount", "20,000,000円以上", "20,000,000円", True, "NONE"),
        ("contractDate", "令和8年11月1日", "令和8年11月1日", True, "NONE"),
        ("periodTo", "令和9年8月30日", "令和9年8月31日", False, "CONTENT"),
    ]


async def test_what_is_null_is_not_compared(api: Api, issued: dict[str, Any]) -> None:
    body = (await ask(api, issued, {"obligeeTitle": None, "contractPrice": 50_000_000})).json()
    (found,) = body["data"]["certificate"]["compare"]
    assert (found["field"], found["matches"]) == ("contractPrice", True)


@pytest.mark.parametrize(
    ("expected", "problems"),
    [
        ({}, [([], "REQUIRED")]),
        ({"projectName": None}, [([], "REQUIRED")]),
        (
            {"projectName": "工" * 251, "minimumAmount": 0},
            [(["projectName"], "TOO_LONG"), (["minimumAmount"], "NOT_POSITIVE")],
        ),
    ],
    ids=str,
)
async def test_what_cannot_be_compared_is_told(api: Api, issued: dict[str, Any], expected: Any, problems: Any) -> None:
    response = await ask(api, issued, expected)
    (error,) = response.json()["errors"]
    assert (response.status_code, response.json()["data"]) == (200, {"certificate": None})
    assert (error["path"], error["extensions"]["code"]) == (["certificate", "compare"], "BAD_USER_INPUT")
    assert [(found["path"], found["code"]) for found in error["extensions"]["problems"]] == problems


@pytest.mark.parametrize(
    "expected",
    [None, [], "x", {"unknown": 1}, {"contractPrice": "1"}, {"contractDate": "令和8年11月1日"}, {"projectName": 1}],
    ids=repr,
)
async def test_input_of_another_shape_opens_nothing(api: Api, issued: dict[str, Any], expected: Any) -> None:
    response = await ask(api, issued, expected)
    assert response.status_code == 400
    assert response.json().keys() == {"errors"}
    assert await AuditEvent.filter(action="certificate.read").count() == 0


async def test_a_wrong_key_compares_nothing(api: Api, issued: dict[str, Any]) -> None:
    response = await ask(api, issued | {"key": "Z28YUE4J3Bux"}, EXPECTED)
    assert response.json()["data"] == {"certificate": None}


async def test_several_comparisons_of_many_certificates(api: Api, issued: dict[str, Any]) -> None:
    comparisons = " ".join(f'a{n}: compare(expected: {{principalName: "{n}"}}) {{ expected }}' for n in range(10))
    answer = await api.data(f"{{ guarantees {{ edges {{ node {{ history {{ {comparisons} }} }} }} }} }}", as_="surety")
    histories = [edge["node"]["history"] for edge in answer["guarantees"]["edges"]]
    assert histories == [[{f"a{n}": [{"expected": str(n)}] for n in range(10)}]] * await Certificate.all().count()


async def test_a_text_that_grows_when_it_is_normalised(api: Api, issued: dict[str, Any]) -> None:
    body = (await ask(api, issued, {"projectName": "\ufdfa" * 250})).json()
    (found,) = body["data"]["certificate"]["compare"]
    assert (found["expected"], found["difference"]) == ("\ufdfa" * 250, "CONTENT")
