import re
import time
import unicodedata
from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.texts import kanji_forms
from models.texts.search_text import pattern


@pytest.mark.parametrize("text", ["", " ", "　\t\n", "\ufe00"])
def test_a_text_of_spaces_asks_for_nothing(text: str) -> None:
    assert pattern(text) == ""


@given(st.text(max_size=20))
def test_every_text_makes_a_sound_expression_that_finds_it(text: str) -> None:
    found = re.compile(pattern(text))
    assert found.groups == 0


def test_each_form_of_a_kanji_finds_each_other() -> None:
    for common in set(kanji_forms.FORMS.values()):
        forms = [form for form, folded in kanji_forms.FORMS.items() if folded == common]
        assert_alike([common, *forms])


@pytest.mark.parametrize("marks", ["-‐‑‒–—―−ー─━－", "~〜∼～", "・·•･"])
def test_each_mark_finds_those_that_are_typed_for_it(marks: str) -> None:
    assert_alike(marks)


def assert_alike(texts: Iterable[str]) -> None:
    """Any of these forms finds any other."""
    for typed, stored in product(texts, repeat=2):
        assert re.fullmatch(pattern(typed), unicodedata.normalize("NFKC", stored)), (typed, stored)


def test_signs_of_regular_expressions_stand_for_themselves() -> None:
    assert re.fullmatch(pattern(r"a.*(b)[c]\d|^$+?{2}"), r"a.*(b)[c]\d|^$+?{2}")
    assert not re.fullmatch(pattern("a.c"), "abc")


def test_a_pattern_is_as_long_as_its_text() -> None:
    begun = time.process_time()
    assert not re.search(pattern("あ" * 100), "あ " * 99 + "い")
    assert time.process_time() - begun < 1
