"""GraphiQL in a real browser: it works under its content security policy, keeps no secret, and stays on this host."""

import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest

from tests.support.browsers import chromium
from tests.support.browsers.chromium import CHROMIUM, QUIET, Tab
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

QUERY = "{ obligees(first: 2) { edges { node { title } } } }"
SECRET = "Y28YUE4J3Buy"
RECORDING = """
    window.complaints = [];
    window.credentials = [];
    document.addEventListener("securitypolicyviolation", (event) => complaints.push(event.violatedDirective));
    window.addEventListener("error", (event) => complaints.push(event.message));
    window.addEventListener("unhandledrejection", (event) => complaints.push(String(event.reason)));
    for (const level of ["error", "warn"]) console[level] = (...words) => complaints.push(words.join(" "));
    const original = window.fetch;
    window.fetch = (address, options) => { credentials.push(options.credentials); return original(address, options); };
"""
"""What the page complains about, and whether it sends cookies."""


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


def address(server: Server, **parameters: str) -> str:
    return f"{server.address}/graphql?{urlencode(parameters, quote_via=quote)}"


@pytest.fixture
def tab(profile: Path) -> Iterator[Tab]:
    with chromium.tab(profile) as opened_tab:
        opened_tab.before_pages(RECORDING)
        yield opened_tab


def test_the_editor_is_there_with_the_query_of_the_address(server: Server, profile: Path) -> None:
    page = opened(address(server, query=QUERY), profile)
    assert "graphiql-container" in page
    assert "monaco-editor" in page
    assert "".join(QUERY.split()) in Text(page).plain


def test_without_a_query_it_explains_itself(server: Server, profile: Path) -> None:
    assert "#確証GraphiQL" in Text(opened(f"{server.address}/graphql", profile)).plain


def test_no_request_leaves_the_host(server: Server, profile: Path, tmp_path: Path) -> None:
    log = tmp_path / "net.json"
    opened(address(server, query=QUERY), profile, f"--log-net-log={log}")
    assert requested(log, server.address) == {server.address}


def test_it_works_without_any_network(server: Server, profile: Path) -> None:
    nowhere = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--proxy-server=direct://")
    assert "monaco-editor" in opened(f"{server.address}/graphql", profile, *nowhere)


def test_every_file_is_ours(server: Server) -> None:
    html = httpx.get(f"{server.address}/graphql", headers={"accept": "text/html"}).text
    assert "http://" not in html
    assert "https://" not in html
    loaded = re.findall(r'(?:src|href)="(/[^"]+)"', html)
    assert {Path(name).suffix for name in loaded} == {".js", ".css"}
    assert {server.get(name).status_code for name in loaded} == {200}


def test_variables_of_the_address_are_taken_and_not_logged(server: Server, profile: Path) -> None:
    page = opened(address(server, query=QUERY, variables=json.dumps({"k": SECRET})), profile)
    assert SECRET in Text(page).plain
    assert SECRET not in server.output()


def test_it_runs_queries_and_finds_mistakes_without_a_complaint(server: Server, tab: Tab) -> None:
    """Mistakes are found by the workers of the editor."""
    tab.open(address(server, query="{ sureties { name nonsense } }"))
    tab.wait_for("document.querySelector('.graphiql-query-editor .squiggly-error')")
    tab.open(address(server, query=QUERY))
    tab.wait_for("document.querySelector('.graphiql-query-editor .view-line')")
    tab.evaluate("document.querySelector('.graphiql-execute-button').click()")
    tab.wait_for("document.querySelector('.result-window')?.innerText.includes('edges')")
    tab.evaluate("document.querySelector('[aria-label=\"Show Documentation Explorer\"]').click()")
    tab.wait_for("document.querySelector('.graphiql-markdown-description')")
    assert tab.evaluate("complaints") == []
    assert set(tab.evaluate("credentials")) == {"omit"}


def test_texts_are_gone_with_the_page_and_sizes_are_kept(server: Server, tab: Tab) -> None:
    given = json.dumps({"k": SECRET})
    tab.open(address(server, query=f"# {SECRET}\n{QUERY}", variables=given, headers=given))
    tab.wait_for(f"document.querySelector('.graphiql-editors')?.innerText.includes('{SECRET}')")
    tab.evaluate("document.querySelector('.graphiql-execute-button').click()")
    tab.wait_for("document.querySelector('.result-window')?.innerText.includes('edges')")
    tab.evaluate("document.querySelector('[aria-label=\"Show History\"]').click()")
    tab.wait_for("document.querySelector('.graphiql-history-item')")
    assert tab.evaluate("({ ...localStorage })") == {"graphiql:visiblePlugin": "History"}
    assert tab.evaluate("sessionStorage.length + document.cookie.length") == 0
    tab.open(f"{server.address}/graphql")
    tab.wait_for("document.querySelector('.graphiql-query-editor .view-line')")
    assert "確証" in tab.evaluate("document.querySelector('.graphiql-query-editor').innerText")
    assert SECRET not in tab.html
