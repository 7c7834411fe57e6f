"""Tables for spreadsheets: lines of CSV (RFC 4180) that no spreadsheet takes for formulas."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence

from models.numbering import JAPAN

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for Shift_JIS."""
Cell = str | int | datetime.date | datetime.datetime | None
_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠−")
"""Of formulas (OWASP, CSV injection), also as Japanese spreadsheets take them, in full width; perhaps behind spaces."""


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """One line a row: numbers plain, days as 2026-04-01, moments as those of Japan; texts are harmless.

    What a spreadsheet would calculate begins with an apostrophe, by which spreadsheets know a text.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case int():
            return cell
        case datetime.datetime():
            return f"{cell.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}"
        case datetime.date():
            return cell.isoformat()
        case _:
            return f"'{cell}" if {cell[:1], cell.lstrip()[:1]} & _BEGINNINGS else cell
