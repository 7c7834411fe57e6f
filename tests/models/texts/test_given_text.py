import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.texts.given_text import compose_kana, forbidden, is_visible
from tests.support.forbidden_characters import FORBIDDEN

KANA = [chr(point) for point in range(0x3041, 0x30FB)]


def test_every_kana_with_a_mark_becomes_one_character() -> None:
    for kana in KANA:
        decomposed = unicodedata.normalize("NFD", kana)
        assert compose_kana(decomposed) == kana


@given(st.text(alphabet=st.characters(blacklist_characters="\u3099\u309a", blacklist_categories=["Cs"])))
def test_a_text_without_marks_stays_as_it_is(text: str) -> None:
    assert compose_kana(text) is text


@pytest.mark.parametrize(
    "text", ["\ufa19か\u3099", "e\u0301か\u3099", "葛\U000e0100か\u3099", "あ\u3099か\u3099", "か\u309aか\u3099"]
)
def test_nothing_but_kana_is_composed(text: str) -> None:
    assert compose_kana(text) == f"{text[:-2]}が"


@pytest.mark.parametrize("character", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_what_hides_or_has_no_meaning_is_forbidden(character: str) -> None:
    assert forbidden(f"甲{character}乙") == character
    assert forbidden(f"a{character}b") == character


@pytest.mark.parametrize(
    "text", ["", "abc", "髙﨑𠮷", "葛\U000e0100", "神\ufe00", "ｶﾞ", "①㈱", "😀", "か\u309a", "a\u3000b", "\u00e9"]
)
def test_what_people_write_is_not(text: str) -> None:
    assert forbidden(text) is None


def test_what_is_allowed_is_not_forbidden() -> None:
    assert forbidden("a\nb", allowed="\n") is None
    assert forbidden("a\nb\0", allowed="\n") == "\0"


def test_spaces_and_marks_alone_are_not_seen() -> None:
    assert not any(map(is_visible, ("", " \u3000", "\ufe0f", "\u0301")))
    assert all(map(is_visible, ("。", "a", "葛\U000e0100")))
