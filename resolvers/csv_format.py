"""Tables for spreadsheets: lines of CSV (RFC 4180) that no spreadsheet interprets as formulas."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence

from models.numbering import JAPAN

BOM = "\ufeff"
"""Without it Excel assumes Shift_JIS instead of UTF-8."""
Cell = str | int | datetime.date | datetime.datetime | None
_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠−")
"""First characters of formulas (OWASP, CSV injection), also in full width (Japanese spreadsheets) and after spaces."""


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """One line per row: plain numbers, days as 2026-04-01, times in Japan's time zone; texts are escaped.

    A cell that a spreadsheet would calculate gets a leading apostrophe, which marks a text.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate the text."""
    return bool({text[:1], text.lstrip()[:1]} & _BEGINNINGS)


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
            return f"'{cell}" if may_be_formula(cell) else cell
