"""Numbers and keys as copied from mails, PDFs and spreadsheets, or typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import numbering
from security import auth_keys

NUMBER, KEY = "31073-00001M", "Z28YUE4J3Bux"
UNSEEN = [
    *("\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202a", "\u202c", "\u2066", "\u034f"),
    *("\ufe0f", "\U000e0100", "\u180e", "\u3164", "\uffa0", "\u2800", "\U000e0041"),
]
SPACES = [*" \t\n\r\v\f", "\r\n", "\u3000", "\u00a0", "\u2009", "\u202f", "\u2028", "\u2029", "\u205f"]
DASHES = [*"-‐‑‒–—―−ー－ｰ─━⁃゠", "\ufe63", "\ufe58", "\u2e3a", "\u207b"]


@pytest.mark.parametrize("between", [*UNSEEN, *SPACES], ids=ascii)
def test_spaces_and_what_is_not_seen_may_stand_anywhere(between: str) -> None:
    assert numbering.parse(between.join(["", *NUMBER, ""])) == NUMBER
    assert auth_keys.parse(between.join(["", *KEY, ""])) == KEY


@pytest.mark.parametrize("dash", DASHES, ids=ascii)
def test_every_dash_is_a_hyphen_of_a_number_and_nothing_in_a_key(dash: str) -> None:
    assert numbering.parse(f"31073{dash}00001M") == NUMBER
    assert numbering.parse(f"３１０７３ {dash} ００００１ｍ") == NUMBER
    assert auth_keys.parse(f"Z28Y{dash}UE4J{dash}3Bux") == KEY


@given(st.text(auth_keys.ALPHABET, min_size=12, max_size=12))
def test_a_key_keeps_every_character(key: str) -> None:
    assert auth_keys.parse(key) == key
    assert auth_keys.parse("".join(chr(ord(each) + 0xFEE0) for each in key)) == key


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x9b", "\ufffe", "\ue000", "\u0301", "é", "あ", "_", "/", ".", "１"]
)
def test_nothing_else_is_left_out(character: str) -> None:
    with pytest.raises(auth_keys.MalformedKey):
        auth_keys.parse(f"Z28YUE{character}4J3Bux")
    with pytest.raises(numbering.MalformedNumber):
        numbering.parse(f"31073-0{character}0001M")
