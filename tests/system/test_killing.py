"""Killed with -9 while issuing, and retried with the same keys: nothing is lost, nothing is done twice."""

import asyncio
import random
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import Api
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

ROUNDS = 3
PER_ROUND = 25
CLIENTS = 5
SHORT = """
mutation($input: IssueGuaranteeInput!) { issueGuarantee(input: $input) {
  __typename ... on GuaranteeIssued { guarantee { id number } certificate { id } } } }
"""


async def issue(api: Api, id_: str) -> dict[str, Any] | None:
    """The response, or None if the connection broke."""
    try:
        response = await api.post(SHORT, as_="surety", input={"guaranteeId": id_, "idempotencyKey": id_})
    except httpx.TransportError:
        return None
    return response.json()["data"]["issueGuarantee"]


async def issue_and_kill(server: Server, api: Api, ids: list[str], chance: random.Random) -> list[dict[str, Any]]:
    """The responses before the server was killed, during the run: several clients issue one by one."""
    answered: list[dict[str, Any]] = []
    last, moment = chance.randrange(1, PER_ROUND // 2), chance.uniform(0, 0.01)

    async def issue_in_turn(mine: list[str]) -> None:
        for id_ in mine:
            if answer := await issue(api, id_):
                answered.append(answer)
            if len(answered) >= last:
                await asyncio.sleep(moment)
                server.kill()

    await asyncio.gather(*(issue_in_turn(ids[start::CLIENTS]) for start in range(CLIENTS)))
    return answered


async def round_(folder: Path, chance: random.Random, tokens: dict[str, str]) -> list[dict[str, Any]]:
    """Apply, issue until killed, restart, issue the same again; the second responses."""
    settings = {"DATA_DIR": folder / "data"}
    with server_processes.serving(folder, **settings) as server:
        async with server_processes.client(server, tokens) as api:
            ids = await server_processes.approved(api, PER_ROUND)
            tokens |= api.tokens
            answered = await issue_and_kill(server, api, ids, chance)
    assert 0 < len(answered) < PER_ROUND
    with server_processes.serving(folder, **settings) as server:
        async with server_processes.client(server, tokens) as api:
            again = await asyncio.gather(*(issue(api, id_) for id_ in ids))
    sound = [answer for answer in again if answer]
    assert [answer["__typename"] for answer in sound] == ["GuaranteeIssued"] * PER_ROUND
    assert all(answer in sound for answer in answered), "what was answered once is answered again"
    return sound


async def test_killed_and_retried_nothing_is_lost_or_done_twice() -> None:
    chance, tokens = random.Random(20261120), dict[str, str]()  # noqa: S311 -- repeatable
    with server_processes.folder() as folder:
        issued = [answer for _ in range(ROUNDS) for answer in await round_(folder, chance, tokens)]
        with server_processes.serving(folder, DATA_DIR=folder / "data") as server:
            async with server_processes.client(server, tokens) as api:
                query = "{ guarantees(first: 100, filter: {kind: PERFORMANCE, status: IN_FORCE}) { edges { node {"
                edges = await api.data(
                    f"{query} number history {{ id }} feeStatements {{ number }} }} }} }} }}", as_="surety"
                )
        stopped = server_processes.run("stop", DATA_DIR=folder / "data")
    numbers = sorted(int(answer["guarantee"]["number"][6:11]) for answer in issued)
    assert numbers == list(range(1, ROUNDS * PER_ROUND + 1))
    stored = [edge["node"] for edge in edges["guarantees"]["edges"]]
    assert [len(guarantee["history"]) for guarantee in stored] == [1] * (ROUNDS * PER_ROUND + 1)
    assert [[f"{guarantee['number']}-1"] for guarantee in stored] == [
        [statement["number"] for statement in guarantee["feeStatements"]] for guarantee in stored
    ]
    assert stopped.returncode == 0
