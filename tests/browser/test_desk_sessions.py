"""The session of pages and desks in a real browser, and what pages of other sites can do with it: nothing."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sample.sample_data import NUMBER
from sample.sample_register import PASSWORD
from tests.conftest import EMAILS
from tests.support.browsers.chromium import Tab, tab
from tests.support.desks import builds
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

NEIGHBOURS = ["127.0.0.1", "localhost"]
"""Hosts of another site. The first one is the same site with another port: its requests have the cookie anyway."""
IS_SIGNED_IN = "fetch('/session', {headers: {'X-Kakusho-Desk': '1'}}).then(r => r.status)"
ATTACKS = """
(async () => {
  const tried = [];
  const send = async (path, options) => {
    try { tried.push((await fetch('%(target)s' + path, {credentials: 'include', ...options})).type); }
    catch (error) { tried.push('stopped'); }
  };
  const query = JSON.stringify({query: 'mutation { signOut }'});
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    await send('/graphql', {method: 'POST', mode: 'no-cors', body: query, headers: {'Content-Type': type}});
    await send('/session', {method: 'POST', mode: 'no-cors', body: query, headers: {'Content-Type': type}});
    await send('/sign-out', {method: 'POST', mode: 'no-cors', body: 'to=/', headers: {'Content-Type': type}});
  }
  const desk = {'Content-Type': 'application/json', 'X-Kakusho-Desk': '1'};
  await send('/graphql', {method: 'POST', body: JSON.stringify({documentId: '%(sign_out)s'}), headers: desk});
  await send('/session', {method: 'DELETE', headers: desk});
  await send('/session', {method: 'GET', headers: desk});
  return tried;
})()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_processes.folder() as folder:
        builds.write(folder / "desks")
        script = folder / "desks/assets/contractor-a1.js"
        script.write_text("document.title = 'running';")
        for ending in (".br", ".gz"):
            script.with_name(script.name + ending).unlink()
        settings = {"DATA_DIR": folder / "data", "DESKS_DIR": folder / "desks"}
        with server_processes.serving(folder, **settings) as found:
            yield found


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened:
        yield opened


@contextmanager
def other_site(html: str) -> Generator[int]:
    """The port of a server whose every page is this."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as its base has it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield serving.server_port
        serving.shutdown()


def sign_in(page: Tab, address: str, account: str = "contractor") -> None:
    page.open(address)
    page.type("#email", EMAILS[account])
    page.type("#password", PASSWORD)
    page.submit("#password")


def test_one_sign_in_leads_to_the_desk_and_its_script_runs(server: Server, page: Tab) -> None:
    sign_in(page, f"{server.address}/sign-in")
    assert page.address == f"{server.address}/contractor"
    page.wait_for("document.title === 'running'")
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate(IS_SIGNED_IN) == 200
    document = f"{{documentId: '{builds.id_of(builds.VIEWER)}'}}"
    headers = "{'Content-Type': 'application/json', 'X-Kakusho-Desk': '1'}"
    asked = f"fetch('/graphql', {{method: 'POST', headers: {headers}, body: JSON.stringify({document})}})"
    assert page.evaluate(f"{asked}.then(r => r.json()).then(a => a.data.viewer.role)") == "CONTRACTOR"
    # Trusted Types: no text becomes HTML.
    unsafe = "document.body.innerHTML = '<b>x</b>'"
    assert page.evaluate(f"(() => {{ try {{ {unsafe}; }} catch (error) {{ return error.name; }} }})()") == "TypeError"
    page.open(f"{server.address}/verify")
    assert 'action="/sign-out"' in page.html


def test_a_link_of_another_site_opens_its_page_with_the_session(server: Server, page: Tab) -> None:
    sign_in(page, f"{server.address}/sign-in")
    link = f"{server.address}/guarantees?number={NUMBER}"
    with other_site(f'<a id="link" href="{link}">') as port:
        page.open(f"http://localhost:{port}/")
        page.submit("#link")
    assert page.address.startswith(f"{server.address}/contractor/guarantees/")


@pytest.mark.parametrize("host", NEIGHBOURS)
def test_pages_of_other_sites_reach_nothing(server: Server, page: Tab, host: str) -> None:
    sign_in(page, f"{server.address}/sign-in")
    with other_site("<title>another site</title>") as port:
        page.open(f"http://{host}:{port}/")
        values = {"target": server.address, "sign_out": builds.id_of(builds.SIGN_OUT)}
        tried = page.evaluate(ATTACKS % values)
    assert tried == ["opaque"] * 6 + ["stopped"] * 3
    page.open(f"{server.address}/contractor")
    assert page.evaluate(IS_SIGNED_IN) == 200


@pytest.mark.parametrize("host", NEIGHBOURS)
def test_forms_of_other_sites_sign_nobody_in_or_out(server: Server, page: Tab, host: str) -> None:
    sign_in(page, f"{server.address}/sign-in")
    fields = {"email": EMAILS["obligee"], "password": PASSWORD}
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    for path in ("/sign-in", "/sign-out"):
        with other_site(f'<form method="post" action="{server.address}{path}">{inputs}<button id="b">') as port:
            page.open(f"http://{host}:{port}/")
            page.submit("#b")
        assert "このページの画面から送信してください。" in page.html
    page.open(f"{server.address}/contractor")
    told = "fetch('/session', {headers: {'X-Kakusho-Desk': '1'}}).then(r => r.json()).then(s => s.role)"
    assert page.evaluate(told) == "CONTRACTOR"


@pytest.mark.parametrize("size", [100, 90_000, 1_000_000, 9_000_000])
def test_an_upload_after_the_end_of_the_session_is_told_so(server: Server, page: Tab, size: int) -> None:
    """The server does not read the file, and the browser gets the answer all the same."""
    page.open(f"{server.address}/contractor")
    operations = f"{{documentId: '{builds.id_of(builds.CHECK_FILE)}', variables: {{file: null}}}}"
    upload = f"""(() => {{
      const form = new FormData();
      form.append('operations', JSON.stringify({operations}));
      form.append('map', '{{"0": ["variables.file"]}}');
      form.append('0', new Blob([new Uint8Array({size})]), 'a.pdf');
      return fetch('/graphql', {{method: 'POST', headers: {{'X-Kakusho-Desk': '1'}}, body: form}})
        .then(r => r.json()).then(a => a.errors[0].extensions.code, e => String(e));
    }})()"""
    assert [page.evaluate(upload) for _ in range(5)] == ["UNAUTHENTICATED"] * 5
