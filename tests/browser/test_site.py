"""The information site in a real browser without scripts, in a large window and on a phone; and what axe finds."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browsers.chromium import ENTER, TAB, Tab, tab
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "desks/node_modules/axe-core/axe.min.js"
PATHS = ("", "guide", "acceptance", "how-to-apply", "how-to-hand-over", "faq", "downloads", "contact", "nothing")
BOTH = [*(f"/{path}" for path in PATHS), *(f"/en/{path}".rstrip("/") for path in PATHS)]
OTHERS = ("/sign-in", "/verify", "/guarantees", "/password/unknown")
WIDTHS = (1280, 801, 768, 390, 320)


RUN = """axe.run({resultTypes: ["violations"]}).then(
  found => JSON.stringify(found.violations.map(each => [each.id, each.nodes.map(node => node.target)])))"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as found:
        yield found


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened:
        yield opened


def found_on(page: Tab) -> str:
    page.evaluate(AXE.read_text())
    return str(page.evaluate(RUN))


def test_nothing_is_wider_than_the_window(server: Server, page: Tab) -> None:
    page.without_scripts()
    for path in (*BOTH, *OTHERS):
        for width in WIDTHS:
            page.sized(width, 844)
            page.open(f"{server.address}{path}")
            content, view = page.width()
            assert content == view <= width, (path, width)


def test_the_menu_of_a_phone_opens_by_keyboard(server: Server, page: Tab) -> None:
    page.without_scripts()
    page.sized(390, 844)
    page.open(f"{server.address}/guide")
    reached: list[str] = []
    for _ in range(5):
        page.press(TAB)
        reached.append(page.focused())
    assert reached == ["本文へ移動", "確証 電子保証の認証サービス", "English", "サインイン", "メニュー"]
    page.press(ENTER)
    page.press(TAB)
    assert page.focused() == "電子保証とは"


def test_axe_finds_nothing(server: Server, page: Tab) -> None:
    for path in (*BOTH, *OTHERS):
        for width in (1280, 390):
            page.sized(width, 844)
            page.open(f"{server.address}{path}")
            assert json.loads(found_on(page)) == [], (path, width)
