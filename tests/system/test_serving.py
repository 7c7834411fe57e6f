"""`kakusho serve` on its own data folder, from the first start to the last."""

import asyncio
import re
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from threading import Thread

import asyncpg
import httpx
import psutil
import pytest

from pdf.workers.system_calls import FILTER
from sample import sample_data, sample_register
from tests.support.api_calls import CERTIFICATE
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as found:
        yield found


def test_it_says_where_it_is_and_how_to_begin(server: Server) -> None:
    port = server.address.rpartition(":")[2]
    for word in (f"http://localhost:{port}/graphql", *sample_register.ACCOUNTS, sample_register.PASSWORD, "make stop"):
        assert word in server.output()


def test_it_tells_what_is_enforced(server: Server) -> None:
    events = re.findall(r'"event": "(sandbox_\w+|runtime_role_\w+)"', server.output())
    assert events == (["sandbox_enforced"] if FILTER else ["sandbox_enforced", "sandbox_not_enforced"])


def test_it_is_in_a_role_that_owns_nothing(server: Server) -> None:
    url = f"postgresql://postgres@/kakusho?host={server.folder / 'data' / 'postgresql'}"
    others = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
    roles = f"SELECT DISTINCT usename FROM pg_stat_activity WHERE {others}"
    assert asyncio.run(_fetch(url, roles)) == ["kakusho_app"]


