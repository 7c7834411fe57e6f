"""Files of a register's entries: CSV with a heading, in UTF-8 or Shift_JIS, as spreadsheets write it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from models.errors import Problem
from models.texts import given_text
from resolvers import csv_format, text_checks
from resolvers.parties.registers.entry_fields import EntryField

MOST_LINES = 10_000
"""Of one file, without the heading."""
FILE = ("file",)
FORMULA = "計算式とみなされる文字（=、+、-、@など）で始まる値は登録できません。"


class Line(NamedTuple):
    """A line of the file by its number as spreadsheets count, and its cells by column."""

    number: int
    cells: Mapping[str, str]


class UnreadableFile(Exception):
    """The file cannot be read as a whole; `problem` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(FILE, code, message)


def read(file: bytes, fields: Sequence[EntryField]) -> Iterator[Line]:
    """The lines that are not empty, one after the other. Raises UnreadableFile, also in the course of it."""
    rows = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    try:
        columns = _columns(next(rows, []), fields)
        for count, line in enumerate(_lines(rows, columns), 1):
            if count > MOST_LINES:
                raise UnreadableFile("TOO_MANY", f"1つのファイルに登録できるのは{MOST_LINES:,}行までです。")
            yield line
    except csv.Error:
        message = f"{rows.line_num}行目を読み取れません。CSV形式で保存したファイルかどうかをご確認ください。"
        raise UnreadableFile("MALFORMED", message) from None


def formulas(line: Line) -> Iterator[Problem]:
    """Cells that a spreadsheet would calculate if they were exported again."""
    for column, cell in line.cells.items():
        if csv_format.may_be_formula(cell):
            yield Problem((text_checks.name_in_api(column),), "FORMULA", FORMULA)


def _lines(rows: Iterator[list[str]], columns: Sequence[str]) -> Iterator[Line]:
    for number, cells in enumerate(rows, 2):
        if any(cell.strip() for cell in cells):
            if any(cell.strip() for cell in cells[len(columns) :]):
                raise UnreadableFile("MALFORMED", f"{number}行目の列が、見出しより多くあります。")
            texts = map(given_text.compose_kana, cells)
            yield Line(number, dict(zip(columns, texts, strict=False)))


def _text(file: bytes) -> str:
    if not file:
        raise UnreadableFile("EMPTY", "ファイルが空です。")
    for encoding in ("utf-8", "cp932"):
        try:
            return file.decode(encoding).removeprefix(csv_format.BOM)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("MALFORMED", "文字コードを判別できません。UTF-8またはShift_JISで保存してください。")


def _columns(heading: Sequence[str], fields: Sequence[EntryField]) -> list[str]:
    """The columns in the order of the file, by their labels."""
    by_label = {field.label: field.column for field in fields}
    labels = [label.strip() for label in heading]
    while labels and not labels[-1]:
        labels.pop()
    unknown = [label for label in labels if label not in by_label]
    missing = [field.label for field in fields if not field.is_optional and field.label not in labels]
    if unknown or missing or len(set(labels)) < len(labels):
        expected = "、".join(by_label)
        raise UnreadableFile("MALFORMED", f"1行目は見出し（{expected}）としてください。")
    return [by_label[label] for label in labels]
