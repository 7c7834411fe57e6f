"""With DATABASE_URL: nothing embedded, sample data only on request, several servers, an unavailable database."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from database import embedded
from tests.conftest import Api
from tests.support.parties import accounts
from tests.support.servers import server_processes
from tests.support.servers.server_processes import REQUIRED

OPERATOR = ("create-operator", "--email", "unyo@example.jp", "--name", "運用 花子")
SHORT = """
mutation($input: IssueGuaranteeInput!) { issueGuarantee(input: $input) {
  __typename ... on GuaranteeIssued { guarantee { number } certificate { id } } } }
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with server_processes.folder() as path:
        yield path


@pytest.fixture
def settings(folder: Path) -> Iterator[dict[str, object]]:
    """Settings of a server on a separate empty database."""
    url = embedded.start(folder / "database")
    yield {
        **server_processes.database_settings(url),
        "DATA_DIR": str(folder / "unused"),
        **REQUIRED,
        **server_processes.signing_settings(folder),
    }
    embedded.release(folder / "database")
    embedded.stop(folder / "database")


def test_without_secrets_it_says_which_are_missing(folder: Path, settings: dict[str, object]) -> None:
    for missing in REQUIRED:
        for command in ("serve", "migrate"):
            given = {name: value for name, value in settings.items() if name != missing}
            ended = server_processes.run(command, **given, PORT=server_processes.free_port())
            assert (ended.returncode, ended.stdout) == (2, "")
            (line,) = ended.stderr.splitlines()
            assert line.startswith(f"kakusho: {missing}: expected ")
    assert not (folder / "unused").exists()


def test_wrong_settings_are_told_in_one_line() -> None:
    for name, value in {"PORT": "x", "LOG_LEVEL": "LOUD", "DATABASE_POOL_SIZE": "1"}.items():
        ended = server_processes.run("serve", **{name: value})
        assert ended.returncode == 2
        (line,) = ended.stderr.splitlines()
        assert line.startswith(f"kakusho: {name}: ")


async def test_migrate_then_demo_then_serve(folder: Path, settings: dict[str, object]) -> None:
    with server_processes.serving(folder, **settings) as server:
        assert server.get("/readyz").json() == {"status": "unavailable", "reason": "migrations"}
        assert [server_processes.run("migrate", **settings).stdout for _ in range(2)] == [
            "データベースは最新です。\n"
        ] * 2
        assert server.get("/readyz").json() == {"status": "ok"}
        async with server_processes.client(server) as api:
            assert await api.data("{ sureties { name } }") == {"sureties": []}
        refused = server_processes.run("demo", **settings)
        assert (refused.returncode, refused.stdout, refused.stderr.count("--yes")) == (1, "", 1)
        async with server_processes.client(server) as api:
            assert await api.data("{ sureties { name } }") == {"sureties": []}
        assert [server_processes.run("demo", "--yes", **settings).returncode for _ in range(2)] == [0, 1]
        async with server_processes.client(server) as api:
            assert (
                len((await api.data("{ guarantees { edges { cursor } } }", as_="surety"))["guarantees"]["edges"]) == 8
            )
        assert "kakusho-demo" not in server.output()


async def test_an_empty_database_gets_its_first_operator(folder: Path, settings: dict[str, object]) -> None:
    server_processes.run("migrate", **settings)
    made, again = (server_processes.run(*OPERATOR, **settings) for _ in range(2))
    link = made.stdout.strip()
    assert (made.returncode, link.count("\n")) == (0, 0)
    assert (again.returncode, again.stdout) == (1, "")
    assert "--new-link" in again.stderr
    with server_processes.serving(folder, **settings) as server:
        assert server.get(urlsplit(link).path).status_code == 200
        async with server_processes.client(server) as api:
            input_ = {"token": link.rpartition("/")[2], "password": accounts.PASSWORD}
            answer = await api.data(accounts.SET, input=input_)
            assert answer["setPassword"] == {"__typename": "PasswordSet", "email": "unyo@example.jp"}
            await accounts.signed_in(api, "unyo@example.jp")
            viewer = await api.data("{ viewer { role accountRole } }", as_="unyo@example.jp")
            assert viewer == {"viewer": {"role": "OPERATOR", "accountRole": "ADMINISTRATOR"}}
        assert input_["token"] not in server.output()


