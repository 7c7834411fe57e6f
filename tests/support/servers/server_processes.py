"""Real processes: `kakusho …` with a separate environment, on free ports, used over real sockets."""

import base64
import datetime
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

import httpx

from database import embedded
from models.numbering import JAPAN
from pdf.signing import sample_authority
from resolvers import throttle_failures
from sample.sample_register import SampleRegister
from schema.reading import ids
from security.throttle import Throttle
from tests.conftest import Api, Clock
from tests.support import api_calls

ROOT = Path(__file__).resolve().parents[3]
REQUIRED = {
    "PUBLIC_URL": "http://kakusho.test",
    "AUTH_KEY_PEPPER": base64.b64encode(b"p" * 32).decode(),
    "AUTH_KEY_ENVELOPE_KEYS": f"1:{base64.b64encode(b'e' * 32).decode()}",
}
SECONDS = 60
"""Time limit of every wait."""


@dataclass
class Server:
    """A running `kakusho serve`."""

    process: subprocess.Popen[bytes]
    address: str
    folder: Path

    def output(self) -> str:
        """Its output and log."""
        return (self.folder / "output").read_text()

    def get(self, path: str) -> httpx.Response:
        """Request a page."""
        return httpx.get(f"{self.address}{path}", timeout=SECONDS)

    def kill(self) -> None:
        """Kill it, as the operating system does when memory is short."""
        self.process.kill()
        self.process.wait(SECONDS)

    def terminate(self) -> int:
        """Terminate it; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


@contextmanager
def folder() -> Generator[Path]:
    """A new folder that is removed afterwards."""
    with TemporaryDirectory(prefix="kakusho-test-") as name:
        yield Path(name)


def database_settings(owner_url: str) -> dict[str, object]:
    """Settings for a database of an embedded server as for an external one: servers have a separate role."""
    return {"DATABASE_URL": embedded.runtime_url(owner_url), "MIGRATION_DATABASE_URL": owner_url}


def signing_settings(where: Path) -> dict[str, object]:
    """Settings of a signing key, without an embedded database."""
    pem = where / "signature.pem"
    pem.write_text(sample_authority.make(at=datetime.datetime.now(datetime.UTC)))
    return {"SIGNING_CERTIFICATES_FILE": pem, "SIGNING_KEY_FILE": pem}


def free_port() -> int:
    """A free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(**settings: object) -> dict[str, str]:
    """An environment with these settings, the small sample data, and no other settings of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"SAMPLE_DATA": "small"} | {name: str(value) for name, value in settings.items()}


def run(*words: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run `kakusho <words>` to its end."""
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "cli", *words],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def serving(where: Path, **settings: object) -> Generator[Server]:
    """`kakusho serve`, ready, within the context."""
    port = settings.setdefault("PORT", free_port())
    with (where / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve"],
            cwd=ROOT,
            env=environment(**settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(process, f"http://127.0.0.1:{port}", where)
    try:
        await_answer(server)
        yield server
    finally:
        if process.poll() is None:
            server.terminate()


def await_answer(server: Server) -> None:
    """Wait until it responds; fails with its output if it exits instead."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert server.process.poll() is None, server.output()
        try:
            if server.get("/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(server.output())


@asynccontextmanager
async def client(server: Server, tokens: Mapping[str, str] | None = None) -> AsyncGenerator[Api]:
    """The sample accounts' clients of a server; with the tokens of another one on the same database."""
    async with httpx.AsyncClient(base_url=server.address, timeout=SECONDS) as http:
        yield Api(http, Clock(), Throttle(throttle_failures.count), dict(tokens or {}))


async def register(api: Api) -> SampleRegister:
    """The register entries that applications refer to, from the API."""
    query = "{ sureties { branches { id } } obligees(first: 100) { edges { node { id name } } } }"
    found = await api.data(query)
    nodes = [edge["node"] for edge in found["obligees"]["edges"]]
    obligees = {node["name"]: SimpleNamespace(id=ids.split(node["id"])[1]) for node in nodes}
    branch = SimpleNamespace(id=ids.split(found["sureties"][0]["branches"][0]["id"])[1])
    return cast("SampleRegister", SimpleNamespace(branch=branch, obligees=obligees))


async def approved(api: Api, count: int) -> list[str]:
    """The ids of so many approved performance guarantees, with the real clock."""
    sample = await register(api)
    today = datetime.datetime.now(JAPAN).date()
    days = {"contractDate": today, "periodFrom": today, "periodTo": today + datetime.timedelta(days=300)}
    dates: dict[str, Any] = {name: day.isoformat() for name, day in days.items()}
    found: list[str] = []
    for _ in range(count):
        contract = api_calls.contract_input(sample, **dates)
        application = await api_calls.apply(api, sample, contract=contract, guarantees=[api_calls.performance_input()])
        found.append(application["guarantees"][0]["id"])
        await api_calls.approve(api, found[-1])
    return found
