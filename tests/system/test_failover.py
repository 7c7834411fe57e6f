"""A fail-over: the address leads to a standby for a while, which is then promoted."""

import asyncio
import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from database import embedded
from database.server import PORT, PROGRAMS, SETTINGS, SUPERUSER
from database.server_account import account_for
from sample import sample_data
from tests.conftest import Api
from tests.support import api_calls
from tests.support.servers import server_processes
from tests.support.servers.server_processes import REQUIRED, Server

LOOK_UP = f'{{ certificate(guaranteeNumber: "{sample_data.NUMBER}", authKey: "{sample_data.KEY}") {{ amount }} }}'
ASKED = (LOOK_UP, "{ sureties { name } }", "{ viewer { role } }", "{ guarantees { edges { cursor } } }")

Postgres = Callable[..., None]


@pytest.fixture
def folder() -> Iterator[Path]:
    with server_processes.folder() as path:
        yield path


@pytest.fixture
def postgres(folder: Path) -> Iterator[Postgres]:
    """Runs one of PostgreSQL's programs with the account of the server."""
    account = account_for(folder / "database" / "postgresql")

    def run(program: str, *words: str) -> None:
        subprocess.run(  # noqa: S603 -- PostgreSQL's own programs
            [PROGRAMS / program, *words],
            env={"LC_ALL": "C", "PATH": os.defpath},
            cwd="/",
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=server_processes.SECONDS,
            **account.process_owner,
        )

    yield run
    if (folder / "database/standby/postmaster.pid").exists():
        run("pg_ctl", "stop", "--mode=immediate", "--pgdata", str(folder / "database/standby"))


async def test_while_the_server_is_read_only_it_is_told_as_one_that_is_away(folder: Path, postgres: Postgres) -> None:
    url = embedded.start(folder / "database")
    settings: dict[str, object] = {"DATA_DIR": folder / "unused", **REQUIRED}
    settings |= server_processes.database_settings(url) | server_processes.signing_settings(folder)
    primary, standby = folder / "database/postgresql", folder / "database/standby"
    for words in (["migrate"], ["demo", "--yes"]):
        assert server_processes.run(*words, **settings).returncode == 0
    with server_processes.serving(folder, **settings) as server:
        async with server_processes.client(server) as api:
            await api_calls.apply(api, await server_processes.register(api), guarantees=[api_calls.performance_input()])
            standby.mkdir(mode=0o700)
            account_for(primary).take_over(standby)
            where = ["--host", str(primary), "--port", str(PORT), "--username", SUPERUSER]
            postgres("pg_basebackup", *where, "--checkpoint=fast", "--write-recovery-conf", "--pgdata", str(standby))

            embedded.stop(folder / "database")
            _start_standby(postgres, standby, socket_folder=primary)
            await _away(api, server)
            ended = server_processes.run("migrate", **settings)
            assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)

            postgres("pg_ctl", "promote", "--wait", "--pgdata", str(standby))
            await _recovered(api, server)
            await api_calls.apply(api, await server_processes.register(api), guarantees=[api_calls.performance_input()])
        assert "unexpected_error" not in server.output()
        postgres("pg_ctl", "stop", "--mode=fast", "--pgdata", str(standby))
    embedded.release(folder / "database")


async def test_a_server_set_to_read_only_comes_back_when_it_is_set_back(folder: Path, postgres: Postgres) -> None:
    url = embedded.start(folder / "database")
    settings: dict[str, object] = {"DATA_DIR": folder / "unused", **REQUIRED}
    settings |= server_processes.database_settings(url) | server_processes.signing_settings(folder)
    for words in (["migrate"], ["demo", "--yes"]):
        assert server_processes.run(*words, **settings).returncode == 0
    where = ["--host", str(folder / "database/postgresql"), "--port", str(PORT), "--username", SUPERUSER]

    def say(statement: str) -> None:
        postgres("psql", *where, "--dbname", "kakusho", "--command", statement)

    with server_processes.serving(folder, **settings) as server:
        async with server_processes.client(server) as api:
            await api_calls.apply(api, await server_processes.register(api), guarantees=[api_calls.performance_input()])
            say("ALTER SYSTEM SET default_transaction_read_only = on")
            say("SELECT pg_reload_conf()")
            await _away(api, server)
            say("ALTER SYSTEM RESET default_transaction_read_only")
            say("SELECT pg_reload_conf()")
            await _recovered(api, server)
            await api_calls.apply(api, await server_processes.register(api), guarantees=[api_calls.performance_input()])
        assert "unexpected_error" not in server.output()
    embedded.release(folder / "database")


def _start_standby(postgres: Postgres, folder: Path, *, socket_folder: Path) -> None:
    """At the other server's address; without a primary to follow, because it no longer exists."""
    given = {"listen_addresses": "", "primary_conninfo": "", "max_connections": SETTINGS["max_connections"]}
    options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
    options += ["-p", str(PORT), "-k", str(socket_folder)]
    log = str(folder / "standby.log")
    postgres("pg_ctl", "start", "--wait", "--log", log, "--pgdata", str(folder), "--options", shlex.join(options))


async def _away(api: Api, server: Server) -> None:
    """Wait until every response says so; an idle connection learns of it with its next query."""
    deadline = time.monotonic() + server_processes.SECONDS
    while server.get("/readyz").status_code == 200 or 200 in [await _status(api, query) for query in ASKED]:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    assert server.get("/readyz").json() == {"status": "unavailable", "reason": "database"}
    assert (server.get("/healthz").status_code, server.get("/readyz").status_code) == (200, 503)
    for query in ASKED * 5:
        response = await api.post(query, as_="contractor")
        assert (response.status_code, response.headers["retry-after"]) == (503, "5"), response.text
        assert response.json()["errors"][0]["extensions"]["code"] == "SERVICE_UNAVAILABLE"


async def _status(api: Api, query: str) -> int:
    return (await api.post(query, as_="contractor")).status_code


async def _recovered(api: Api, server: Server) -> None:
    """The server recovers without intervention, within a moment."""
    deadline = time.monotonic() + server_processes.SECONDS
    while server.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    for query in ASKED * 5:
        await api.data(query, as_="contractor")
