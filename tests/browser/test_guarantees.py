"""The first page and /guarantees in a real browser without scripts, by keyboard, in a large window and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sample.sample_data import NUMBER
from sample.sample_register import PASSWORD
from tests.conftest import EMAILS
from tests.support.browsers.chromium import TAB, Tab, tab
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

WIDTHS = (1024, 390)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Without the desks: contractors keep these pages."""
    settings = {"DATA_DIR": "data", "DESKS_DIR": "none"}
    with (
        server_processes.folder() as folder,
        server_processes.serving(folder, **{name: folder / part for name, part in settings.items()}) as found,
    ):
        yield found


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened:
        opened.without_scripts()
        yield opened


def fits(page: Tab) -> bool:
    """Whether nothing is wider than the window, on a desktop and on a phone."""
    for width in WIDTHS:
        page.sized(width, 844)
        content, window = page.width()
        if content > window:
            return False
    return True


def sign_in(page: Tab, account: str) -> None:
    page.type("#email", EMAILS[account])
    page.type("#password", PASSWORD)
    page.submit("#password")


def test_the_first_page_fits_and_leads_to_the_pages_of_each(server: Server, page: Tab) -> None:
    page.open(f"{server.address}/")
    assert fits(page)
    links = [name for role, name in page.names() if role == "link"]
    assert {"発注者の方", "受注者の方、保証会社の方", "電子証書のPDFをお持ちの方", "サインイン"} <= set(links)
    page.submit('.doors a[href="/verify"]')
    assert page.address == f"{server.address}/verify"


def test_from_the_link_of_a_mail_by_the_sign_in_to_the_documents(server: Server, page: Tab) -> None:
    link = f"{server.address}/guarantees?number={NUMBER}"
    page.open(link)
    assert fits(page)
    reached: list[str] = []
    for _ in range(16):
        page.press(TAB)
        reached.append(page.focused())
    assert {"本文へ移動", "メールアドレス", "パスワード", "サインイン"} <= set(reached)
    sign_in(page, "surety")  # contractors are led to their desk
    assert re.fullmatch(rf"{server.address}/guarantees/[0-9a-f-]{{36}}", page.address)
    assert NUMBER in page.html
    assert fits(page)
    documents = re.findall(r'href="[^"]+(/documents/[^"]+)"', page.html)
    assert len(documents) == 2
    assert {httpx.get(f"{server.address}{link}").content[:5] for link in documents} == {b"%PDF-"}
    page.submit('main a[href="/guarantees"]')
    assert f">{NUMBER}</a>" in page.html
    assert fits(page)
    page.submit('form[action="/sign-out"] button')
    page.open(link)
    assert "サインイン" in page.html
    assert "●●●●工事" not in page.html