@pytest.mark.parametrize(
    "words", [("migrate",), ("demo", "--yes"), ("create-api-client", "電子契約", "--obligee", "栃木県"), OPERATOR]
)
def test_commands_say_in_one_line_that_the_database_is_away(folder: Path, words: tuple[str, ...]) -> None:
    url = f"postgresql://kakusho:geheim@127.0.0.1:{server_processes.free_port()}/kakusho"
    given: dict[str, object] = {"DATABASE_URL": url, "DATA_DIR": folder, **REQUIRED}
    ended = server_processes.run(*words, **given)
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("kakusho: データベースに接続できないか、書き込めません（")
    assert "geheim" not in line


async def issue(api: Api, id_: str, **more: Any) -> dict[str, Any]:
    return (await api.data(SHORT, as_="surety", input={"guaranteeId": id_} | more))["issueGuarantee"]


def serials(answers: list[dict[str, Any]]) -> list[int]:
    numbers = {answer["guarantee"]["number"] for answer in answers if answer["__typename"] == "GuaranteeIssued"}
    return sorted(int(number[6:11]) for number in numbers)


async def test_two_servers_issue_once_and_number_without_a_gap(folder: Path, settings: dict[str, object]) -> None:
    server_processes.run("migrate", **settings)
    server_processes.run("demo", "--yes", **settings)
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    with (
        server_processes.serving(folder / "one", **settings) as one,
        server_processes.serving(folder / "two", **settings) as two,
    ):
        async with server_processes.client(one) as here, server_processes.client(two) as there:
            ids = await server_processes.approved(here, 61)
            there.tokens = here.tokens
            contested, keyed, others = ids[0], ids[1], ids[2:]
            await here.token("surety")
            both = (here, there)
            fought = await asyncio.gather(*(issue(both[n % 2], contested) for n in range(50)))
            shared = await asyncio.gather(*(issue(both[n % 2], keyed, idempotencyKey="s") for n in range(50)))
            spread = await asyncio.gather(*(issue(both[n % 2], id_) for n, id_ in enumerate(others)))
    assert Counter(answer["__typename"] for answer in fought) == {"GuaranteeIssued": 1, "WrongState": 49}
    assert [answer["__typename"] for answer in shared] == ["GuaranteeIssued"] * 50
    assert len({answer["certificate"]["id"] for answer in shared}) == 1
    assert (serials(fought), serials(shared)) == ([1], [2])
    assert serials(spread) == list(range(3, 62))


async def test_a_database_that_goes_away_is_told_and_comes_back(folder: Path, settings: dict[str, object]) -> None:
    server_processes.run("migrate", **settings)
    server_processes.run("demo", "--yes", **settings)
    with server_processes.serving(folder, **settings) as server:
        async with server_processes.client(server) as api:
            await server_processes.approved(api, 1)
            embedded.stop(folder / "database")
            queries = ("{ sureties { name } }", "{ viewer { role } }", "{ guarantees { edges { cursor } } }")
            for query in queries * 2:
                response = await api.post(query, as_="contractor")
                assert (response.status_code, response.headers["retry-after"]) == (503, "5"), response.text
                assert response.json()["errors"][0]["extensions"]["code"] == "SERVICE_UNAVAILABLE"
            assert (server.get("/healthz").status_code, server.get("/readyz").status_code) == (200, 503)
            assert server.get("/readyz").json() == {"status": "unavailable", "reason": "database"}
            embedded.start(folder / "database")
            await recovered(api)
            assert server.get("/readyz").json() == {"status": "ok"}
            for query in queries * 10:
                await api.data(query, as_="contractor")


async def recovered(api: Api) -> None:
    """Wait until the database is available again."""
    deadline = time.monotonic() + server_processes.SECONDS
    while (await api.post("{ sureties { name } }")).status_code == 503:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
