"""Operations are parsed and validated once; those that may contain a secret are not cached."""

import gc
from collections import Counter
from typing import Any

import pytest
from graphql import ValidationContext, parse
from graphql.language.parser import Parser

from schema.build import graphql_schema
from schema.reading.parsed_documents import _KEPT, LEAST_NODES, MOST_NODES, Operation, digest, nodes
from tests.conftest import Api
from tests.support import multipart


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Begin with an empty cache."""
    _KEPT.clear()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often graphql-core has parsed and validated a document."""
    done: Counter[str] = Counter()
    parse_document, begin_validation = Parser.parse_document, ValidationContext.__init__

    def parse(parser: Parser) -> Any:
        done["parsed"] += 1
        return parse_document(parser)

    def validate(context: ValidationContext, *args: Any, **kwargs: Any) -> None:
        done["validated"] += 1
        begin_validation(context, *args, **kwargs)

    monkeypatch.setattr(Parser, "parse_document", parse)
    monkeypatch.setattr(ValidationContext, "__init__", validate)
    return done


def kept(query: str) -> bool:
    return digest(query) in _KEPT


async def test_a_sound_document_is_kept_and_answers_the_same(api: Api) -> None:
    query = "{ viewer { role } sureties { name } }"
    first = await api.data(query, as_="surety")
    assert kept(query)
    assert await api.data(query, as_="surety") == first
    assert await api.data(query) != first  # for any role


async def test_strings_are_not_kept(api: Api) -> None:
    query = 'mutation { signIn(input: {email: "a@example.jp", password: "hunter2hunter2"}) { __typename } }'
    await api.post(query)
    assert not kept(query)
    assert not _KEPT


@pytest.mark.parametrize(
    "query", ["{ viewer {", "{ nothing }", "{ viewer { role } " + "a: viewer { role } " * 20 + "}"]
)
async def test_what_is_refused_is_refused_again(api: Api, query: str) -> None:
    answers = [(await api.post(query)).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert "errors" in answers[0]
    assert not _KEPT


async def test_the_oldest_make_room(api: Api) -> None:
    queries = [f"{{ viewer {{ a{number}: role }} }}" for number in range(MOST_NODES // LEAST_NODES + 1)]
    await api.data(queries[0])
    first = _KEPT.get(digest(queries[0]))
    assert first
    for query in queries[1:-1]:
        _KEPT.keep(digest(query), first, LEAST_NODES)
    await api.data(queries[0])
    await api.data(queries[-1])
    assert (kept(queries[0]), kept(queries[1]), len(_KEPT)) == (True, False, MOST_NODES // LEAST_NODES)


def test_large_documents_are_fewer() -> None:
    """A full garbage collection visits every kept document."""
    for number in range(100):
        query = f"query Q{number} {{ obligees {{ edges {{ node {{ {'id ' * 290} }} }} }} }}"
        operation = Operation(query, {}, None)
        assert not operation.errors(graphql_schema)
        assert operation.weight == sum(1 for _ in nodes(parse(query)))
        assert kept(query)
    assert 10 < len(_KEPT) < MOST_NODES / (2 * 290)


def test_a_document_that_makes_room_leaves_nothing_to_the_garbage_collector() -> None:
    """Else random operations add up to a full collection that stops everybody for 0.4 s."""
    query = f"query Q {{ obligees {{ edges {{ node {{ {'id ' * 290} }} }} }} }}"
    Operation(query, {}, None).errors(graphql_schema)
    gc.collect()
    gc.disable()
    try:
        _KEPT.clear()
        assert gc.collect() < 290
    finally:
        gc.enable()


ONCE = {"parsed": 1, "validated": 1}
OPERATIONS = {
    "compiled": ("{ obligees { edges { node { name } } } }", {}, ONCE),
    "not compiled": ("{ viewer { role } sureties { name } }", {}, ONCE),
    "with a string": ('{ node(id: "x") { id } }', {}, ONCE),
    "invalid": ("{ nothing }", {}, ONCE),
    "too large": ("{ viewer { role } " + "a: viewer { role } " * 20 + "}", {}, {"parsed": 1}),
    "not to be parsed": ("{ viewer {", {}, {"parsed": 1}),
    "with a faulty variable": ("query($id: ID!) { node(id: $id) { id } }", {"id": []}, ONCE),
}


@pytest.mark.parametrize(("query", "variables", "expected"), OPERATIONS.values(), ids=OPERATIONS)
async def test_an_operation_is_parsed_and_validated_once(
    api: Api, work: Counter[str], query: str, variables: dict[str, Any], expected: dict[str, int]
) -> None:
    await api.post(query, **variables)
    assert work == expected


async def test_so_is_one_that_comes_with_a_file(api: Api, work: Counter[str]) -> None:
    response = await multipart.post(api, multipart.multipart_body())
    assert response.json()["data"]["verifyDocument"]["verdict"] == "UNCONFIRMED"
    assert work == ONCE


@pytest.mark.parametrize("query", ["{ obligees { edges { node { name } } } }", "{ sureties { name } }"])
async def test_a_valid_one_is_not_parsed_again(api: Api, work: Counter[str], query: str) -> None:
    first = await api.data(query)
    work.clear()
    assert await api.data(query) == first
    assert not work
