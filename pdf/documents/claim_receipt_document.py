"""The receipt of a claim (保証金請求受付書)."""

import functools
from dataclasses import dataclass

from pdf.documents import era_dates, layout_parts
from pdf.documents.claim_receipt_data import ClaimReceiptData
from pdf.documents.field_boxes import BLUE, BOLD, CLAIM_LINES, CLAIM_RECEIPT, SOFT, SUM
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
_SUMS = 128
_TITLE = "保証金請求受付書"
_TEXT = Style(SERIF, 10.5, leading=1.7, align="justify")
_OPENING = "　下記のとおり保証金のご請求を受け付けましたので、ご通知申し上げます。"
_CAPPED = "請求額は、支払済みの前払金額及び保証金額を上限とします。"
_DUE = "支払期限は、請求の到達を記録した日から30日後の日です。"
_NO_DECISION = "この受付書は、請求の受付を証するものです。お支払いの可否は、審査のうえ別途ご通知いたします。"


def render(data: ClaimReceiptData) -> bytes:
    """The receipt as a PDF. Raises NoText, NoGlyph or TextDoesNotFit, also for more than CLAIM_LINES lines."""
    if not 0 < len(data.lines) <= CLAIM_LINES:
        raise TextDoesNotFit("lines")
    is_joint_venture = data.joint_venture_name is not None
    template = _template(_Variant(len(data.lines), data.labels.project_name, is_joint_venture=is_joint_venture))
    info = DocumentInfo(_TITLE, data.issuer.surety_name, data.number, data.received_on)
    return template.document(template.fill(_texts(data)), info)


def _texts(data: ClaimReceiptData) -> dict[str, str | None]:
    return {
        "issued_on": era_dates.format_date(data.received_on),
        "addressee": data.obligee_title,
        "claimed": format_yen(data.claimed),
        "number": data.number,
        "product": data.product_name,
        "received_on": era_dates.format_date(data.received_on),
        "due_on": era_dates.format_date(data.due_on),
        "amount": format_yen(data.amount),
        "contract_ended_on": era_dates.format_date(data.contract_ended_on),
        "joint_venture_name": data.joint_venture_name,
        "principal_name": data.principal_name,
        "lead_member": data.principal_name,
        "project_name": data.project_name,
        "claim_bank": data.claim_bank,
        "claim_account": data.claim_account,
        **{f"line_{count}": line.description for count, line in enumerate(data.lines)},
        **{f"sum_{count}": format_yen(line.amount) for count, line in enumerate(data.lines)},
        "balance": format_yen(sum(line.amount for line in data.lines)),
        "total": format_yen(data.claimed),
        **layout_parts.issuer_texts(data.issuer),
    }


@dataclass(frozen=True)
class _Variant:
    """The properties that determine a template."""

    lines: int
    project_name: str
    """Its label."""
    is_joint_venture: bool


@functools.lru_cache(maxsize=16)
def _template(variant: _Variant) -> Template:
    canvas = Canvas(CLAIM_RECEIPT)
    _head(canvas)
    row, half = layout_parts.row, _W // 2 - _LABELS
    short = [
        row("保証契約番号", "number") + row("商品", "product"),
        row("受付日", "received_on") + row("支払期限", "due_on", cream=True),
        row("保証金額", "amount") + row("契約解除日", "contract_ended_on"),
    ]
    bottom = layout_parts.framed(canvas, short, (_LABELS, _W - 2 * _LABELS - half, _LABELS, half), top=596)
    principal = ("joint_venture_name", "lead_member") if variant.is_joint_venture else ("principal_name",)
    long = [
        row("保証契約者", *principal),
        row(variant.project_name, "project_name"),
        row("振込先", "claim_bank", "claim_account"),
    ]
    bottom = layout_parts.framed(canvas, long, (_LABELS, _W - _LABELS), top=bottom)
    is_capped = variant.lines > 1
    sums = [
        layout_parts.heading(("請求額の計算", "金額"), (_W - _SUMS, _SUMS)),
        *([FieldCell((f"line_{count}",)), FieldCell((f"sum_{count}",))] for count in range(variant.lines)),
        *([_total("差引額", "balance", is_strong=False)] if is_capped else []),
        _total("請求額", "total", is_strong=True),
    ]
    bottom = layout_parts.framed(canvas, sums, (_W - _SUMS, _SUMS), top=bottom - 12)
    small = Style(SERIF, 8.5, leading=1.5, color=SOFT)
    for note in (*((_CAPPED,) if is_capped else ()), _DUE, _NO_DECISION):
        bottom = canvas.text(f"※{note}", small, x=_X, top=bottom - 5, width=_W)
    return Template(canvas, {})


def _head(canvas: Canvas) -> None:
    canvas.reserve("issued_on", x=_X + _W - 200, top=785)
    title = Style(SERIF, 20, align="center", color=BLUE, weight=BOLD)
    end = canvas.text(_TITLE, title, x=_X, top=766, width=_W) - 4
    canvas.draw(content_operators.rule(_X + 150, end, _X + _W - 150, width=1.2, color=BLUE))
    canvas.draw(content_operators.rule(_X + 150, end - 2.4, _X + _W - 150, width=0.4, color=BLUE))
    canvas.reserve("addressee", x=_X, top=726)
    canvas.reserve("surety_name", *layout_parts.BRANCH, x=_X + _W - 210, top=726)
    canvas.text(_OPENING, _TEXT, x=_X, top=656, width=_W)
    canvas.draw(content_operators.box(_X, 604, _W, 30, fill=layout_parts.CREAM, stroke=BLUE, line=1))
    canvas.text("請求額", Style(SANS, 11, color=BLUE), x=_X + 14, top=627, width=200)
    canvas.reserve("claimed", x=_X + _W - 250 - 14, top=634, height=30, is_centred=True)


def _total(label: str, field: str, *, is_strong: bool) -> list[TextCell | FieldCell]:
    tint = layout_parts.TINT if is_strong else None
    return [TextCell([(label, SUM, 11, _W - _SUMS - 22)], tint), FieldCell((field,), 18, tint=tint)]
