"""Rows and bytes that one account can add: messages, members, padded notices. `python -m benchmarks.attacks.growth`.

A server with the sample data and a database of its own; half a minute. `--messages 150` takes fewer.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from http import HTTPStatus
from typing import Any

import httpx
import psutil

from benchmarks.report import table
from sample.sample_register import API_TOKEN, PASSWORD
from settings import PROJECT_ROOT
from tests.support.api_calls import APPLY, POST
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

AT_ONCE = 16
SECONDS = 20
"""Time limit for all messages."""
CALM_SECONDS = 3
MEMBERS, FILES, PADDED_BYTES = 8_000, 20, 9_900_000
PREFLIGHT = {"GraphQL-Require-Preflight": "1"}
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { ... on SignedIn { token } } }"
KINDS = "{ outgoingMails(first: 100, filter: { kind: MESSAGE_POSTED }) { edges { node { id } } } }"
LIST = "{ applications(first: 100) { edges { node { id messages { sentAt from body } } } } }"
OTHER = "{ guarantees(first: 20) { edges { node { number contract { projectName } } } } }"
ISSUED = """{ guarantees(first: 100, filter: { status: IN_FORCE }) { edges { node {
  contract { obligee { name } } keyNotice { url } receivedNotices { bytes } } } } }"""
CHOICES = "{ sureties { branches { id } } obligees(first: 100) { edges { node { id name } } } }"
UPLOAD = """mutation($input: UploadNoticeInput!) { uploadNotice(input: $input) {
  __typename ... on NoticeNotReadable { reason } } }"""


class Client:
    """A client with one account, or anonymous."""

    def __init__(self, http: httpx.AsyncClient, token: str | None = None) -> None:
        self.http, self.token = http, token or ""
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def ask(self, query: str, **variables: Any) -> httpx.Response:
        """The whole response."""
        return await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=self._headers)

    async def data(self, query: str, **variables: Any) -> Any:
        """The data of a response without errors; waits when the minute's rate is exhausted, as after an attack."""
        response = await self.ask(query, **variables)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            await asyncio.sleep(int(response.headers["retry-after"]))
            response = await self.ask(query, **variables)
        return response.json()["data"]

    async def upload(self, file: bytes) -> str:
        """The result of uploading a key notice."""
        operations = json.dumps({"query": UPLOAD, "variables": {"input": {"file": None}}})
        response = await self.http.post(
            "/graphql",
            data={"operations": operations, "map": '{"0": ["variables.input.file"]}'},
            files={"0": ("notice.pdf", file)},
            headers=self._headers | PREFLIGHT,
        )
        return outcome_of(response)

    async def signed_in(self, email: str) -> "Client":
        """An account of the sample data."""
        answer = await self.data(SIGN_IN, i={"email": email, "password": PASSWORD})
        return Client(self.http, answer["signIn"]["token"])


def outcome_of(response: httpx.Response) -> str:
    """The result of an operation, in a word or two."""
    body = response.json()
    if body.get("errors"):
        return str(body["errors"][0]["extensions"]["code"])
    (answer,) = body["data"].values()
    codes = {problem["code"] for problem in answer.get("problems", ())}
    return " ".join([answer["__typename"], *sorted(codes), *([answer["reason"]] if "reason" in answer else [])])


