"""A real `kakusho worker` and a real mail server: killed with -9 at each step, its database restarted, stopped."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from database import embedded
from tests.support.mails import SECONDS, ids_of
from tests.support.servers import server_processes
from tests.support.servers.server_processes import ROOT, environment
from tests.support.servers.smtp_servers import MailServer, listening

EXPIRE = "UPDATE outgoing_mail SET due_at = now() WHERE state = 'WAITING'"
"""Let the leases of a killed worker and the pauses before the next attempts expire."""


@contextmanager
def working(folder: Path, server: MailServer) -> Generator[subprocess.Popen[bytes]]:
    """`kakusho worker` on the embedded database of a folder."""
    with (folder / "worker").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "worker"],
            cwd=ROOT,
            env=environment(DATA_DIR=folder / "data", SMTP_URL=server.url),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(server_processes.SECONDS)


@pytest.fixture(scope="module")
async def folder() -> AsyncGenerator[Path]:
    """A folder with a running database, whose sample mails have been sent."""
    with server_processes.folder() as path:
        (path / "data").mkdir()
        url = await asyncio.to_thread(_started, path)
        try:
            connection = await asyncpg.connect(url)
            await connection.execute("UPDATE outgoing_mail SET state = 'SENT', sent_at = now() WHERE state <> 'SENT'")
            await connection.close()
            yield path
        finally:
            await asyncio.to_thread(server_processes.run, "stop", DATA_DIR=path / "data")


def _started(path: Path) -> str:
    url = embedded.start(path / "data")
    for command in ("migrate", "demo"):
        done = server_processes.run(command, DATA_DIR=path / "data")
        assert done.returncode == 0, done.stderr
    return url


@asynccontextmanager
async def connected(folder: Path) -> AsyncGenerator[asyncpg.Connection]:
    url = f"postgresql://postgres@/kakusho?host={folder / 'data' / 'postgresql'}"
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


async def enqueue_mails(connection: asyncpg.Connection, count: int = 1) -> list[str]:
    """Commit so many mails; their Message-IDs."""
    rows = await connection.fetch(
        "INSERT INTO outgoing_mail SELECT (jsonb_populate_record(NULL::outgoing_mail, to_jsonb(m) ||"
        " jsonb_build_object('id', uuidv7(), 'event', uuidv7(), 'state', 'WAITING', 'sent_at', NULL, 'claim', NULL,"
        " 'attempts', 0, 'due_at', now(), 'created_at', now()))).*"
        " FROM (SELECT * FROM outgoing_mail ORDER BY id LIMIT 1) AS m, generate_series(1, $1) RETURNING id, sender",
        count,
    )
    return [f"<{row['id'].hex}@{row['sender'].partition('@')[2]}>" for row in rows]


async def taken(server: MailServer, count: int) -> None:
    async with asyncio.timeout(SECONDS):
        while len(server.accepted) < count:  # noqa: ASYNC110 -- the server does not notify
            await asyncio.sleep(0.005)


async def all_sent(connection: asyncpg.Connection) -> None:
    async with asyncio.timeout(SECONDS):
        while await connection.fetchval("SELECT count(*) FROM outgoing_mail WHERE state <> 'SENT'"):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("step", "copies"), [("MAIL", 1), ("RCPT", 1), ("DATA", 2), ("ACCEPTED", 2)], ids=str)
async def test_killed_at_each_step_the_mail_arrives_and_twice_only_if_it_was_accepted(
    folder: Path, step: str, copies: int
) -> None:
    async with listening(MailServer()) as server, connected(folder) as connection:
        killed = asyncio.Event()
        with working(folder, server) as worker:

            def kill(reached: str) -> None:
                if reached == step and not killed.is_set():
                    worker.kill()
                    killed.set()

            server.reached = kill
            (name,) = await enqueue_mails(connection)
            await asyncio.wait_for(killed.wait(), SECONDS)
        (row,) = await connection.fetch("SELECT state, attempts, claim FROM outgoing_mail WHERE state <> 'SENT'")
        assert (row["state"], row["attempts"], row["claim"] is None) == ("WAITING", 1, False)
        await connection.execute(EXPIRE)
        with working(folder, server):
            await all_sent(connection)
        assert ids_of(server) == [name] * copies


async def test_killed_again_and_again_under_load_nothing_is_lost(folder: Path) -> None:
    async with listening(MailServer(seconds=0.002)) as server, connected(folder) as connection:
        names = await enqueue_mails(connection, 300)
        for share in (40, 120, 200):
            with working(folder, server) as worker:
                await taken(server, share)
                worker.kill()
            await connection.execute(EXPIRE)
        with working(folder, server):
            await all_sent(connection)
        found = ids_of(server)
        assert set(found) == set(names)
        assert len(found) - len(names) <= 3 * 8, "at most what each lane had in hand"


async def test_a_mail_at_which_the_worker_dies_again_and_again_is_dead_and_the_others_arrive(folder: Path) -> None:
    async with listening(MailServer(seconds=0.01)) as server, connected(folder) as connection:
        poison, *names = await enqueue_mails(connection, 40)
        poisoned = "UPDATE outgoing_mail SET attempts = 5, claim = uuidv7() WHERE id = $1"
        await connection.execute(poisoned, UUID(poison[1:33]))
        for _ in range(3):
            with working(folder, server) as worker:

                def kill(line: bytes, worker: subprocess.Popen[bytes] = worker) -> None:
                    if poison.encode() in line:
                        worker.kill()

                server.seen = kill
                await asyncio.to_thread(worker.wait, SECONDS)
            await connection.execute(EXPIRE)
        with working(folder, server):
            await settled(connection)
        rows = await connection.fetch("SELECT id, attempts, last_error FROM outgoing_mail WHERE state = 'DEAD'")
        assert [tuple(row) for row in rows] == [(UUID(poison[1:33]), 8, "the worker died at attempt 8")]
        assert set(ids_of(server)) - {poison} == set(names)
        often = "SELECT count(*) FROM outgoing_mail WHERE state = 'SENT' AND attempts > 4"
        assert await connection.fetchval(often) == 0, "who was in hand beside it is far from dead"
        await connection.execute(
            "UPDATE outgoing_mail SET state = 'SENT', sent_at = now(), dead_at = NULL WHERE state = 'DEAD'"
        )


async def settled(connection: asyncpg.Connection) -> None:
    async with asyncio.timeout(SECONDS):
        while await connection.fetchval("SELECT count(*) FROM outgoing_mail WHERE state = 'WAITING'"):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_the_database_restarts_while_mails_are_sent(folder: Path) -> None:
    async with listening(MailServer(seconds=0.01)) as server:
        async with connected(folder) as connection:
            names = await enqueue_mails(connection, 200)
        with working(folder, server):
            await taken(server, 50)
            await asyncio.to_thread(embedded.stop, folder / "data")
            await asyncio.sleep(1)
            await asyncio.to_thread(embedded.start, folder / "data")
            async with connected(folder) as connection:
                await taken(server, 200)
                await all_sent(connection)
        assert sorted(ids_of(server)) == sorted(names)


async def test_sigterm_finishes_what_is_in_hand_and_ends_well(folder: Path) -> None:
    async with listening(MailServer(seconds=0.05)) as server, connected(folder) as connection:
        await enqueue_mails(connection, 100)
        with working(folder, server) as worker:
            await taken(server, 1)
            worker.terminate()
            assert await asyncio.to_thread(worker.wait, SECONDS) == 0
        in_hand: Any = await connection.fetchval("SELECT count(*) FROM outgoing_mail WHERE claim IS NOT NULL")
        left = await connection.fetchval("SELECT count(*) FROM outgoing_mail WHERE state = 'WAITING' AND attempts = 0")
        assert (in_hand, left) == (0, 100 - len(server.accepted))
        with working(folder, server):
            await all_sent(connection)
        assert len(server.accepted) == len(set(ids_of(server))) == 100


async def test_a_mail_leaves_within_a_second_of_its_commit(folder: Path) -> None:
    async with listening(MailServer()) as server, connected(folder) as connection:
        arrived = asyncio.Event()
        server.reached = lambda step: arrived.set() if step == "ACCEPTED" else None
        with working(folder, server):
            for _ in range(5):
                await enqueue_mails(connection)
                await asyncio.wait_for(arrived.wait(), SECONDS)
                arrived.clear()
                await asyncio.sleep(0.1)
            await enqueue_mails(connection)
            await asyncio.wait_for(arrived.wait(), 1)
