"""Layout that the documents share: labels, rows, the issuer."""

from collections.abc import Sequence
from dataclasses import replace

from pdf.documents.document_data import Issuer
from pdf.documents.field_boxes import BLUE
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import Canvas, FieldCell, TextCell
from pdf.writer.typefaces import SANS

LABEL = Style(SANS, 9.5, color=BLUE, align="spread")
_SMALL = Style(SANS, 7, color=BLUE)
TINT = "0.953 0.965 0.98"
CREAM = "0.984 0.969 0.925"
LINE = "0.6 0.65 0.72"
LEFT = 56
"""The left edge of the text, in points."""
_EMS = 6
"""Labels are spread over six characters (均等割付); 保証契約番号 has six and so is extracted as one word."""


def row(
    label: str, *fields: str, height: float = 0, tail: str = "", below: str = "", cream: bool = False
) -> list[TextCell | FieldCell]:
    """A row: the label spread over six characters, a small text after or below it, and the cell of the fields."""
    width = _EMS * LABEL.size
    pieces = [(label, LABEL if len(label) < _EMS else replace(LABEL, align="left"), 11.0, width)]
    if tail:
        pieces.append((tail, _SMALL, 13 + width, 46.0))
    under = (below, _SMALL, 7.5, 110.0) if below else None
    return [TextCell(pieces, TINT, under), FieldCell(fields, height, tint=CREAM if cream else None)]


def frame(canvas: Canvas, x: float, bottom: float, width: float, top: float) -> None:
    """Draw the heavier line around a table."""
    canvas.draw(f"q {BLUE} RG 1 w {x:g} {bottom:g} {width:g} {top - bottom:g} re S Q\n")


def framed(
    canvas: Canvas, rows: Sequence[Sequence[TextCell | FieldCell]], widths: tuple[int, ...], *, top: float
) -> float:
    """Draw a framed table of the width of the page; returns the y coordinate of its end."""
    bottom = canvas.table(rows, widths, x=LEFT, top=top, line=LINE)
    frame(canvas, LEFT, bottom, sum(widths), top)
    return bottom


def heading(texts: tuple[str, ...], widths: tuple[int, ...]) -> list[TextCell | FieldCell]:
    """The row above columns."""
    style = Style(SANS, 9, color=BLUE, align="center")
    return [TextCell([(text, style, 0, width)], TINT) for text, width in zip(texts, widths, strict=True)]


def bill_to_fields(department: str | None, address: str | None) -> tuple[str, ...]:
    """The fields of a bill-to party, from above."""
    above = ("bill_to_address",) if address else ()
    if department:
        return (*above, "bill_to_name", "bill_to_department")
    return (*above, "bill_to_below_address") if address else ("bill_to",)


def bill_to_texts(name: str, department: str | None, address: str | None) -> dict[str, str | None]:
    """The texts of these fields."""
    texts: dict[str, str | None] = dict.fromkeys(("bill_to", "bill_to_name", "bill_to_below_address"), name)
    return texts | {"bill_to_department": department, "bill_to_address": address}


BRANCH = ("branch_name", "branch_telephone", "branch_fax")
"""The fields of the branch that handles a guarantee."""


def issuer_texts(issuer: Issuer) -> dict[str, str | None]:
    """The issuer's fields."""
    return {
        "surety_address": issuer.surety_address,
        "surety_name": issuer.surety_name,
        "surety_representative": issuer.surety_representative,
        "branch_name": issuer.branch_name,
        "branch_telephone": issuer.branch_telephone,
        "branch_fax": issuer.branch_fax,
    }
