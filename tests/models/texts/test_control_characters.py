"""External texts, made into one line."""

import pytest

from models.texts.control_characters import show


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("宛先不明　です", "宛先不明 です"),
        (" a\r\n\tb\u2028c ", "a b c"),
        ("a\x00b\x7f\x9f", r"a\x00b\x7f\x9f"),
        ("\u202e\u200b\ufeff", r"\u202e\u200b\ufeff"),
        ("\udc83", r"\udc83"),
        ("\uf8f3\U000f0000", r"\uf8f3\U000f0000"),
        ("髙﨑𠮷①㈱", "髙﨑𠮷①㈱"),
    ],
)
def test_what_no_column_holds_or_nobody_sees_is_shown_as_its_code(given: str, shown: str) -> None:
    assert show(given) == shown
