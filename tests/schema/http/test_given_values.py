"""Unreadable values are reported with the field, and never repeated, because one may be a key."""

import json
import logging
from typing import Any

import pytest
from structlog.testing import capture_logs

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.error_responses import error_codes, send
from tests.support.refusals import table_contents

SECRET = "S3cretS3cret"
LOOK = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"
NUMBER = "31073-00001M"

YEN: list[Any] = ["1", "", 1.5, 1e3, True, None, [1], {"yen": 1}, 2**53, -(2**53), 2**63, 10**30, "２"]
DATES: list[Any] = [
    "",
    "2026-02-30",
    "2026-1-1",
    "1899-12-31",
    "3000-01-01",
    "0000-01-01",
    20260401,
    True,
    [],
    {},
    None,
]
MORE_DATES: list[Any] = ["2026-04-01T00:00:00", "令和8年4月1日", "２０２６-04-01", "2026-04-01\x00"]


async def application(api: Api, sample: SampleRegister, path: str, value: Any) -> list[str]:
    """The codes for an application with `value` at `path`; nothing is stored."""
    given = api_calls.application_input(sample)
    *way, last = path.split(".")
    inner: Any = given
    for step in way:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[last] = value
    headers = {"authorization": f"Bearer {await api.token('contractor')}"}
    body = json.dumps({"query": api_calls.APPLY, "variables": {"input": given}}).encode()
    before = await table_contents()
    response = await send(api, body, **headers)
    assert await table_contents() == before
    codes = error_codes(response)
    fields = [error["extensions"].get("field", "") for error in response.json()["errors"]]
    assert codes == ["BAD_REQUEST"] or any(path in field for field in fields), fields
    return codes


@pytest.mark.parametrize("value", YEN, ids=repr)
async def test_yen_are_whole_json_numbers(api: Api, sample: SampleRegister, value: Any) -> None:
    for path in ("contract.contractPrice", "guarantees.0.amount"):
        assert await application(api, sample, path, value) in (["BAD_USER_INPUT"], ["GRAPHQL_VALIDATION_FAILED"])


@pytest.mark.parametrize("value", [*DATES, *MORE_DATES], ids=repr)
async def test_dates_are_days(api: Api, sample: SampleRegister, value: Any) -> None:
    assert await application(api, sample, "contract.contractDate", value) == ["BAD_USER_INPUT"]


WRONG: list[tuple[str, Any]] = [
    ("contract", 1),
    ("contract", "x"),
    ("contract", [[]]),
    ("guarantees", 1),
    ("guarantees", [None]),
    ("guarantees", None),
    ("guarantees.0.kind", "advance_payment"),
    ("guarantees.0.kind", 1),
    ("guarantees.0.medium", None),
    ("guarantees.0.redeposit", "false"),
    ("guarantees.0.redeposit", 0),
    ("guarantees.0.billTo", 1),
    ("guarantees.0.billTo", ["x"]),
    ("contract.projectName", {"a": 1}),
    ("contract.projectName", True),
    ("contract.jointVentureMembers", [None]),
    ("contract.jointVentureMembers", [1]),
    ("contract.jointVentureParties", [None]),
    ("contract.jointVentureParties", [{}]),
    ("contract.jointVentureParties", [{"name": "甲", "sharePercent": "50"}]),
    ("contract.jointVentureParties", [{"name": "甲", "sharePercent": True}]),
    ("contract.obligeeId", None),
    ("contract.obligeeId", {"id": 1}),
    ("contract.obligeeId", 1.5),
    ("submissionBranchId", True),
    ("notifyOnCompletion", "yes"),
    ("notifyOnCompletion", None),
    ("unknown", 1),
    ("contract.unknown", 1),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[f"{path} {value!r}" for path, value in WRONG])
async def test_wrong_types_are_told_with_their_field(api: Api, sample: SampleRegister, path: str, value: Any) -> None:
    where = path if "unknown" not in path else path.rpartition(".")[0] or "input"
    given = api_calls.application_input(sample)
    assert given
    codes = await application(api, sample, path, value) if "unknown" not in path else None
    if codes is None:
        body: dict[str, Any] = api_calls.application_input(sample) | ({"unknown": 1} if path == "unknown" else {})
        body["contract"] |= {"unknown": 1} if path != "unknown" else {}
        response = await api.post(api_calls.APPLY, as_="contractor", input=body)
        codes = error_codes(response)
        assert where.rpartition(".")[2] in response.text
    assert set(codes) <= {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}


KEYS: list[Any] = [SECRET + "!", [SECRET], {"key": SECRET}, [[SECRET]], {SECRET: 1}, f"{SECRET}\x00", SECRET * 1_000]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: ascii(key)[:30])
async def test_a_malformed_key_is_never_repeated(api: Api, caplog: pytest.LogCaptureFixture, key: Any) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        variables = await api.post(LOOK, as_="obligee", n=NUMBER, k=key)
        extra = await api.post(LOOK, as_="obligee", n=NUMBER, k="Z28YUE4J3Bux", **{f"x{SECRET}": key})
        assert extra.json()["data"] == {"certificate": None}
        inline = await api.post(inline_look(key), as_="obligee")
    for response in (variables, inline):
        error_codes(response)
        assert SECRET not in response.text
    assert SECRET not in caplog.text + str(logs)


def inline_look(key: Any) -> str:
    literal = f'{{key: "{SECRET}"}}' if isinstance(key, dict) else json.dumps(key)
    return f'{{ certificate(guaranteeNumber: "{NUMBER}", authKey: {literal}) {{ id }} }}'


@pytest.mark.parametrize("password", [[SECRET], {"p": SECRET}, {SECRET: 1}, f"{SECRET}\x00", SECRET], ids=repr)
async def test_a_password_is_never_repeated(api: Api, caplog: pytest.LogCaptureFixture, password: Any) -> None:
    caplog.set_level(logging.DEBUG)
    query = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
    with capture_logs() as logs:
        response = await api.post(query, i={"email": "contractor@example.jp", "password": password})
    assert response.status_code in {200, 400}
    assert SECRET not in response.text + caplog.text + str(logs)


async def test_keys_that_are_right_stay_out_of_the_log_too(
    api: Api, sample: SampleRegister, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        issued = [payload["guarantee"] for payload in await api_calls.issued(api, sample)]
        for guarantee in issued:
            await api.data(LOOK, as_="obligee", n=guarantee["number"], k=guarantee["authKey"])
    assert all(guarantee["authKey"] not in caplog.text + str(logs) for guarantee in issued)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"], ids=ascii)
async def test_characters_that_cannot_be_stored_or_searched(api: Api, text: str) -> None:
    before = await table_contents(but=("audit_event",))
    for query in (
        "query($t: String!) { obligees(filter: {search: $t}) { edges { cursor } } }",
        "query($t: String!) { guarantees(filter: {contractorName: $t}) { edges { cursor } } }",
        "query($t: String!) { obligees(filter: {prefecture: $t}) { edges { cursor } } }",
    ):
        body = json.dumps({"query": query, "variables": {"t": text}}).encode()
        response = await send(api, body, authorization=f"Bearer {await api.token('operator')}")
        assert response.status_code < 500
        assert [error["extensions"]["code"] for error in response.json().get("errors", [])] in (
            ["BAD_REQUEST"],
            ["BAD_USER_INPUT"],
        )
    assert await table_contents(but=("audit_event",)) == before
