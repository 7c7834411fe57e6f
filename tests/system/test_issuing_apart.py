"""Two processes issue the same guarantees in opposite orders: each once, without a gap, without a deadlock."""

import asyncio
from collections import Counter
from typing import Any

from tests.conftest import Api
from tests.support.api_calls import ISSUE_EACH
from tests.support.servers import server_processes

COUNT, ROUNDS = 24, 4
SHORT = """
mutation($input: IssueGuaranteeInput!) { issueGuarantee(input: $input) {
  __typename ... on GuaranteeIssued { guarantee { number } } } }
"""


async def in_bulk(api: Api, ids: list[str]) -> list[dict[str, Any]]:
    answer = await api.data(ISSUE_EACH, as_="surety", input={"guaranteeIds": ids})
    return [result["result"] for result in answer["issueGuarantees"]["results"]]


async def one_by_one(api: Api, ids: list[str]) -> list[dict[str, Any]]:
    calls = (api.data(SHORT, as_="surety", input={"guaranteeId": id_}) for id_ in ids)
    return [answer["issueGuarantee"] for answer in await asyncio.gather(*calls)]


async def test_two_processes_issue_each_guarantee_once() -> None:
    results: list[dict[str, Any]] = []
    with server_processes.folder() as folder:
        here, there = folder / "here", folder / "there"
        here.mkdir()
        there.mkdir()
        data = folder / "data"
        with (
            server_processes.serving(here, DATA_DIR=data) as first,
            server_processes.serving(there, DATA_DIR=data) as second,
        ):
            async with server_processes.client(first) as one, server_processes.client(second) as other:
                await other.token("surety")
                for _ in range(ROUNDS):
                    ids = await server_processes.approved(one, COUNT)
                    ways = (in_bulk(one, ids), in_bulk(other, ids[::-1]), one_by_one(other, ids), one_by_one(one, ids))
                    results += [result for way in await asyncio.gather(*ways) for result in way]
            logged = first.output() + second.output()
        stopped = server_processes.run("stop", DATA_DIR=data)
    kinds = Counter(result["__typename"] for result in results)
    assert kinds == {"GuaranteeIssued": COUNT * ROUNDS, "WrongState": 3 * COUNT * ROUNDS}
    numbers = [result["guarantee"]["number"] for result in results if result["__typename"] == "GuaranteeIssued"]
    assert sorted(int(number[6:11]) for number in numbers) == list(range(1, COUNT * ROUNDS + 1))
    assert "deadlock" not in logged.lower()
    assert stopped.returncode == 0
