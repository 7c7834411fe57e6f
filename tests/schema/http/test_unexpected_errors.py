"""Unexpected errors: masked, with an id that is also in the log; an unreachable database has its own error."""

import re
import traceback
from typing import Any

import asyncpg
import pytest
from graphql import GraphQLError, parse
from structlog.testing import capture_logs

from resolvers.guarantees import review
from resolvers.parties import directory, identify
from sample.sample_register import SampleRegister
from schema.http import error_formatting
from tests.conftest import Api
from tests.support import api_calls
from tests.support.states import guarantee_in

SECRET = "geheim-7"


def failing(error: BaseException) -> object:
    async def fail(**_: object) -> None:
        raise error

    return fail


async def test_an_unexpected_error_is_masked_with_an_id_that_is_in_the_log(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "sureties", failing(RuntimeError(SECRET)))
    with capture_logs() as logs:
        response = await api.post("{ sureties { name } viewer { role } }", as_="surety")
    (error,) = response.json()["errors"]
    id_ = error["extensions"].pop("errorId")
    assert re.fullmatch(r"[0-9a-f]{12}", id_)
    assert error["extensions"] == {"code": "INTERNAL"}
    assert error["message"] == f"予期しないエラーが発生しました（エラー番号 {id_}）。"
    assert error["path"] == ["sureties"]
    assert SECRET not in response.text
    (entry,) = (entry for entry in logs if entry["event"] == "unexpected_error")
    assert (entry["error_id"], str(entry["exc_info"])) == (id_, SECRET)


async def test_in_a_mutation_too_and_nothing_is_done(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    monkeypatch.setattr(review.audit, "record", failing(KeyError(SECRET)))
    response = await api.post(api_calls.APPROVE, as_="surety", input={"guaranteeId": id_})
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert SECRET not in response.text
    monkeypatch.undo()
    await api_calls.approve(api, id_)


async def test_before_the_operation_it_is_a_500(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    token = await api.token("surety")
    monkeypatch.setattr(identify, "by_token", failing(RuntimeError(SECRET)))
    body = {"query": "{ viewer { role } }"}
    response = await api.http.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 500
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert SECRET not in response.text


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("refused"), asyncpg.AdminShutdownError("over"), asyncpg.InterfaceError("closed")]
)
async def test_a_lost_database_is_unavailable(api: Api, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(directory, "sureties", failing(error))
    response = await api.post("{ sureties { name } }")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    (entry,) = response.json()["errors"]
    assert entry["extensions"] == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 5}


WORDS = [
    '{ obligees(first: "has invalid value") { edges { cursor } } }',
    'query($x: Int = "has invalid value") { obligees(first: $x) { edges { cursor } } }',
    "{ has invalid value }",
    '{ node(id: "has invalid value") { id } viewer(x: "has invalid value") { role } }',
]


@pytest.mark.parametrize("query", WORDS)
@pytest.mark.parametrize("variables", [{}, {"x": "a"}, {"x": []}])
async def test_words_of_graphql_in_a_query_say_nothing(api: Api, query: str, variables: dict[str, Any]) -> None:
    """An error is classified by its position, never by its text."""
    with capture_logs() as logs:
        response = await api.post(query, **variables)
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
    assert logs == []


async def test_variables_of_an_invalid_document_are_not_looked_at(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_formatting, "validate_input_value", failing(AssertionError(SECRET)))
    response = await api.post(WORDS[0].replace("{", "query($x: Int) {", 1), x="has invalid value")
    assert response.status_code == 400
    assert SECRET not in response.text


async def test_of_many_faulty_variables_fifty_are_told(api: Api) -> None:
    query = "mutation($i: IssueGuaranteesInput!) { issueGuarantees(input: $i) { __typename } }"
    response = await api.post(query, as_="surety", i={"guaranteeIds": [[]] * 20_000})
    errors = response.json()["errors"]
    assert (response.status_code, len(errors)) == (400, error_formatting.MOST_FAULTS + 1), (
        "the last one says that there are others"
    )
    assert errors[-2]["extensions"] == {"code": "BAD_USER_INPUT", "field": "i.guaranteeIds.49"}


def test_what_is_logged_has_no_document() -> None:
    document = parse(f'{{ node(id: "{SECRET}") {{ id }} }}')
    inner = GraphQLError("inside", nodes=document.definitions[0])
    outer = RuntimeError("outside")
    outer.__cause__ = inner
    assert SECRET in "".join(traceback.format_exception(outer))
    told = "".join(traceback.format_exception(error_formatting.without_source(outer)))
    assert SECRET not in told
    assert "inside" in told
