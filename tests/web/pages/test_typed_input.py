"""Typed and pasted input in the forms of `/verify`."""

import pytest

from tests.support.browsers.page_browser import Browser


@pytest.mark.parametrize(
    "between",
    ["\u200b", "\u200c", "\ufeff", "\u00ad", "\u2060", "\u202a", " ", "\u3000", "\ufe0f"],
    ids=ascii,
)
async def test_what_a_paste_brings_along_is_left_out(browser: Browser, issued: dict[str, str], between: str) -> None:
    await browser.sign_in()
    given = {name: between.join(["", *text, ""]) for name, text in issued.items()}
    found = await browser.send("/verify", **given)
    assert (found.status_code, found.headers["location"][:21]) == (303, "/verify/certificates/")


@pytest.mark.parametrize("dash", "‐‑‒–—―−ー－ｰ─")
async def test_other_dashes_are_hyphens(browser: Browser, issued: dict[str, str], dash: str) -> None:
    await browser.sign_in()
    key = dash.join([issued["key"][:4], issued["key"][4:8], issued["key"][8:]])
    found = await browser.send("/verify", number=issued["number"].replace("-", dash), key=key)
    assert (found.status_code, found.headers["location"][:21]) == (303, "/verify/certificates/")


@pytest.mark.parametrize("character", ["\x01", "\x9b", "\u202e", "\u2028", "\ufffe", "\ue000"], ids=ascii)
async def test_characters_that_no_address_has_sign_nobody_in(browser: Browser, character: str) -> None:
    found = await browser.send("/sign-in", email=f"a{character}@example.jp", password=character)
    assert found.status_code == 401
