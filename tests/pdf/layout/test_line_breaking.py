"""Lines: where they break, and how they shrink."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdf.layout.line_breaking import FieldBox, FieldText, Style, break_lines, fit_texts, fits
from pdf.layout.text_problems import NoGlyph, NoText, TextDoesNotFit
from pdf.writer.typefaces import MONO, SERIF, characters

NEVER_FIRST = "、。）」』ーっゃァ々％"
NEVER_LAST = "（「『【￥"
TEXTS = st.text(
    st.sampled_from("漢字かなカナ髙𠮷" + NEVER_FIRST + NEVER_LAST + "12,円年月日abc -　"), min_size=1, max_size=120
)


def broken(text: str, ems: float) -> list[str]:
    return [line.text for line in break_lines(text, SERIF, ems * 1000)]


@given(TEXTS, st.integers(2, 40))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, ems: int) -> None:
    found = break_lines(text, SERIF, ems * 1000)
    joined = "".join(line.text for line in found)
    assert joined.replace(" ", "").replace("　", "") == text.replace(" ", "").replace("　", "")
    assert all(line.width <= ems * 1000 for line in found)
    assert [line.is_last for line in found] == [False] * (len(found) - 1) + [True]


@given(st.lists(st.sampled_from(["漢", "字は", "「括弧」", "長音ー", "（ア）", "。"]), min_size=1, max_size=40))
def test_lines_begin_and_end_where_they_may(pieces: list[str]) -> None:
    text = "漢" + "".join(pieces).replace("。。", "。")
    found = broken(text.replace("。。", "。"), 12)
    assert not [line for line in found if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST]


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("一二三四五、六", 5, ["一二三四", "五、六"]),
        ("一二三四「五六", 5, ["一二三四", "「五六"]),
        ("一二三四五六", 5, ["一二三四", "五六"]),  # no single last character
        ("工事番号 ABC-123 です", 5, ["工事番号", "ABC-123", "です"]),
        ("合計20,000,000円", 7, ["合計", "20,000,000円"]),
        ("一二三四五　六七", 5, ["一二三四五", "六七"]),
        ("ABCDEFGHIJKLMNOP", 5, ["ABCDEFG", "HIJKLMN", "OP"]),
        ("ｱWWWW字", 4.72, ["ｱWWWW", "字"]),  # single, but WWWW字 would be too wide
        ("一", 5, ["一"]),
        ("一二三四五　　　", 5, ["一二三四五"]),
        ("一二三四五　i", 5.5, ["一二三四", "五　i"]),
    ],
)
def test_breaks(text: str, ems: float, expected: list[str]) -> None:
    assert broken(text, ems) == expected


def test_a_text_shrinks_by_half_points_down_to_its_floor() -> None:
    box = FieldBox(100, 26, Style(SERIF, 10, 7))
    [found] = fit_texts([FieldText("name", "字" * 10, box)])
    assert (found.style.size, len(found.lines)) == (10, 1)
    [found] = fit_texts([FieldText("name", "字" * 25, box)])
    assert (found.style.size, len(found.lines)) == (9, 2) or found.style.size == 7.5
    with pytest.raises(TextDoesNotFit) as problem:
        fit_texts([FieldText("name", "字" * 60, box)])
    assert problem.value.field == "name"


def test_a_text_without_floor_keeps_its_size() -> None:
    box = FieldBox(100, 14, Style(MONO, 10))
    assert fit_texts([FieldText("number", "31073-00001M", box)])[0].style.size == 10
    with pytest.raises(TextDoesNotFit):
        fit_texts([FieldText("number", "9" * 1000, box)])


def test_what_fits_at_its_floor_fits_in_company() -> None:
    box = FieldBox(52 * 7, 30, Style(SERIF, 10, 7))
    wide = FieldText("a", "字字字字字" + "W" * 46 + "字字字字字" + "W" * 46, box)
    assert fits(wide) == (len(break_lines(wide.text, SERIF, 52000)) <= 3)


def test_fields_below_each_other_shrink_alike_and_lend_each_other_room() -> None:
    box = FieldBox(100, 14, Style(SERIF, 10, 7))
    first, second = fit_texts([FieldText("a", "字" * 12, box), FieldText("b", "字", box)])
    assert first.style.size == second.style.size == 8
    with pytest.raises(TextDoesNotFit) as problem:
        fit_texts([FieldText("a", "字", box), FieldText("b", "字" * 50, box)])
    assert problem.value.field == "b"


def test_nothing_and_what_has_no_glyph_are_refused() -> None:
    box = FieldBox(100, 14, Style(SERIF, 10), "{}　様")
    with pytest.raises(NoText):
        fit_texts([FieldText("name", " 　", box)])
    with pytest.raises(NoGlyph):
        fit_texts([FieldText("name", "🏗", box)])


def test_a_selector_stays_with_its_character() -> None:
    assert characters("葛\U000e0100城") == ["葛\U000e0100", "城"]
    assert broken("葛\U000e0100" * 6, 5) == ["葛\U000e0100" * 4, "葛\U000e0100" * 2]


def test_numbers_have_equal_widths() -> None:
    glyphs = [MONO[character] for character in "0123456789-ABCxyz"]
    assert {glyph and glyph.advance for glyph in glyphs} == {500}
