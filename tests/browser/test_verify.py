"""/verify in a real browser without scripts, by keyboard, in a large window and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sample.sample_data import KEY, NUMBER
from sample.sample_register import PASSWORD
from tests.conftest import EMAILS
from tests.support.browsers.chromium import TAB, Tab, tab
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

TRIES = 5
"""Of a file: on a busy machine, examining may exceed its time limit."""

WRONG_KEY = "aaaaaaaaaaaa"
PHONE = (390, 844)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as found:
        yield found


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Tab]:
    with tab(tmp_path / "profile") as opened:
        opened.without_scripts()
        yield opened


def sign_in(page: Tab, server: Server) -> None:
    page.open(f"{server.address}/verify?number={NUMBER}")
    page.type("#email", EMAILS["obligee"])
    page.type("#password", PASSWORD)
    page.submit("#password")


def check(page: Tab, server: Server, path: Path) -> str:
    for _ in range(TRIES):
        page.open(f"{server.address}/verify")
        page.choose("#document", path)
        page.submit('form[action="/verify/document"] button')
        if 'id="document-error"' not in page.html:
            break
    return page.html


def test_from_the_notices_address_to_the_certificate_and_back_to_its_check(
    server: Server, page: Tab, tmp_path: Path
) -> None:
    sign_in(page, server)
    assert page.address == f"{server.address}/verify?number={NUMBER}"
    page.type("#key", WRONG_KEY)
    page.submit("#key")
    assert "閲覧できる電子証書はありません" in page.html
    assert page.focused().startswith("認証キー")
    page.type("#key", KEY)
    page.submit("#key")
    assert page.address.startswith(f"{server.address}/verify/certificates/")
    assert NUMBER in page.html
    (link,) = re.findall(r'href="[^"]+(/documents/[^"]+)"', page.html)
    genuine, altered = tmp_path / "genuine.pdf", tmp_path / "altered.pdf"
    genuine.write_bytes(httpx.get(f"{server.address}{link}").content)
    altered.write_bytes(genuine.read_bytes() + b"\n%")
    assert "試験用署名（法的効力なし）" in check(page, server, genuine)
    assert "署名の後に改変されています" in check(page, server, altered)
    assert not {KEY, WRONG_KEY, PASSWORD, NUMBER} & set(re.findall(r"[\w-]+", server.output().rpartition("startup")[2]))


def test_everything_has_a_name_and_the_keyboard_reaches_it(server: Server, page: Tab) -> None:
    page.open(f"{server.address}/verify")
    assert page.names() and all(name for _, name in page.names())  # noqa: PT018 -- an empty page has no names
    reached: list[str] = []
    for _ in range(16):
        page.press(TAB)
        reached.append(page.focused())
    assert reached[0] == "本文へ移動"
    assert {"メールアドレス", "パスワード", "サインイン", "検証する"} <= set(reached)


def test_on_a_phone_nothing_is_wider_than_the_window(server: Server, page: Tab) -> None:
    page.sized(*PHONE)
    sign_in(page, server)
    assert page.width() == (PHONE[0], PHONE[0])
    page.type("#key", KEY)
    page.submit("#key")
    assert "/certificates/" in page.address
    assert page.width() == (PHONE[0], PHONE[0])


def test_the_list_is_searched_by_keyboard_and_leads_to_a_certificate(server: Server, page: Tab, tmp_path: Path) -> None:
    sign_in(page, server)
    page.type("#key", KEY)
    page.submit("#key")
    page.open(f"{server.address}/verify/certificates")
    assert all(name for _, name in page.names())
    page.type("#search", "ﾅｲ工事")
    page.submit("#search")
    assert "条件に合う電子証書はありません。" in page.html
    page.open(f"{server.address}/verify/certificates?search={NUMBER}")
    for width in (1024, 801, 800, 768, 481, PHONE[0]):
        page.sized(width, PHONE[1])
        content, view = page.width()
        assert content == view <= width, "nothing overflows to the side; a long page has a scroll bar"
    page.submit('tbody a[href^="/verify/certificates/"]')
    assert NUMBER in page.html
    assert "ＰＤＦを開く" in page.html
