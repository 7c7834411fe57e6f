"""The monthly bill (保証料請求書): one line for each statement, on as many pages as it takes."""

import functools

from pdf.documents import era_dates, layout_parts
from pdf.documents.document_data import MonthlyBillData
from pdf.documents.field_boxes import BILL_LINES, BLUE, BOLD, MONTHLY_BILL, SOFT, SUM
from pdf.documents.worded_values import format_yen
from pdf.layout import content_operators
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import Canvas, FieldCell, TextCell
from pdf.layout.template import Template
from pdf.layout.text_problems import TextDoesNotFit
from pdf.writer.metadata import DocumentInfo
from pdf.writer.typefaces import SANS, SERIF

_X, _W = 56, 483
_LABELS = 80
_NUMBERS, _SUMS = 106, 100
_TITLE = "保証料請求書"
_TEXT = Style(SERIF, 10.5, leading=1.7, align="justify")
_OPENING = "　下記のとおり一括納付の保証料をご請求申し上げます。"
_ASK = "取扱箇所へお問い合わせください"
_TAX_EXEMPT = "保証料には消費税が課されません（非課税）。"
_SAMPLE = "この請求書は見本料率によるもので、実際の保証料ではありません。"
_DUE, _REFUND = "ご請求額", "ご返還する額"
MOST_PAGES = 100


def render(data: MonthlyBillData) -> bytes:
    """The bill as a PDF. Raises NoText, NoGlyph or TextDoesNotFit, also for more than MOST_PAGES pages."""
    pages = range(0, len(data.lines), BILL_LINES)
    if not 0 < len(pages) <= MOST_PAGES:
        raise TextDoesNotFit("lines")
    notes = ((_TAX_EXEMPT,) if data.is_tax_exempt else ()) + ((_SAMPLE,) if data.is_sample else ())
    addressee = layout_parts.bill_to_fields(data.bill_to_department, data.bill_to_address)
    template = _template(notes, _REFUND if data.total < 0 else _DUE, addressee)
    filled = [template.fill(_texts(data, first)) for first in pages]
    info = DocumentInfo(_TITLE, data.issuer.surety_name, data.bill_number, data.issued_on)
    return template.document(filled[0], info, further=filled[1:])


def _texts(data: MonthlyBillData, first: int) -> dict[str, str | None]:
    """The page whose first line it is."""
    lines = data.lines[first : first + BILL_LINES]
    empty = dict.fromkeys(f"{name}_{place}" for name in ("statement", "line", "sum") for place in range(BILL_LINES))
    page, pages = first // BILL_LINES + 1, -(-len(data.lines) // BILL_LINES)
    return {
        **empty,
        "issued_on": era_dates.format_date(data.issued_on),
        "bill_number": data.bill_number,
        "page": f"{page}／{pages}",
        **layout_parts.bill_to_texts(data.bill_to, data.bill_to_department, data.bill_to_address),
        "due": format_yen(abs(data.total)),
        "month": f"{era_dates.format_month(data.billing_month)}分",
        "due_on": era_dates.format_date(data.due_on),
        "principal_name": data.contractor_name,
        "fee_account": data.fee_account or _ASK,
        **{f"statement_{place}": line.statement_number for place, line in enumerate(lines)},
        **{f"line_{place}": f"{line.product_name}　{line.project_name}" for place, line in enumerate(lines)},
        **{f"sum_{place}": format_yen(line.due) for place, line in enumerate(lines)},
        "count": f"{len(data.lines):,}件" if page == pages else None,
        "total": format_yen(data.total) if page == pages else None,
        **layout_parts.issuer_texts(data.issuer),
    }


@functools.lru_cache(maxsize=32)
def _template(notes: tuple[str, ...], due: str, addressee: tuple[str, ...]) -> Template:
    canvas = Canvas(MONTHLY_BILL)
    _head(canvas, due, addressee)
    half = _W // 2 - _LABELS
    short = [layout_parts.row("請求月", "month") + layout_parts.row("納付期限", "due_on", cream=True)]
    bottom = layout_parts.framed(canvas, short, (_LABELS, _W - 2 * _LABELS - half, _LABELS, half), top=596)
    long = [layout_parts.row("保証契約者", "principal_name"), layout_parts.row("振込先", "fee_account", cream=True)]
    bottom = layout_parts.framed(canvas, long, (_LABELS, _W - _LABELS), top=bottom)
    widths = (_NUMBERS, _W - _NUMBERS - _SUMS, _SUMS)
    rows = [
        layout_parts.heading(("計算書番号", "商品・工事名（業務名）", "金額"), widths),
        *(
            [
                FieldCell((f"{name}_{place}",), indent=indent)
                for name, indent in (("statement", 6), ("line", 6), ("sum", 8))
            ]
            for place in range(BILL_LINES)
        ),
        [
            TextCell([("合計", SUM, 0, _NUMBERS - 11)], layout_parts.TINT),
            FieldCell(("count",), 18, 6, tint=layout_parts.TINT),
            FieldCell(("total",), 18, 8, tint=layout_parts.TINT),
        ],
    ]
    bottom = layout_parts.framed(canvas, rows, widths, top=bottom - 10)
    small = Style(SERIF, 8.5, leading=1.5, color=SOFT)
    for note in notes:
        bottom = canvas.text(f"※{note}", small, x=_X, top=bottom - 4, width=_W)
    return Template(canvas, {})


def _head(canvas: Canvas, due: str, addressee: tuple[str, ...]) -> None:
    canvas.reserve("page", x=_X, top=800)
    canvas.reserve("bill_number", x=_X + _W - 240, top=800)
    canvas.reserve("issued_on", x=_X + _W - 200, top=785)
    title = Style(SERIF, 20, align="center", color=BLUE, weight=BOLD)
    end = canvas.text(_TITLE, title, x=_X, top=766, width=_W) - 4
    canvas.draw(content_operators.rule(_X + 150, end, _X + _W - 150, width=1.2, color=BLUE))
    canvas.draw(content_operators.rule(_X + 150, end - 2.4, _X + _W - 150, width=0.4, color=BLUE))
    canvas.reserve(*addressee, x=_X, top=726)
    canvas.reserve("surety_name", *layout_parts.BRANCH, x=_X + _W - 210, top=726)
    canvas.text(_OPENING, _TEXT, x=_X, top=656, width=_W)
    canvas.draw(content_operators.box(_X, 604, _W, 30, fill=layout_parts.CREAM, stroke=BLUE, line=1))
    canvas.text(due, Style(SANS, 11, color=BLUE), x=_X + 14, top=627, width=200)
    canvas.reserve("due", x=_X + _W - 250 - 14, top=634, height=30, is_centred=True)
