import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import csv_format


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_line_of_every_kind_of_cell() -> None:
    at = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
    row = ("甲,乙", 'い"ろ"は', None, -5, 2**53 - 1, datetime.date(2026, 4, 1), at, "")
    assert csv_format.lines([row]) == '"甲,乙","い""ろ""は",,-5,9007199254740991,2026-04-01,2026-11-21 00:00:00,\r\n'
    assert csv_format.lines([]) == ""


@pytest.mark.parametrize("beginning", [*"=+-@＝＋－＠−\t\r\n", " =", "\u3000 ＋", "\u00a0@", "\v-"])
def test_what_a_spreadsheet_would_calculate_is_a_text(beginning: str) -> None:
    cell = f'{beginning}HYPERLINK("http://a.test",1)'
    assert read(csv_format.lines([("前", cell)])) == [["前", f"'{cell}"]]


@pytest.mark.parametrize("cell", ["A-1", "31073-00001M", "○○=", "（株）", " 甲 =1", "'=1", "ー"])
def test_other_texts_stay_as_they_are(cell: str) -> None:
    assert csv_format.lines([(cell,)]) == f"{cell}\r\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=2, max_size=4))
def test_every_text_comes_back(cells: list[str]) -> None:
    (row,) = read(csv_format.lines([cells]))
    assert [after in {before, f"'{before}"} for before, after in zip(cells, row, strict=True)] == [True] * len(cells)
