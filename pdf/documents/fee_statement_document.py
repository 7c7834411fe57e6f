"""The fee statement (保証料計算書)."""

import functools
from dataclasses import dataclass

from pdf.documents import era_dates, layout_parts
from pdf.documents.document_data import FeeStatementData
from pdf.documents.field_boxes import BLUE, BOLD, FEE_LINES, FEE_STATEMENT, SOFT, SUM
from pdf.documents.worded_values import format_value, format_yen
from pdf.layout import content_operators
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import Canvas, FieldCell, TextCell
from pdf.layout.template import Template
from pdf.layout.text_problems import TextDoesNotFit
from pdf.writer.metadata import DocumentInfo
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


def render(data: FeeStatementData) -> bytes:
    """The statement as a PDF. Raises NoText, NoGlyph or TextDoesNotFit, also for more than FEE_LINES lines."""
    if not 0 < len(data.lines) <= FEE_LINES:
        raise TextDoesNotFit("lines")
    notes = ((_TAX_EXEMPT,) if data.is_tax_exempt else ()) + ((_SAMPLE,) if data.is_sample else ())
    variant = _Variant(
        len(data.lines),
        notes,
        data.labels.project_name,
        is_numbered=data.number is not None,
        is_joint_venture=data.joint_venture_name is not None,
        is_refund=data.due < 0,
        is_in_part_unpaid=data.unpaid > 0,
        is_request=data.due_on is not None,
        is_on_paper=data.paper_delivery is not None,
        addressee=layout_parts.bill_to_fields(data.bill_to_department, data.bill_to_address),
    )
    template = _template(variant)
    info = DocumentInfo(_TITLE, data.issuer.surety_name, data.statement_number, data.issued_on)
    return template.document(template.fill(_texts(data)), info)


def _texts(data: FeeStatementData) -> dict[str, str | None]:
    month = f"（{era_dates.format_month(data.billing_month)}分）" if data.billing_month else ""
    return {
        "issued_on": era_dates.format_date(data.issued_on),
        "statement_number": data.statement_number,
        **layout_parts.bill_to_texts(data.bill_to, data.bill_to_department, data.bill_to_address),
        "due": format_yen(abs(data.due + data.unpaid)),
        "number": data.number,
        "unnumbered": _UNNUMBERED,
        "product": data.product_name,
        "joint_venture_name": data.joint_venture_name,
        "principal_name": data.principal_name,
        "lead_member": data.principal_name,
        "obligee_title": data.obligee_title,
        "project_name": data.project_name,
        "amount": format_yen(data.amount),
        "period": format_value((data.period_from, data.period_to)),
        **{f"line_{count}": line.description for count, line in enumerate(data.lines)},
        **{f"sum_{count}": format_yen(line.amount) for count, line in enumerate(data.lines)},
        "fee": format_yen(data.fee),
        "earlier_charges": format_yen(data.earlier_charges),
        "balance": format_yen(data.due),
        "unpaid": format_yen(data.unpaid),
        "method": data.method.printed + month,
        "due_on": era_dates.format_date(data.due_on) if data.due_on else None,
        "fee_account": data.fee_account or _ASK,
        "paper_delivery": data.paper_delivery and data.paper_delivery.printed,
        "delivery": "書面（郵送）をご希望" if data.is_paper_requested else "電子交付",
        **layout_parts.issuer_texts(data.issuer),
    }


@dataclass(frozen=True)
class _Variant:
    """The properties that determine a template."""

    lines: int
    notes: tuple[str, ...]
    project_name: str
    """Its label."""
    is_numbered: bool
    is_joint_venture: bool
    is_refund: bool
    is_in_part_unpaid: bool
    is_request: bool
    is_on_paper: bool
    addressee: tuple[str, ...]
    """The fields of the bill-to party, from above."""


