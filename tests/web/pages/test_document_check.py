"""The check of a certificate's file on /verify, over HTTP, as a browser without scripts uses it."""

from tests.conftest import NOON
from tests.support.browsers.page_browser import Browser
from tests.support.pdf.archival_updates import stamped, with_validation_data
from tests.support.transitions.status_steps import put


async def test_a_certificates_pdf_is_told_to_be_genuine_without_signing_in(browser: Browser, pdf: bytes) -> None:
    answer = await browser.check(pdf)
    assert answer.status_code == 200
    for part in ("試験用署名（法的効力なし）", "発行後に改変されていません", "現在有効な電子証書です。"):
        assert part in answer.text
    assert "栃木県知事" not in answer.text
    await put("PAID", ended_at=NOON)
    answer = await browser.check(pdf)
    for part in ("発行後に改変されていません", "保証金は支払済みです。", "無効となった日", "令和8年11月20日"):
        assert part in answer.text
    assert "現在有効な電子証書です。" not in answer.text


async def test_what_an_archive_has_added_is_told(browser: Browser, pdf: bytes) -> None:
    assert "後からの追加" not in (await browser.check(pdf)).text
    told = (await browser.check(stamped(with_validation_data(pdf)) + b"\n\n")).text
    assert "発行後に改変されていません" in told
    assert "タイムスタンプ、署名の検証情報、末尾の空白（電子証書の内容は変わりません）" in told


async def test_the_result_names_the_number_and_the_file(browser: Browser, pdf: bytes, issued: dict[str, str]) -> None:
    answer = await browser.check(pdf, "甲&乙<b>.pdf")
    for part in (issued["number"], "甲&amp;乙&lt;b&gt;.pdf"):
        assert f"<dd>{part}</dd>" in answer.text
    altered = await browser.check(pdf + b"\n%", "控え\u202efdp.exe.pdf")
    assert "検証したファイル：控え\\u202efdp.exe.pdf" in altered.text
    assert issued["number"] not in altered.text
    unknown = await browser.check(b"%PDF-1.7 but no more", "長" * 300)
    assert f"検証したファイル：{'長' * 120}</p>" in unknown.text
    assert "検証したファイル" not in (await browser.open("/verify")).text


async def test_altered_and_unknown_files_are_told_apart(browser: Browser, pdf: bytes) -> None:
    assert "署名の後に改変されています" in (await browser.check(pdf + b"\n%")).text
    assert "真正な電子証書と確認できません" in (await browser.check(b"%PDF-1.7 but no more")).text
    assert "真正な電子証書と確認できません" in (await browser.check(b"GIF89a")).text


async def test_without_a_file_or_with_too_large_a_one_nothing_is_examined(browser: Browser) -> None:
    assert (await browser.check(b"")).status_code == 422
    answer = await browser.check(b"%PDF-" + b"x" * 10_100_000)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


async def test_who_sends_many_strange_files_has_to_wait(browser: Browser) -> None:
    answers = [await browser.check(b"GIF89a") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