async def _fetch(url: str, query: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [str(row[0]) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def test_the_first_query_can_be_pasted(server: Server) -> None:
    pasted = re.search(r"^  (curl .*?\}\}')$", server.output(), re.MULTILINE | re.DOTALL)
    assert pasted
    command = pasted[1].replace("localhost", "127.0.0.1")
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603, S607
    assert '"guaranteeNumber":"31073-00001M"' in answer.stdout
    assert '"amount":20000000' in answer.stdout


def test_it_is_alive_and_ready(server: Server) -> None:
    for path in ("/healthz", "/readyz"):
        assert (server.get(path).status_code, server.get(path).json()) == (200, {"status": "ok"})


def test_a_second_one_on_the_same_port_is_told_so(server: Server) -> None:
    with server_processes.folder() as folder:
        port = server.address.rpartition(":")[2]
        second = server_processes.run("serve", PORT=port, DATA_DIR=folder / "data")
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.splitlines() == [
        f"kakusho: PORT {port} on HOST 127.0.0.1 cannot be used: Address already in use"
    ]


def test_the_operator_makes_an_api_client_beside_it(server: Server) -> None:
    command = ("create-api-client", "○○電子契約", "--obligee", "栃木県")
    made, again = (server_processes.run(*command, DATA_DIR=server.folder / "data") for _ in range(2))
    token = made.stdout.strip()
    assert token not in made.stderr
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.post(f"{server.address}/graphql", json={"query": "{ viewer { name } }"}, headers=headers)
    assert answer.json()["data"] == {"viewer": {"name": "○○電子契約"}}
    assert answer.headers["ratelimit-remaining"] == "599"
    assert (again.returncode, again.stdout) == (1, "")
    assert "Traceback" not in again.stderr
    assert token not in server.output()


def test_the_operator_sees_what_is_stuck_and_has_it_tried_again(server: Server) -> None:
    for words in (("jobs",), ("jobs", "--retry"), ("jobs", "--retry", "00000000-0000-0000-0000-000000000000")):
        done = server_processes.run(*words, DATA_DIR=server.folder / "data")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == ("" if words == ("jobs",) else "0件をやり直します。\n")


def test_malformed_requests_over_a_socket(server: Server) -> None:
    for body in (b"", b"[", b"\xff", b"[" * 99_999, b'{"query": "' + b"x" * 200_000):
        answer = httpx.post(f"{server.address}/graphql", content=body, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 413}
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def sent(server: Server, content: bytes) -> bytes:
    """The response to these bytes on a separate connection, which the client then closes."""
    port = int(server.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=server_processes.SECONDS) as connection:
        connection.sendall(content)
        answer = connection.recv(65_536)
        while answer.endswith(b"\r\n\r\n"):  # the head alone has arrived
            answer += connection.recv(65_536)
        return answer


QUERY = b'{"query": "{ viewer { role } }"}'
HEAD = b"POST %b HTTP/1.1\r\nHost: h\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b\r\n"
FORM, MULTIPART = b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b"
PREFLIGHT = b"GraphQL-Require-Preflight: 1\r\n"
UPGRADES = (
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\n",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n",
)


@pytest.mark.parametrize("upgrade", UPGRADES)
def test_a_client_that_offers_another_protocol_is_answered(server: Server, upgrade: bytes) -> None:
    answer = sent(server, HEAD % (b"/graphql", b"application/json", len(QUERY), upgrade) + QUERY)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b'{"data":{"viewer":null},' in answer


LEAVING = [
    (b"/graphql", b"application/json", b""),
    (b"/graphql", MULTIPART, PREFLIGHT),
    (b"/verify", FORM, b"Cookie: kakusho=x\r\n"),
    (b"/sign-in", FORM, b""),
    (b"/verify/document", MULTIPART, b""),
    (b"/nowhere", FORM, b""),
]


def test_whoever_leaves_or_talks_nonsense_leaves_nothing_in_the_log(server: Server) -> None:
    before = server.output()
    port = int(server.address.rpartition(":")[2])
    post = HEAD % (b"/graphql", b"application/json", len(QUERY), b"") + QUERY
    get = b"GET /verify HTTP/1.1\r\nHost: h\r\n\r\n"
    contents = [HEAD % (path, type_, 5_000, more) + b"--b\r\n" for path, type_, more in LEAVING]
    contents += [post * 20, get * 20, post * 3 + contents[0], b"GET / HTTP/1.1\r\nHo", b"nonsense\r\n\r\n", b"\x16\x03"]
    contents += [b"GET /graphql HTTP/1.1\r\nHost: h\r\n" + upgrade + b"\r\n" for upgrade in UPGRADES]
    for content in contents:
        for seconds in (0, 0.1):
            with socket.create_connection(("127.0.0.1", port), timeout=server_processes.SECONDS) as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
                connection.sendall(content)
                time.sleep(seconds)
    assert server.get("/readyz").status_code == 200
    time.sleep(0.5)
    assert server.output() == before


@pytest.mark.parametrize(("path", "type_", "more"), LEAVING[:5])
def test_what_is_too_large_is_told_to_clients_that_send_all_first(
    server: Server, path: bytes, type_: bytes, more: bytes
) -> None:
    for keeping in (b"", b"Connection: close\r\n"):
        head = HEAD % (path, type_, 30_000_000, more + keeping)
        assert sent(server, head + b"x" * 30_000_000).startswith(b"HTTP/1.1 413 ")


async def test_all_that_is_printed_is_free_of_keys(server: Server) -> None:
    async with server_processes.client(server) as api:
        for key in (sample_data.PERFORMANCE_KEY, "W" * 12):
            await api.post(CERTIFICATE, as_="system", number="31072-00001L", key=key)
            await api.post(CERTIFICATE, as_="obligee", number=sample_data.NUMBER, key=key)
    assert sample_data.PERFORMANCE_KEY not in server.output()
    assert "W" * 12 not in server.output()
    assert "Traceback" not in server.output()


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; in a container, an ended process may remain as a zombie."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_sigterm_ends_it_and_its_database() -> None:
    with server_processes.folder() as folder:
        with server_processes.serving(folder, DATA_DIR=folder / "data") as server:
            children = psutil.Process(server.process.pid).children(recursive=True)
            (postmaster,) = (folder / "data").rglob("postmaster.pid")
            database = psutil.Process(int(postmaster.read_text().split()[0]))
            assert server.terminate() == 0, server.output()
        assert not postmaster.exists()
        assert [process for process in (database, *children) if is_alive(process)] == []
        assert not list((folder / "data").glob("server-*.pid"))
        assert server_processes.run("stop", DATA_DIR=folder / "data").stdout == "動いているものはありません。\n"


def test_stop_ends_a_server_and_the_next_start_finds_the_data() -> None:
    with server_processes.folder() as folder:
        with server_processes.serving(folder, DATA_DIR=folder / "data") as server:
            # The parent must wait for it, or it remains in the process table.
            reaper = Thread(target=server.process.wait)
            reaper.start()
            assert server_processes.run("stop", DATA_DIR=folder / "data").stdout == "停止しました。\n"
            reaper.join(server_processes.SECONDS)
            assert server.process.returncode == 0
        refused = server_processes.run("demo", DATA_DIR=folder / "data")
        message = "kakusho: データベースが空ではないため、見本データは読み込みませんでした。"
        assert (refused.returncode, refused.stderr.splitlines()[-1]) == (1, message)
