"""The servers: how each is started, and its resource use. Each is one process on 127.0.0.1."""

import datetime
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from benchmarks import load, node
from benchmarks.data.cluster import FOLDER, Cluster
from benchmarks.data.world import REQUIRED
from benchmarks.load import Call, LoadError
from benchmarks.operations import POSTGRAPHILE_QUERIES, Operation, as_graphql, as_plain
from database import embedded
from pdf.signing import sample_authority
from settings import PROJECT_ROOT

POOL_SIZE = 10
UNLIMITED_COST = 10**12
START_SECONDS = 60
STOP_SECONDS = 10
MEGABYTE = 1_000_000


@dataclass(frozen=True, eq=False)
class Kind:
    """A server that can be started."""

    name: str
    title: str
    command: Callable[[], Sequence[str | Path]]
    is_graphql: bool = True
    queries: Mapping[str, str] = field(default_factory=dict[str, str])
    """By operation, its text for a schema other than ours; the response has the same shape."""
    is_loose: bool = False
    """Writes large integers as strings and times with microseconds."""

    def calls(self, operation: Operation) -> list[Call]:
        """The requests of an operation in this server's form."""
        if self.is_graphql:
            text = self.queries.get(operation.name, operation.query)
            return replace(operation, query=text).calls("/graphql", body=as_graphql)
        return operation.calls(f"/{operation.name}", body=as_plain)


def _python(module: str) -> Callable[[], Sequence[str | Path]]:
    return lambda: [sys.executable, "-m", module]


def _node(script: str, *arguments: str) -> Callable[[], Sequence[str | Path]]:
    return lambda: [*node.command(), node.PEERS / script, *arguments]


OURS = Kind("ours", "Kakusho, everything on", lambda: [PROJECT_ROOT / ".venv/bin/kakusho", "serve"])
BARE = Kind("bare", "Starlette + asyncpg, one statement each", _python("benchmarks.peers.bare"), is_graphql=False)
IDIOMATIC = Kind("idiomatic", "Strawberry + Tortoise, idiomatic", _python("benchmarks.peers.idiomatic"))
YOGA = Kind("yoga", "graphql-yoga + dataloader", _node("yoga.mjs"))
MERCURIUS = Kind("mercurius", "Mercurius, jit, a resolver a field", _node("mercurius.mjs", "resolvers"))
MERCURIUS_LOADERS = Kind("mercurius-loaders", "Mercurius, jit, loaders", _node("mercurius.mjs"))
POSTGRAPHILE = Kind(
    "postgraphile",
    "PostGraphile, schema from the tables",
    _node("postgraphile.mjs"),
    queries=POSTGRAPHILE_QUERIES,
    is_loose=True,
)
KINDS = {kind.name: kind for kind in (OURS, BARE, IDIOMATIC, YOGA, MERCURIUS, MERCURIUS_LOADERS, POSTGRAPHILE)}
ON_NODE = frozenset({YOGA.name, MERCURIUS.name, MERCURIUS_LOADERS.name, POSTGRAPHILE.name})


@dataclass(frozen=True)
class Server:
    """A running server."""

    kind: Kind
    port: int
    process: psutil.Process
    log: Path

    def cpu_seconds(self) -> float:
        """Its CPU time so far, including its children."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(times.user + times.system for times in (process.cpu_times() for process in processes))

    def memory(self) -> float:
        """Resident megabytes, including its children."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(process.memory_info().rss for process in processes) / MEGABYTE

    def await_answer(self, call: Call) -> None:
        """Return after a correct response. Raises LoadError with the end of its log."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                load.ask(self.port, call)
            except OSError as error:
                has_ended = not self.process.is_running() or self.process.status() == psutil.STATUS_ZOMBIE
                if has_ended or time.monotonic() > deadline:
                    raise LoadError(f"{self.kind.name} does not answer: {error}\n{self.last_words()}") from error
                time.sleep(0.005)
            except LoadError as error:
                raise LoadError(f"{self.kind.name}: {error}\n{self.last_words()}") from error
            else:
                return

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


@contextmanager
def running(kind: Kind, cluster: Cluster, database: str, *, prefix: Sequence[str | Path] = ()) -> Generator[Server]:
    """A server on a database, within the context; `prefix` precedes its command, such as a profiler."""
    port = free_port()
    folder = FOLDER / "servers" / f"{kind.name}-{port}"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own command and the peers'
            [*prefix, *kind.command()],
            env=_environment(kind, cluster, database, port=port, folder=folder),
            cwd=PROJECT_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Server(kind, port, psutil.Process(process.pid), log)
        finally:
            _end(process)
    shutil.rmtree(folder)  # after an error the folder is kept, for its log


def free_port() -> int:
    """A free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: Any = listener.getsockname()[1]
        return int(port)


def _environment(kind: Kind, cluster: Cluster, database: str, *, port: int, folder: Path) -> Mapping[str, str]:
    url = cluster.url(database)
    return {
        **{name: value for name, value in os.environ.items() if name not in {"PUBLIC_URL", "TRUSTED_PROXIES"}},
        **REQUIRED,
        **signing_settings(),
        **cluster.environment(database),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": embedded.runtime_url(url) if kind.name == OURS.name else url,  # as in production
        "DATABASE_POOL_SIZE": str(POOL_SIZE),
        "COST_PER_MINUTE": str(UNLIMITED_COST),
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
        "NODE_ENV": "production",
        "PYTHONUNBUFFERED": "1",
    }


@cache
def signing_settings() -> Mapping[str, str]:
    """A signing key, which our server requires."""
    pem = FOLDER / "signature.pem"
    pem.write_text(sample_authority.make(at=datetime.datetime.now(datetime.UTC)))
    return {"SIGNING_CERTIFICATES_FILE": str(pem), "SIGNING_KEY_FILE": str(pem)}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