def main() -> None:
    """Runs all attacks and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_500)
    parser.add_argument("--to", nargs=3, help="only post them: address, token, application")
    given = parser.parse_args()
    if given.to:
        address, token, application = given.to
        asyncio.run(_attack(address, token, application, given.messages))
        return
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as server:
        asyncio.run(_run(server, given.messages))


async def _run(server: Server, messages: int) -> None:
    async with httpx.AsyncClient(base_url=server.address, timeout=60) as http:
        nobody = Client(http)
        contractor, surety = [await nobody.signed_in(f"{name}@example.jp") for name in ("contractor", "surety")]
        before = _megabytes(server)
        await _post_messages(contractor, surety, messages)
        await _apply_with_members(contractor)
        await _pad_notices(contractor, Client(http, API_TOKEN))
        print(f"memory of the server: {before:.0f} MB before, {_megabytes(server):.0f} MB afterwards")


async def _post_messages(contractor: Client, surety: Client, count: int) -> None:
    """1,500 messages about one application, while the surety reads other lists."""
    edges = (await contractor.data(LIST))["applications"]["edges"]
    size = len((await surety.ask(LIST)).content)
    calm = await _latencies(surety, asyncio.create_task(asyncio.sleep(CALM_SECONDS)))
    command = [sys.executable, "-m", "benchmarks.attacks.growth", "--messages", str(count)]
    command += ["--to", str(contractor.http.base_url), contractor.token, edges[0]["node"]["id"]]
    attack = await asyncio.create_subprocess_exec(*command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE)
    answers = asyncio.create_task(attack.communicate())
    found = await _latencies(surety, answers)
    told = (await answers)[0].decode().strip()
    mails = (await surety.data(KINDS))["outgoingMails"]["edges"]
    rows = [
        ["answers", "", told],
        ["mails owed to the surety", "0", f"{len(mails)}"],
        ["the surety's list with all messages, bytes", f"{size:,}", f"{len((await surety.ask(LIST)).content):,}"],
        ["another list meanwhile, p99 ms", f"{_p99(calm):.0f}", f"{_p99(found):.0f}"],
    ]
    print(f"## {count:,} messages\n\n{table(['', 'before', 'afterwards'], rows)}\n", flush=True)


async def _attack(address: str, token: str, application: str, count: int) -> None:
    """In a separate process, so that it does not slow down the measurement."""
    given = {"applicationId": application, "body": "至急ご確認ください。" * 150}
    outcomes: Counter[str] = Counter()
    waiting, ends = iter(range(count)), time.perf_counter() + SECONDS
    async with httpx.AsyncClient(base_url=address, timeout=60) as http:
        client = Client(http, token)

        async def post() -> None:
            for _ in waiting:
                if time.perf_counter() > ends:
                    return
                outcomes[outcome_of(await client.ask(POST, input=given))] += 1

        await asyncio.gather(*(post() for _ in range(AT_ONCE)))
    print(_told(outcomes))


def _told(outcomes: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in outcomes.most_common())


async def _latencies(client: Client, meanwhile: asyncio.Task[Any]) -> list[float]:
    """Milliseconds of each list until another task is done."""
    found: list[float] = []
    while not meanwhile.done():
        began = time.perf_counter()
        await client.ask(OTHER)
        found.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.02)
    return found


def _p99(latencies: list[float]) -> float:
    return statistics.quantiles(latencies, n=100)[98] if len(latencies) > 1 else latencies[0]


async def _apply_with_members(contractor: Client) -> None:
    """An application of a joint venture of 8,000 members, and one whose 8,000 members are not texts."""
    choices = await contractor.data(CHOICES)
    obligee = next(edge["node"]["id"] for edge in choices["obligees"]["edges"] if edge["node"]["name"] == "栃木県")
    days = {"contractDate": "2026-11-01", "periodFrom": "2026-11-10", "periodTo": "2027-08-31"}
    contract = {"obligeeId": obligee, "projectName": "●●工事", "contractType": "WORKS", "contractPrice": 50_000_000}
    contract |= days | {"jointVentureName": "甲・乙共同企業体"}
    asked = {"kind": "PERFORMANCE", "medium": "PAPER", "amount": 5_000_000, "billTo": "甲"}
    given = {"guarantees": [asked], "submissionBranchId": choices["sureties"][0]["branches"][0]["id"]}
    given |= {"notifyOnCompletion": False}
    for name, member in (("empty texts", ""), ("numbers", 1)):
        members = {"jointVentureMembers": [member] * MEMBERS}
        began = time.perf_counter()
        response = await contractor.ask(APPLY, input=given | {"contract": contract | members})
        took, size = (time.perf_counter() - began) * 1000, len(response.content)
        print(f"{MEMBERS:,} members ({name}): {outcome_of(response)}, {size:,} bytes of answer in {took:.0f} ms\n")


async def _pad_notices(contractor: Client, system: Client) -> None:
    """A genuine notice with line ends after it: 9.9 MB of them, then a number that is accepted."""
    edges = (await contractor.data(ISSUED))["guarantees"]["edges"]
    node = next(edge["node"] for edge in edges if edge["node"]["contract"]["obligee"]["name"] == "栃木県")
    notice = (await contractor.http.get(httpx.URL(node["keyNotice"]["url"]).raw_path.decode())).content
    for name, padding in (("9.9 MB", PADDED_BYTES - len(notice)), ("some bytes", 1)):
        outcomes = Counter([await system.upload(notice + b"\n" * (padding + place)) for place in range(FILES + 5)])
        edges = (await contractor.data(ISSUED))["guarantees"]["edges"]
        kept = [kept["bytes"] for edge in edges for kept in edge["node"]["receivedNotices"]]
        told = f"{_told(outcomes)}; kept {len(kept)} files, {sum(kept):,} bytes"
        print(f"{FILES + 5} notices with {name} behind them: {told}\n")


def _megabytes(server: Server) -> float:
    return psutil.Process(server.process.pid).memory_info().rss / 1_000_000


if __name__ == "__main__":
    main()
