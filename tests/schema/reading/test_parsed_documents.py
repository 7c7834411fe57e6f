"""Documents are parsed and validated once; what may have a secret in it is forgotten."""

import pytest

from schema.reading.parsed_documents import MOST_DOCUMENTS, Documents, digest
from tests.conftest import Api


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Begin with none."""
    Documents._kept.clear()


def kept(query: str) -> bool:
    return digest(query) in Documents._kept


async def test_a_sound_document_is_kept_and_answers_the_same(api: Api) -> None:
    query = "{ viewer { role } sureties { name } }"
    first = await api.data(query, as_="surety")
    assert kept(query)
    assert await api.data(query, as_="surety") == first
    assert await api.data(query) != first  # whoever asks


async def test_strings_are_not_kept(api: Api) -> None:
    query = 'mutation { signIn(input: {email: "a@example.jp", password: "hunter2hunter2"}) { __typename } }'
    await api.post(query)
    assert not kept(query)
    assert not Documents._kept


@pytest.mark.parametrize(
    "query", ["{ viewer {", "{ nothing }", "{ viewer { role } " + "a: viewer { role } " * 20 + "}"]
)
async def test_what_is_refused_is_refused_again(api: Api, query: str) -> None:
    answers = [(await api.post(query)).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert "errors" in answers[0]
    assert not Documents._kept


async def test_the_oldest_make_room(api: Api) -> None:
    queries = [f"{{ viewer {{ a{number}: role }} }}" for number in range(MOST_DOCUMENTS + 1)]
    await api.data(queries[0])
    for query in queries[1:-1]:
        Documents._kept[digest(query)] = Documents._kept[digest(queries[0])]
    await api.data(queries[0])
    await api.data(queries[-1])
    assert (kept(queries[0]), kept(queries[1]), len(Documents._kept)) == (True, False, MOST_DOCUMENTS)
