"""The embedded PostgreSQL, with real servers in temporary folders."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.config_generator import expand_db_url

from database import embedded, server

START_AND_WAIT = """
import pathlib, sys
from database import embedded
print(embedded.start(pathlib.Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="kakusho-test-") as name:
        yield Path(name)


@pytest.fixture
def data_dir(folder: Path) -> Iterator[Path]:
    path = folder / "data"
    yield path
    embedded.release(path)
    embedded.stop(path)


def other_process(data_dir: Path) -> subprocess.Popen[str]:
    """Another process that starts the server and uses it until its input ends."""
    return subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-c", START_AND_WAIT, data_dir],
        cwd=Path(embedded.__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def birth(url: str) -> object:
    """When the server was started: distinguishes two servers."""
    return await ask(url, "SELECT pg_postmaster_start_time()")


@pytest.mark.parametrize(
    "name", ["data", "データ フォルダ", "a 'b' \"c\" %20 ?#&+=", "one,two", "deep/" + "長い/" * 20]
)
async def test_asyncpg_and_tortoise_understand_the_url_wherever_the_folder_is(folder: Path, name: str) -> None:
    url = embedded.start(folder / name)
    try:
        assert await ask(url, "SELECT current_database()") == "kakusho"
        client = AsyncpgDBClient(connection_name="default", **expand_db_url(url)["credentials"])
        await client.create_connection(with_db=True)
        assert await client.execute_query_dict("SELECT current_user") == [{"current_user": "postgres"}]
        await client.close()
    finally:
        assert embedded.stop(folder / name)
    socket_folder = Path(expand_db_url(url)["credentials"]["host"])
    assert socket_folder == (folder / name / "postgresql").resolve() or not socket_folder.exists()


async def test_text_is_utf8_and_sorted_by_code_point_and_nothing_listens_on_the_network(data_dir: Path) -> None:
    url = embedded.start(data_dir)
    locale = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()"
    assert await ask(url, "SHOW server_encoding") == "UTF8"
    assert await ask(url, locale) == "b C.UTF-8"
    assert (
        await ask(url, "SELECT string_agg(x, '' ORDER BY x) FROM unnest('{ア,b,A,栃,a,あ}'::text[]) x") == "Aabあア栃"
    )
    assert await ask(url, "SHOW listen_addresses") == ""
    assert await ask(url, "SHOW fsync") == await ask(url, "SHOW synchronous_commit") == "on"


async def test_a_second_start_attaches_to_the_server_and_makes_a_missing_database(data_dir: Path) -> None:
    first = embedded.start(data_dir)
    second = embedded.start(data_dir, database='o"ther')
    assert await birth(first) == await birth(second)
    assert await ask(second, "SELECT current_database()") == 'o"ther'


async def test_stop_ends_the_server_and_the_data_stays(data_dir: Path) -> None:
    url = embedded.start(data_dir)
    await ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert embedded.stop(data_dir)
    assert not embedded.stop(data_dir)
    with pytest.raises(OSError, match="No such file"):
        await ask(url, "SELECT 1")
    assert embedded.start(data_dir) == url
    assert await ask(url, "SELECT answer FROM kept") == 42


def test_stop_and_leave_where_nothing_was_started_leave_no_trace(data_dir: Path) -> None:
    assert not embedded.stop(data_dir)
    assert not embedded.release(data_dir)
    assert not data_dir.exists()


async def test_only_the_owner_may_enter_the_data(data_dir: Path) -> None:
    embedded.start(data_dir)
    assert data_dir.stat().st_mode & 0o066 == 0
    assert (data_dir / "postgresql").stat().st_mode & 0o077 == 0


async def test_the_server_outlives_a_killed_process_and_the_next_start_attaches(data_dir: Path) -> None:
    with other_process(data_dir) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        born = await birth(url)
        process.send_signal(signal.SIGKILL)
    assert embedded.start(data_dir) == url
    assert await birth(url) == born
    assert embedded.release(data_dir), "the killed process still counts as a user"


async def test_the_last_process_that_leaves_stops_the_server(data_dir: Path) -> None:
    url = embedded.start(data_dir)
    with other_process(data_dir) as process:
        assert process.stdout
        process.stdout.readline()
        assert not embedded.release(data_dir)
        assert await ask(url, "SELECT 1") == 1
        process.communicate(input="")
    embedded.start(data_dir)
    assert embedded.release(data_dir)


async def test_processes_that_start_at_the_same_moment_get_one_server(data_dir: Path) -> None:
    processes = [other_process(data_dir) for _ in range(4)]
    answers = {process.communicate(input="", timeout=60)[0] for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert answers == {embedded.start(data_dir) + "\n"}


async def test_a_start_that_was_interrupted_is_done_again(data_dir: Path) -> None:
    half_made = data_dir / "postgresql.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    assert await ask(embedded.start(data_dir), "SELECT 1") == 1
    assert not half_made.exists()


async def test_a_server_that_was_killed_recovers_what_was_committed(data_dir: Path) -> None:
    url = embedded.start(data_dir)
    await ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(int((data_dir / "postgresql/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert await ask(embedded.start(data_dir), "SELECT answer FROM kept") == 42


async def test_a_server_that_is_killed_while_it_stops_has_stopped(data_dir: Path) -> None:
    embedded.start(data_dir)
    os.kill(int((data_dir / "postgresql/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    embedded.stop(data_dir)
    assert not embedded.stop(data_dir)


async def test_a_stranger_with_the_number_of_a_dead_server_is_not_taken_for_it(data_dir: Path) -> None:
    embedded.start(data_dir)
    process_file = data_dir / "postgresql/postmaster.pid"
    recorded = process_file.read_text().splitlines()
    embedded.stop(data_dir)
    process_file.write_text("\n".join([str(os.getppid()), *recorded[1:]]))
    assert not embedded.stop(data_dir)
    assert await ask(embedded.start(data_dir), "SELECT 1") == 1


async def test_a_folder_that_was_moved_while_its_server_ran_works_at_its_new_place(
    folder: Path, data_dir: Path
) -> None:
    embedded.start(folder / "before")
    embedded.release(folder / "before")
    with other_process(folder / "before") as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    (folder / "before").rename(data_dir)
    assert await ask(embedded.start(data_dir), "SELECT 1") == 1


async def test_the_environment_of_other_postgresql_clients_does_not_matter(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "nowhere", "PGDATA": "/nowhere", "PGUSER": "nobody"}.items():
        monkeypatch.setenv(name, value)
    assert await ask(embedded.start(data_dir), "SELECT current_user") == "postgres"


def test_data_of_another_postgresql_version_is_refused(data_dir: Path) -> None:
    (data_dir / "postgresql").mkdir(parents=True)
    (data_dir / "postgresql/PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="was made by PostgreSQL 17, this is 18"):
        embedded.start(data_dir)


def test_a_failure_is_told_in_the_words_of_the_server(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(server.SETTINGS, "max_connections", "none")
    with pytest.raises(embedded.EmbeddedDatabaseError, match=r"(?s)pg_ctl failed.*invalid value.*max_connections"):
        embedded.start(data_dir)


def test_a_data_folder_that_is_a_file_is_refused(data_dir: Path) -> None:
    data_dir.write_text("")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="File exists"):
        embedded.start(data_dir)
