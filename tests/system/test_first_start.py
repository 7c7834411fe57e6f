"""The first start of `kakusho serve`: it loads the demonstration whole, also after it was killed while loading."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import asyncpg

from sample.demo import demo_register
from tests.support.servers import server_processes
from tests.support.servers.server_processes import ROOT, SECONDS

LOADING = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE usename = 'kakusho_app'
    AND xact_start < clock_timestamp() - make_interval(secs => $1))
"""
"""Whether a transaction of the server has run for so many seconds: only the loading is that long."""
COUNT = "{ guarantees(first: 100) { edges { node { status } } } applications(first: 100) { edges { cursor } } }"


async def _is_loading(folder: Path, seconds: float) -> bool:
    try:
        connection = await asyncpg.connect(f"postgresql://postgres@/kakusho?host={folder / 'data' / 'postgresql'}")
    except (OSError, asyncpg.PostgresError):
        return False
    try:
        return bool(await connection.fetchval(LOADING, seconds))
    finally:
        await connection.close()


async def _killed_while_loading(folder: Path, *, after: float) -> None:
    given = server_processes.environment(
        DATA_DIR=folder / "data", PORT=server_processes.free_port(), SAMPLE_DATA="demo"
    )
    with (folder / "killed").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve"], cwd=ROOT, env=given, stdout=output, stderr=subprocess.STDOUT
        )
    deadline = time.monotonic() + SECONDS
    while not await _is_loading(folder, after):
        assert process.poll() is None, (folder / "killed").read_text()
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    process.kill()
    process.wait(SECONDS)


async def test_killed_while_loading_the_next_start_loads_it_whole() -> None:
    with server_processes.folder() as folder:
        await _killed_while_loading(folder, after=0.5)
        settings = {"DATA_DIR": folder / "data", "SAMPLE_DATA": "demo"}
        with server_processes.serving(folder, **settings) as server:
            assert all(email in server.output() for email in demo_register.ACCOUNTS)
            async with server_processes.client(server) as api:
                found = await api.data(COUNT, as_="contractor")
        with server_processes.serving(folder, **settings) as server:
            async with server_processes.client(server) as api:
                assert await api.data(COUNT, as_="contractor") == found
        assert server_processes.run("stop", DATA_DIR=folder / "data").returncode == 0
    assert len(found["guarantees"]["edges"]) >= 40
    assert {edge["node"]["status"] for edge in found["guarantees"]["edges"]} >= {"CLAIMED", "PAID", "EXPIRED"}
