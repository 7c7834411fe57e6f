"""Documents across processes: a worker killed while rendering, two renderers of one document, links across servers."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import pytest

from database import embedded
from tests.conftest import Api
from tests.support import api_calls
from tests.support.servers import server_processes
from tests.support.servers.server_processes import ROOT, SECONDS

COUNT = 20
STATE = "SELECT count(*) FILTER (WHERE made_at IS NULL) AS missing, count(*) AS all FROM document"


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[dict[str, object]]:
    """Servers and workers on a separate database with the sample data; a sample key signs documents."""
    with server_processes.folder() as folder:
        url = embedded.start(folder / "database")
        given: dict[str, object] = {"DATA_DIR": str(folder), **server_processes.REQUIRED}
        given |= server_processes.database_settings(url) | server_processes.signing_settings(folder)
        given |= {"SMTP_URL": f"smtp://127.0.0.1:{server_processes.free_port()}"}
        server_processes.run("migrate", **given)
        server_processes.run("demo", "--yes", **given)
        yield given
        embedded.release(folder / "database")
        embedded.stop(folder / "database")


@contextmanager
def working(**settings: object) -> Generator[subprocess.Popen[bytes]]:
    """`kakusho worker`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "worker"],
        cwd=ROOT,
        env=server_processes.environment(**settings),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            assert process.wait(SECONDS) == 0


async def state(url: object) -> tuple[int, int]:
    """The number of documents still to be rendered, and of all documents."""
    connection = await asyncpg.connect(str(url))
    try:
        row = await connection.fetchrow(STATE)
        return row["missing"], row["all"]
    finally:
        await connection.close()


async def made(url: object, *, at_least: int | None = None) -> None:
    """Wait until so many are rendered, or all."""
    deadline = time.monotonic() + 2 * SECONDS
    while True:
        missing, all_ = await state(url)
        if missing == 0 or (at_least is not None and all_ - missing >= at_least):
            return
        assert time.monotonic() < deadline, (missing, all_)
        await asyncio.sleep(0.02)


async def issued(api: Api, count: int) -> None:
    """Issue so many more guarantees."""
    for id_ in await server_processes.approved(api, count):
        await api_calls.issue(api, id_)


async def test_a_worker_that_is_killed_leaves_nothing_unmade_and_nothing_twice(
    settings: dict[str, object], tmp_path: Path
) -> None:
    url = settings["DATABASE_URL"]
    with server_processes.serving(tmp_path, **settings) as server:
        async with server_processes.client(server) as api:
            await issued(api, COUNT)
    missing, all_ = await state(url)
    assert (missing, all_) == (7 + 3 * COUNT, 7 + 3 * COUNT)
    with working(**settings) as worker:
        await made(url, at_least=10)
        workers = [child.pid for child in psutil.Process(worker.pid).children()]
        worker.kill()
        worker.wait()
    missing, _ = await state(url)
    assert 0 < missing < all_
    await ended(workers)
    connection = await asyncpg.connect(str(url))
    # The killed worker's claims expire after two minutes; the test does not wait.
    await connection.execute("UPDATE document SET due_at = due_at - interval '2 minutes' WHERE made_at IS NULL")
    with working(**settings), working(**settings):
        await made(url)
    # The worker stores the audit log's checkpoint of the day too.
    kept = "SELECT storage_key FROM document UNION SELECT storage_key FROM audit_checkpoint"
    assert await connection.fetchval(f"SELECT count(*) FROM document_content WHERE id NOT IN ({kept})") == 0
    _, all_ = await state(url)  # with the bills of the months that have ended
    stored = "SELECT count(*) - (SELECT count(*) FROM audit_checkpoint) FROM document_content"
    assert await connection.fetchval(stored) == all_
    await connection.close()


async def ended(processes: list[int]) -> None:
    """Wait until none of them exists."""
    async with asyncio.timeout(SECONDS):
        while any(psutil.pid_exists(pid) for pid in processes):  # noqa: ASYNC110 -- there is no notification
            await asyncio.sleep(0.02)


MINE = """
{ guarantees(first: 20) { edges { node { certificate { document { url bytes sha256 } } keyNotice { sha256 } } } } }
"""


async def test_two_servers_make_the_same_documents_at_once_and_read_each_others_links(
    settings: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with (
        server_processes.serving(tmp_path / "one", **settings) as one,
        server_processes.serving(tmp_path / "two", **settings) as two,
    ):
        async with server_processes.client(one) as here, server_processes.client(two) as there:
            await issued(here, 4)
            await here.token("contractor")
            there.tokens = here.tokens
            answers: list[Any] = await asyncio.gather(
                *(api.data(MINE, as_="contractor") for api in (here, there) for _ in range(4))
            )
            assert len({str(hashes(answer)) for answer in answers}) == 1
            url = answers[0]["guarantees"]["edges"][0]["node"]["certificate"]["document"]["url"]
            path = httpx.URL(url).path
            assert one.get(path).content == two.get(path).content
    connection = await asyncpg.connect(str(settings["DATABASE_URL"]))
    made_ = await connection.fetchval("SELECT count(*) FROM document WHERE made_at IS NOT NULL")
    assert await connection.fetchval("SELECT max(attempts) FROM document") == 1
    assert await connection.fetchval("SELECT count(*) FROM document_content") == made_
    await connection.close()


def hashes(answer: Any) -> list[Any]:
    nodes = [edge["node"] for edge in answer["guarantees"]["edges"]]
    issued_ones = [node for node in nodes if node["certificate"]]
    return [(node["certificate"]["document"]["sha256"], node["keyNotice"]["sha256"]) for node in issued_ones]


async def test_soon_after_issue_everything_is_made_and_the_server_is_not_held_up(
    settings: dict[str, object], tmp_path: Path
) -> None:
    with server_processes.serving(tmp_path, **settings) as server, working(**settings):
        async with server_processes.client(server) as api:
            await issued(api, 3)
            await made(settings["DATABASE_URL"])
            ids = await server_processes.approved(api, 1)
            began = time.monotonic()
            await api_calls.issue(api, ids[0])
            await made(settings["DATABASE_URL"])
            assert time.monotonic() - began < 5
