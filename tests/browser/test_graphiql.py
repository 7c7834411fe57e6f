"""GraphiQL in a real browser: the editor shows the query of the address and loads nothing from another origin."""

import json
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.support.browsers.chromium import CHROMIUM, QUIET
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

QUERY = "{ obligees(first: 2) { edges { node { title } } } }"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as found:
        yield found


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def opened(address: str, profile: Path, *more: str) -> str:
    """The page after its scripts have run."""
    ran = subprocess.run(  # noqa: S603 -- a local browser, on our own page
        [CHROMIUM, *QUIET, f"--user-data-dir={profile}", *more, "--virtual-time-budget=10000", "--dump-dom", address],
        capture_output=True,
        text=True,
        timeout=server_processes.SECONDS,
        check=True,
    )
    return ran.stdout


def requested(net_log: Path, page: str) -> set[str]:
    """The origins of all requests of a page, without the browser's own requests."""
    events = json.loads(net_log.read_text())["events"]
    asked = [event["params"] for event in events if event.get("params", {}).get("initiator") == page]
    parts = [urlsplit(str(params["url"])) for params in asked if "url" in params]
    return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme != "data"}


class Text(HTMLParser):
    """The text of a page, without its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def plain(self) -> str:
        """Without white space, which differs between editors."""
        return "".join("".join(self.parts).split())


def test_the_editor_is_there_with_the_query_of_the_address(server: Server, profile: Path) -> None:
    page = opened(f"{server.address}/graphql?query={quote(QUERY)}", profile)
    assert "graphiql-container" in page
    assert "CodeMirror" in page
    assert "".join(QUERY.split()) in Text(page).plain


def test_without_a_query_it_explains_itself(server: Server, profile: Path) -> None:
    assert "#確証GraphiQL" in Text(opened(f"{server.address}/graphql", profile)).plain


def test_no_request_leaves_the_host(server: Server, profile: Path, tmp_path: Path) -> None:
    log = tmp_path / "net.json"
    opened(f"{server.address}/graphql?query={quote(QUERY)}", profile, f"--log-net-log={log}")
    assert requested(log, server.address) == {server.address}


def test_it_works_without_any_network(server: Server, profile: Path) -> None:
    nowhere = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--proxy-server=direct://")
    assert "CodeMirror" in opened(f"{server.address}/graphql", profile, *nowhere)


def test_every_asset_is_ours_and_its_scripts_may_run(server: Server) -> None:
    html = httpx.get(f"{server.address}/graphql", headers={"accept": "text/html"})
    assert "http://" not in html.text
    assert "https://" not in html.text
    assert "script-src" not in html.headers["content-security-policy"]
    for name in ("react.js", "react-dom.js", "graphiql.js", "graphiql.css", "page.js"):
        assert f"/static/graphiql/{name}" in html.text
        assert server.get(f"/static/graphiql/{name}").status_code == 200


def test_variables_of_the_address_are_taken_and_not_logged(server: Server, profile: Path) -> None:
    given = quote(json.dumps({"k": "Y28YUE4J3Buy"}))
    page = opened(f"{server.address}/graphql?query={quote(QUERY)}&variables={given}", profile)
    assert "Y28YUE4J3Buy" in Text(page).plain
    assert "Y28YUE4J3Buy" not in server.output()
