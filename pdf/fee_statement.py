"""The fee statement (保証料計算書)."""

import functools
from collections.abc import Sequence

from pdf import blocks, eras, operators
from pdf.faces import SANS, SERIF
from pdf.japanese import Style
from pdf.layout import Canvas, Opening, Words
from pdf.metadata import About
from pdf.problems import TextDoesNotFit
from pdf.rooms import BLUE, BOLD, FEE_LINES, FEE_STATEMENT, SOFT, SUM
from pdf.sheets import FeeStatementSheet
from pdf.template import Template

_X, _W = 56, 483
_LABELS = 120
_SUMS = 128
_TITLE = "保証料計算書"
_TEXT = Style(SERIF, 10.5, leading=1.7, align="justify")
_TAX_EXEMPT = "保証料には消費税が課されません（非課税）。"
_SAMPLE = "この計算書は見本料率によるもので、実際の保証料ではありません。"


def render(sheet: FeeStatementSheet) -> bytes:
    """The statement as a PDF. Raises NoText, NoGlyph or TextDoesNotFit, also for more than FEE_LINES lines."""
    if not 0 < len(sheet.lines) <= FEE_LINES:
        raise TextDoesNotFit("lines")
    notes = ((_TAX_EXEMPT,) if sheet.is_tax_exempt else ()) + ((_SAMPLE,) if sheet.is_sample else ())
    template = _template(len(sheet.lines), sheet.terms.project_name, is_refund=sheet.due < 0, notes=notes)
    about = About(_TITLE, sheet.issuer.surety_name, sheet.statement_number, sheet.issued_on)
    return template.document(template.filled(_texts(sheet)), about)


def _texts(sheet: FeeStatementSheet) -> dict[str, str | None]:
    month = f"（{eras.month_in_words(sheet.billing_month)}分）" if sheet.billing_month else ""
    return {
        "issued_on": eras.in_words(sheet.issued_on),
        "statement_number": sheet.statement_number,
        "bill_to": sheet.bill_to,
        "due": blocks.yen(abs(sheet.due)),
        "number": sheet.number,
        "product": sheet.product.printed,
        "project_name": sheet.project_name,
        "amount": blocks.yen(sheet.amount),
        "period": f"{eras.in_words(sheet.period_from)}から{eras.in_words(sheet.period_to)}まで",
        **{f"line_{count}": line.description for count, line in enumerate(sheet.lines)},
        **{f"sum_{count}": blocks.yen(line.amount) for count, line in enumerate(sheet.lines)},
        "fee": blocks.yen(sheet.fee),
        "earlier_charges": blocks.yen(sheet.earlier_charges),
        "balance": blocks.yen(sheet.due),
        "method": sheet.method.printed + month,
        **blocks.issuer_texts(sheet.issuer),
    }


@functools.lru_cache(maxsize=32)
def _template(lines: int, project_name: str, *, is_refund: bool, notes: tuple[str, ...]) -> Template:
    canvas = Canvas(FEE_STATEMENT)
    _head(canvas, "ご返還する額" if is_refund else "お支払いいただく額")
    guarantee = [
        blocks.row("保証契約番号", "number"),
        blocks.row("商品", "product", tail="（区分）"),
        blocks.row(project_name, "project_name"),
        blocks.row("保証金額", "amount", tail="（総額）"),
        blocks.row("保証期間", "period"),
        blocks.row("支払方法", "method"),
    ]
    bottom = _framed(canvas, guarantee, (_LABELS, _W - _LABELS), top=548)
    sums = [
        _heading("計算の内訳", "金額"),
        *([Opening((f"line_{count}",)), Opening((f"sum_{count}",))] for count in range(lines)),
        _total("保証料", "fee", is_strong=True),
        _total("既にご請求した額", "earlier_charges"),
        _total("差引額", "balance", is_strong=True),
    ]
    bottom = _framed(canvas, sums, (_W - _SUMS, _SUMS), top=bottom - 12)
    small = Style(SERIF, 8.5, leading=1.5, color=SOFT)
    for note in notes:
        bottom = canvas.words(f"※{note}", small, x=_X, top=bottom - 5, width=_W)
    return Template(canvas, {})


def _head(canvas: Canvas, due: str) -> None:
    canvas.open("statement_number", x=_X + _W - 240, top=800)
    canvas.open("issued_on", x=_X + _W - 200, top=785)
    title = Style(SERIF, 20, align="center", color=BLUE, weight=BOLD)
    end = canvas.words(_TITLE, title, x=_X, top=766, width=_W) - 4
    canvas.draw(operators.rule(_X + 150, end, _X + _W - 150, width=1.2, color=BLUE))
    canvas.draw(operators.rule(_X + 150, end - 2.4, _X + _W - 150, width=0.4, color=BLUE))
    canvas.open("bill_to", x=_X, top=724)
    right = _X + _W - 210
    canvas.open("surety_name", *blocks.BRANCH, x=right, top=688)
    text = "　下記のとおり保証料を計算いたしましたので、ご通知申し上げます。"
    canvas.words(text, _TEXT, x=_X, top=614, width=_W)
    canvas.draw(operators.box(_X, 556, _W, 32, fill=blocks.CREAM, stroke=BLUE, line=1))
    canvas.words(due, Style(SANS, 11, color=BLUE), x=_X + 14, top=580, width=200)
    canvas.open("due", x=_X + _W - 250 - 14, top=588, height=32, is_centred=True)


def _framed(canvas: Canvas, rows: Sequence[Sequence[Words | Opening]], widths: tuple[int, int], *, top: float) -> float:
    bottom = canvas.table(rows, widths, x=_X, top=top, line=blocks.LINE)
    blocks.frame(canvas, _X, bottom, _W, top)
    return bottom


def _heading(*texts: str) -> list[Words | Opening]:
    style = Style(SANS, 9, color=BLUE, align="center")
    return [
        Words([(text, style, 0, width)], blocks.TINT) for text, width in zip(texts, (_W - _SUMS, _SUMS), strict=True)
    ]


def _total(label: str, field: str, *, is_strong: bool = False) -> list[Words | Opening]:
    tint = blocks.TINT if is_strong else None
    return [Words([(label, SUM, 11, _W - _SUMS - 22)], tint), Opening((field,), 18, tint=tint)]
