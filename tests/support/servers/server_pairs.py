"""Two server processes on one database, with requests from any address."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from database import embedded
from sample import sample_data, sample_register
from tests.conftest import EMAILS
from tests.support.api_calls import CERTIFICATE
from tests.support.failure_times import AGE_FAILURES
from tests.support.servers import server_processes
from tests.support.servers.server_processes import SECONDS, Server

NUMBER, KEY = sample_data.NUMBER, sample_data.KEY
WRONG = "Z28YUE4J3Buy"
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { __typename ... on SignedIn { token } } }"
MISSED, FOUND, THROTTLED, BROKEN = "missed", "found", "throttled", "broken"


@dataclass
class Pair:
    """Two servers on one database, and a token of an official."""

    server_processes: Sequence[Server]
    clients: Sequence[httpx.AsyncClient]
    database: asyncpg.Connection
    token: str
    settings: dict[str, object]

    async def post(self, server: int, address: str, body: Any) -> Any:
        """The response's JSON; None if the connection broke."""
        headers = {"Authorization": f"Bearer {self.token}", "X-Forwarded-For": address}
        try:
            return (await self.clients[server].post("/graphql", json=body, headers=headers)).json()
        except httpx.TransportError:
            return None

    async def look(self, server: int, address: str, key: str = WRONG, number: str = NUMBER) -> str:
        """The outcome."""
        variables = {"number": number, "key": key}
        return kind(await self.post(server, address, {"query": CERTIFICATE, "variables": variables}))

    async def minute_passes(self) -> None:
        """Move all failures a minute into the past."""
        await self.database.execute(AGE_FAILURES.format(60))
        await self.database.execute("NOTIFY failure")
        await asyncio.sleep(0.3)


def kind(answer: Any) -> str:
    """The outcome of a response."""
    if answer is None:
        return BROKEN
    if "errors" in answer:
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "TOO_MANY_ATTEMPTS", answer
        return THROTTLED
    return FOUND if answer["data"]["certificate"] else MISSED


@asynccontextmanager
async def running() -> AsyncGenerator[Pair]:
    """Two servers on a separate database with the sample data."""
    with server_processes.folder() as folder, ExitStack() as stack:
        url = embedded.start(folder / "database")
        stack.callback(embedded.stop, folder / "database")
        stack.callback(embedded.release, folder / "database")
        given: dict[str, object] = {"DATA_DIR": str(folder), **server_processes.REQUIRED}
        given |= server_processes.database_settings(url) | server_processes.signing_settings(folder)
        given |= {"TRUSTED_PROXIES": "127.0.0.1"}
        for words in (["migrate"], ["demo", "--yes"]):
            done = server_processes.run(*words, **given)
            assert done.returncode == 0, done.stderr
        outputs = [folder / "one", folder / "two"]
        for output in outputs:
            output.mkdir()
        found = [stack.enter_context(server_processes.serving(output, **given)) for output in outputs]
        async with AsyncExitStack() as opened:
            clients = [await opened.enter_async_context(client(server)) for server in found]
            database = await asyncpg.connect(url)
            opened.push_async_callback(database.close)
            variables = {"i": {"email": EMAILS["obligee"], "password": sample_register.PASSWORD}}
            signed_in = await clients[0].post("/graphql", json={"query": SIGN_IN, "variables": variables})
            yield Pair(found, clients, database, signed_in.json()["data"]["signIn"]["token"], given)


def client(server: Server) -> httpx.AsyncClient:
    """Many connections to a server."""
    limits = httpx.Limits(max_connections=50)
    return httpx.AsyncClient(base_url=server.address, timeout=SECONDS, limits=limits)
