"""What one e-contract system has presented, another does not see, although both act for the same obligee."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.key_presentation import KeyPresentation
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls, api_clients, csv_links, handovers
from tests.support.received_certificates import present

LISTS = (
    "{ guarantees { edges { node { id } } } }",
    "{ certificates { edges { node { id } } } }",
    "{ contracts { edges { node { id } } } }",
    "{ contractors { edges { node { id } } } }",
)
NODE = "query($id: ID!) { node(id: $id) { id } }"


@pytest.fixture
async def guarantee(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """Presented by the sample's system; "other" is another system for the same obligee."""
    await api_clients.issued(api, await api_clients.created(api, sample, name="別の電子契約"), "other")
    issued = await handovers.issued(api, sample)
    await present(api, issued, as_="system")
    return issued


async def rows(api: Api, as_: str) -> list[int]:
    """How many rows each list has, and the CSV file."""
    answers = [await api.data(query, as_=as_) for query in LISTS]
    counts = [len(page["edges"]) for answer in answers for page in answer.values()]
    file = (await api.http.get(await csv_links.link(api, as_=as_))).text
    return [*counts, file.count("\r\n") - 1]


async def nodes(api: Api, as_: str, guarantee: dict[str, Any]) -> list[bool]:
    """Whether it sees the guarantee, its certificate and its contract by their ids."""
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { certificate { id } contract { id } } } }"
    found = (await api.data(query, as_="surety", id=guarantee["id"]))["node"]
    wanted = [guarantee["id"], found["certificate"]["id"], found["contract"]["id"]]
    return [(await api.data(NODE, as_=as_, id=id_))["node"] is not None for id_ in wanted]


async def test_another_system_sees_nothing_of_it(api: Api, guarantee: dict[str, Any]) -> None:
    assert (await rows(api, "system"), await nodes(api, "system", guarantee)) == ([1] * 5, [True] * 3)
    assert (await rows(api, "other"), await nodes(api, "other", guarantee)) == ([0] * 5, [False] * 3)
    assert (await rows(api, "obligee"), await nodes(api, "obligee", guarantee)) == ([1] * 5, [True] * 3)


async def look_up(api: Api, guarantee: dict[str, Any]) -> None:
    await present(api, guarantee, as_="other")


async def upload(api: Api, guarantee: dict[str, Any]) -> None:
    assert (await handovers.upload(api, await handovers.notice(api), as_="other"))["__typename"] == "NoticeFiled"


async def accept(api: Api, guarantee: dict[str, Any]) -> None:
    answer = await api.data(handovers.ACCEPT, as_="other", input=handovers.key_input(guarantee))
    assert answer["acceptCertificate"]["__typename"] == "CertificateAccepted"


async def return_(api: Api, guarantee: dict[str, Any]) -> None:
    answer = await api.data(handovers.RETURN, as_="other", input=handovers.key_input(guarantee, reason="誤り"))
    assert answer["returnCertificate"]["__typename"] == "CertificateReturned"


@pytest.mark.parametrize("act", [look_up, upload, accept, return_])
async def test_it_sees_what_it_presents_itself_by_whatever_way(
    api: Api, guarantee: dict[str, Any], act: Callable[[Api, dict[str, Any]], Awaitable[None]]
) -> None:
    for _ in range(2 if act in {look_up, upload} else 1):
        await act(api, guarantee)
        assert (await rows(api, "other"), await nodes(api, "other", guarantee)) == ([1] * 5, [True] * 3)
    assert await KeyPresentation.all().count() == 2


async def test_a_wrong_key_and_a_refused_answer_present_nothing(api: Api, guarantee: dict[str, Any]) -> None:
    wrong = {"number": guarantee["number"], "key": "2222-2222-2222"}
    assert (await api.data(api_calls.CERTIFICATE, as_="other", **wrong))["certificate"] is None
    await api.data(handovers.ACCEPT, as_="obligee", input=handovers.key_input(guarantee))
    answer = await api.data(handovers.RETURN, as_="other", input=handovers.key_input(guarantee, reason="誤り"))
    assert answer["returnCertificate"]["__typename"] == "WrongState"
    assert await KeyPresentation.all().count() == 1


async def test_presented_again_and_at_once_it_is_one_presentation(api: Api, guarantee: dict[str, Any]) -> None:
    await asyncio.gather(*(present(api, guarantee, as_="other") for _ in range(8)))
    assert await KeyPresentation.all().count() == 2