@functools.lru_cache(maxsize=32)
def _template(variant: _Variant) -> Template:
    canvas = Canvas(FEE_STATEMENT)
    due = "ご返還する額" if variant.is_refund else "お支払いいただく額"
    _head(canvas, variant.addressee, due, _REQUESTS if variant.is_request else _TELLS)
    delivery = layout_parts.row("計算書の交付", "delivery")
    certificate = layout_parts.row("保証証書受取", "paper_delivery") if variant.is_on_paper else []
    due_on = layout_parts.row("納付期限", "due_on", cream=True) if variant.is_request else []
    short = [
        layout_parts.row("保証契約番号", "number" if variant.is_numbered else "unnumbered")
        + layout_parts.row("商品", "product"),
        layout_parts.row("保証金額", "amount") + layout_parts.row("支払方法", "method"),
        *([due_on + (certificate or delivery)] if variant.is_request else []),
        *([certificate + delivery] if variant.is_on_paper and not variant.is_request else []),
    ]
    principal = ("joint_venture_name", "lead_member") if variant.is_joint_venture else ("principal_name",)
    long = [
        layout_parts.row("保証契約者", *principal),
        layout_parts.row("発注者", "obligee_title"),
        layout_parts.row(variant.project_name, "project_name"),
        layout_parts.row("保証期間", "period"),
        *([layout_parts.row("振込先", "fee_account", cream=True)] if variant.is_request else []),
        *([delivery] if variant.is_request == variant.is_on_paper else []),
    ]
    half = _W // 2 - _LABELS
    bottom = layout_parts.framed(canvas, short, (_LABELS, _W - 2 * _LABELS - half, _LABELS, half), top=596)
    bottom = layout_parts.framed(canvas, long, (_LABELS, _W - _LABELS), top=bottom)
    sums = [
        layout_parts.heading(("計算の内訳", "金額"), (_W - _SUMS, _SUMS)),
        *([FieldCell((f"line_{count}",)), FieldCell((f"sum_{count}",))] for count in range(variant.lines)),
        _total("保証料", "fee", is_strong=True),
        _total("既にご請求した額", "earlier_charges"),
        _total("差引額", "balance", is_strong=True),
        *([_total("うち未納のためご返還しない額", "unpaid")] if variant.is_in_part_unpaid else []),
    ]
    bottom = layout_parts.framed(canvas, sums, (_W - _SUMS, _SUMS), top=bottom - 12)
    small = Style(SERIF, 8.5, leading=1.5, color=SOFT)
    for note in variant.notes:
        bottom = canvas.text(f"※{note}", small, x=_X, top=bottom - 5, width=_W)
    return Template(canvas, {})


def _head(canvas: Canvas, addressee: tuple[str, ...], due: str, opening: str) -> None:
    canvas.reserve("statement_number", x=_X + _W - 240, top=800)
    canvas.reserve("issued_on", x=_X + _W - 200, top=785)
    title = Style(SERIF, 20, align="center", color=BLUE, weight=BOLD)
    end = canvas.text(_TITLE, title, x=_X, top=766, width=_W) - 4
    canvas.draw(content_operators.rule(_X + 150, end, _X + _W - 150, width=1.2, color=BLUE))
    canvas.draw(content_operators.rule(_X + 150, end - 2.4, _X + _W - 150, width=0.4, color=BLUE))
    canvas.reserve(*addressee, x=_X, top=726)
    right = _X + _W - 210
    canvas.reserve("surety_name", *layout_parts.BRANCH, x=right, top=726)
    canvas.text(opening, _TEXT, x=_X, top=656, width=_W)
    canvas.draw(content_operators.box(_X, 604, _W, 30, fill=layout_parts.CREAM, stroke=BLUE, line=1))
    canvas.text(due, Style(SANS, 11, color=BLUE), x=_X + 14, top=627, width=200)
    canvas.reserve("due", x=_X + _W - 250 - 14, top=634, height=30, is_centred=True)


def _total(label: str, field: str, *, is_strong: bool = False) -> list[TextCell | FieldCell]:
    tint = layout_parts.TINT if is_strong else None
    return [TextCell([(label, SUM, 11, _W - _SUMS - 22)], tint), FieldCell((field,), 18, tint=tint)]
