from typing import Any

import pytest

from sample.sample_register import SampleRegister
from schema.compiled.execution import Executor
from schema.http.view import View
from schema.reading.parsed_documents import Operation
from tests.conftest import Api
from tests.support.api_calls import CERTIFICATE, issued

READERS = ["obligee", "system"]
MESSAGES = "guarantees { edges { node { application { messages { body } email contactName } } } }"


@pytest.fixture
async def presented(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """A guarantee whose application came with a message, presented by an official and by a system."""
    payload = (await issued(api, sample, message="保証会社だけに", contactName="見本 花子"))[0]["guarantee"]
    for reader in READERS:
        found = await api.data(CERTIFICATE, as_=reader, number=payload["number"], key=payload["authKey"])
        assert found["certificate"]["guaranteeNumber"] == payload["number"]
    return payload


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "query", [f"{{ {MESSAGES} }}", f"{{ viewer {{ name }} {MESSAGES} }}"], ids=["compiled", "core"]
)
async def test_what_passes_between_contractor_and_surety_stays_there(
    api: Api, presented: dict[str, Any], reader: str, query: str
) -> None:
    answer = await api.data(query, as_=reader)
    nodes = [edge["node"] for edge in answer["guarantees"]["edges"]]
    assert nodes == [{"application": {"messages": [], "email": None, "contactName": None}}]


async def test_documents_are_not_kept(api: Api) -> None:
    query = 'mutation { signIn(input: {email: "a@example.jp", password: "hunter2hunter2"}) { __typename } }'
    await api.post(query)
    assert api.application is not None
    endpoint = api.application.endpoint
    assert isinstance(endpoint, View)
    cached = endpoint._answers._executor._cache._entries
    assert cached
    assert "hunter2" not in repr(cached)
    assert all(len(digest) == 16 for digest, *_ in cached)


async def test_a_line_break_in_a_name_takes_no_place_of_another_operation() -> None:
    executor = Executor()
    document = "query A { obligees { edges { cursor } } }"
    rest = "\n# more"
    assert executor.prepared(Operation(document, {}, f"A{rest}"), None).compiled is None
    assert executor.prepared(Operation(f"{rest[1:]}\n{document}", {}, "A"), None).compiled


FIRST_READING = """
query($n: GuaranteeNumber!, $k: AuthKey!) {
  certificate(guaranteeNumber: $n, authKey: $k) { id guarantee { certificate { id } } }
}
"""


async def test_what_the_key_has_opened_is_presented_from_the_first_reading_on(api: Api, sample: SampleRegister) -> None:
    payload = (await issued(api, sample))[0]["guarantee"]
    answer = await api.data(FIRST_READING, as_="obligee", n=payload["number"], k=payload["authKey"])
    certificate = answer["certificate"]
    assert certificate["guarantee"]["certificate"] == {"id": certificate["id"]}
