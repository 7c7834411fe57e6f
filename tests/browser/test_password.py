"""/password/… in a real browser without scripts: from the link of the command line to the first sign-in."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.browsers.chromium import TAB, Tab, tab
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

WIDTHS = (1024, 390)
PASSWORD = "kenchiku-no-yama-37"


@pytest.fixture(scope="module")
def server_and_path() -> Iterator[tuple[Server, str]]:
    """A server, and the path of the link of a new operator."""
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as found:
        words = ("create-operator", "--email", "unyo@example.jp", "--name", "運用 花子")
        link = server_processes.run(*words, DATA_DIR=folder / "data").stdout.strip()
        yield found, urlsplit(link).path


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened:
        opened.without_scripts()
        yield opened


def test_from_the_link_to_the_first_sign_in(server_and_path: tuple[Server, str], page: Tab) -> None:
    server, path = server_and_path
    page.open(f"{server.address}{path}")
    for width in WIDTHS:
        page.sized(width, 844)
        content, window = page.width()
        assert content <= window
    reached: list[str] = []
    for _ in range(16):
        page.press(TAB)
        reached.append(page.focused())
    assert {"パスワード", "パスワード（確認）", "設定する"} <= set(reached)
    page.type("#password", "password1234")
    page.type("#again", "password1234")
    page.submit("#again")
    assert "推測されやすい" in page.html
    page.type("#password", PASSWORD)
    page.type("#again", PASSWORD)
    page.submit("#again")
    assert page.address == f"{server.address}/password/set"
    page.open(f"{server.address}{path}")
    assert "使用済み" in page.html
    page.open(f"{server.address}/guarantees")
    page.type("#email", "unyo@example.jp")
    page.type("#password", PASSWORD)
    page.submit("#password")
    assert "運用 花子" in page.html
