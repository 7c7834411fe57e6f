"""The fee statement (保証料計算書)."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from pdf.documents import era_dates, layout_parts
from pdf.documents.document_data import FeeStatementSheet
from pdf.documents.field_boxes import BLUE, BOLD, FEE_LINES, FEE_STATEMENT, SOFT, SUM
from pdf.documents.worded_values import in_words, yen
from pdf.layout import content_operators
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import Canvas, Opening, Words
from pdf.layout.template import Template
from pdf.layout.text_problems import TextDoesNotFit
from pdf.writer.metadata import About
from pdf.writer.typefaces import SANS, SERIF

_X, _W = 56, 483
_LABELS = 80
_SUMS = 128
_TITLE = "保証料計算書"
_TEXT = Style(SERIF, 10.5, leading=1.7, align="justify")
_TELLS = "　下記のとおり保証料を計算いたしましたので、ご通知申し上げます。"
_REQUESTS = "　下記の保証料を、納付期限までにお支払いくださいますようお願い申し上げます。"
_UNNUMBERED = "発行の際に定まります"
_ASK = "取扱箇所へお問い合わせください"
_TAX_EXEMPT = "保証料には消費税が課されません（非課税）。"
_SAMPLE = "この計算書は見本料率によるもので、実際の保証料ではありません。"


def render(sheet: FeeStatementSheet) -> bytes:
    """The statement as a PDF. Raises NoText, NoGlyph or TextDoesNotFit, also for more than FEE_LINES lines."""
    if not 0 < len(sheet.lines) <= FEE_LINES:
        raise TextDoesNotFit("lines")
    notes = ((_TAX_EXEMPT,) if sheet.is_tax_exempt else ()) + ((_SAMPLE,) if sheet.is_sample else ())
    form = _Form(
        len(sheet.lines),
        notes,
        sheet.terms.project_name,
        is_numbered=sheet.number is not None,
        is_joint_venture=sheet.joint_venture_name is not None,
        is_refund=sheet.due < 0,
        is_request=sheet.due_on is not None,
    )
    template = _template(form)
    about = About(_TITLE, sheet.issuer.surety_name, sheet.statement_number, sheet.issued_on)
    return template.document(template.filled(_texts(sheet)), about)


def _texts(sheet: FeeStatementSheet) -> dict[str, str | None]:
    month = f"（{era_dates.month_in_words(sheet.billing_month)}分）" if sheet.billing_month else ""
    return {
        "issued_on": era_dates.in_words(sheet.issued_on),
        "statement_number": sheet.statement_number,
        "bill_to": sheet.bill_to,
        "due": yen(abs(sheet.due)),
        "number": sheet.number,
        "unnumbered": _UNNUMBERED,
        "product": sheet.product_name,
        "joint_venture_name": sheet.joint_venture_name,
        "principal_name": sheet.principal_name,
        "lead_member": sheet.principal_name,
        "obligee_title": sheet.obligee_title,
        "project_name": sheet.project_name,
        "amount": yen(sheet.amount),
        "period": in_words((sheet.period_from, sheet.period_to)),
        **{f"line_{count}": line.description for count, line in enumerate(sheet.lines)},
        **{f"sum_{count}": yen(line.amount) for count, line in enumerate(sheet.lines)},
        "fee": yen(sheet.fee),
        "earlier_charges": yen(sheet.earlier_charges),
        "balance": yen(sheet.due),
        "method": sheet.method.printed + month,
        "due_on": era_dates.in_words(sheet.due_on) if sheet.due_on else None,
        "fee_account": sheet.fee_account or _ASK,
        "delivery": "書面（郵送）をご希望" if sheet.is_paper_requested else "電子交付",
        **layout_parts.issuer_texts(sheet.issuer),
    }


@dataclass(frozen=True)
class _Form:
    """What the fixed part of a statement depends on."""

    lines: int
    notes: tuple[str, ...]
    project_name: str
    """Its label."""
    is_numbered: bool
    is_joint_venture: bool
    is_refund: bool
    is_request: bool


@functools.lru_cache(maxsize=32)
def _template(form: _Form) -> Template:
    canvas = Canvas(FEE_STATEMENT)
    due = "ご返還する額" if form.is_refund else "お支払いいただく額"
    _head(canvas, due, _REQUESTS if form.is_request else _TELLS)
    delivery = layout_parts.row("計算書の交付", "delivery")
    short = [
        layout_parts.row("保証契約番号", "number" if form.is_numbered else "unnumbered")
        + layout_parts.row("商品", "product"),
        layout_parts.row("保証金額", "amount") + layout_parts.row("支払方法", "method"),
        *([layout_parts.row("納付期限", "due_on", cream=True) + delivery] if form.is_request else []),
    ]
    principal = ("joint_venture_name", "lead_member") if form.is_joint_venture else ("principal_name",)
    long = [
        layout_parts.row("保証契約者", *principal),
        layout_parts.row("発注者", "obligee_title"),
        layout_parts.row(form.project_name, "project_name"),
        layout_parts.row("保証期間", "period"),
        layout_parts.row("振込先", "fee_account", cream=True) if form.is_request else delivery,
    ]
    half = _W // 2 - _LABELS
    bottom = _framed(canvas, short, (_LABELS, _W - 2 * _LABELS - half, _LABELS, half), top=596)
    bottom = _framed(canvas, long, (_LABELS, _W - _LABELS), top=bottom)
    sums = [
        _heading("計算の内訳", "金額"),
        *([Opening((f"line_{count}",)), Opening((f"sum_{count}",))] for count in range(form.lines)),
        _total("保証料", "fee", is_strong=True),
        _total("既にご請求した額", "earlier_charges"),
        _total("差引額", "balance", is_strong=True),
    ]
    bottom = _framed(canvas, sums, (_W - _SUMS, _SUMS), top=bottom - 12)
    small = Style(SERIF, 8.5, leading=1.5, color=SOFT)
    for note in form.notes:
        bottom = canvas.words(f"※{note}", small, x=_X, top=bottom - 5, width=_W)
    return Template(canvas, {})


def _head(canvas: Canvas, due: str, opening: str) -> None:
    canvas.open("statement_number", x=_X + _W - 240, top=800)
    canvas.open("issued_on", x=_X + _W - 200, top=785)
    title = Style(SERIF, 20, align="center", color=BLUE, weight=BOLD)
    end = canvas.words(_TITLE, title, x=_X, top=766, width=_W) - 4
    canvas.draw(content_operators.rule(_X + 150, end, _X + _W - 150, width=1.2, color=BLUE))
    canvas.draw(content_operators.rule(_X + 150, end - 2.4, _X + _W - 150, width=0.4, color=BLUE))
    canvas.open("bill_to", x=_X, top=726)
    right = _X + _W - 210
    canvas.open("surety_name", *layout_parts.BRANCH, x=right, top=726)
    canvas.words(opening, _TEXT, x=_X, top=656, width=_W)
    canvas.draw(content_operators.box(_X, 604, _W, 30, fill=layout_parts.CREAM, stroke=BLUE, line=1))
    canvas.words(due, Style(SANS, 11, color=BLUE), x=_X + 14, top=627, width=200)
    canvas.open("due", x=_X + _W - 250 - 14, top=634, height=30, is_centred=True)


def _framed(canvas: Canvas, rows: Sequence[Sequence[Words | Opening]], widths: tuple[int, ...], *, top: float) -> float:
    bottom = canvas.table(rows, widths, x=_X, top=top, line=layout_parts.LINE)
    layout_parts.frame(canvas, _X, bottom, _W, top)
    return bottom


def _heading(*texts: str) -> list[Words | Opening]:
    style = Style(SANS, 9, color=BLUE, align="center")
    return [
        Words([(text, style, 0, width)], layout_parts.TINT)
        for text, width in zip(texts, (_W - _SUMS, _SUMS), strict=True)
    ]


def _total(label: str, field: str, *, is_strong: bool = False) -> list[Words | Opening]:
    tint = layout_parts.TINT if is_strong else None
    return [Words([(label, SUM, 11, _W - _SUMS - 22)], tint), Opening((field,), 18, tint=tint)]
