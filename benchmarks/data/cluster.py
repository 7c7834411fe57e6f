"""The PostgreSQL of the benchmarks: a separate embedded server, in .data/bench."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import asyncpg
import psutil

from database import embedded
from settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / ".data/bench"


@dataclass(frozen=True)
class Cluster:
    """A running server."""

    any_url: str

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return urlunsplit(urlsplit(self.any_url)._replace(path=f"/{database}"))

    @property
    def socket_folder(self) -> Path:
        """Where its socket is."""
        return Path(parse_qs(urlsplit(self.any_url).query)["host"][0])

    def environment(self, database: str) -> dict[str, str]:
        """The database in the environment variables of libpq and node-postgres."""
        return {"PGHOST": str(self.socket_folder), "PGPORT": "5432", "PGUSER": "postgres", "PGDATABASE": database}

    async def recreate(self, database: str, *, template: str | None = None) -> str:
        """An empty database, or a copy of another one without connections; returns its URL."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            copied = f' TEMPLATE "{template}"' if template else ""
            await connection.execute(f'CREATE DATABASE "{database}"{copied}', timeout=600)
        finally:
            await connection.close()
        return self.url(database)

    async def version(self) -> str:
        """PostgreSQL's version."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    def cpu_seconds(self) -> float:
        """The CPU time of its processes so far, including ended ones."""
        postmaster = psutil.Process(int((FOLDER / "postgresql/postmaster.pid").read_text().split()[0]))
        ended = postmaster.cpu_times()
        total = ended.children_user + ended.children_system
        for process in postmaster.children():
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
        return total


@contextmanager
def running() -> Generator[Cluster]:
    """The server, within the context."""
    url = embedded.start(FOLDER, database="postgres")
    try:
        yield Cluster(url)
    finally:
        embedded.release(FOLDER)
