"""The certificate (保証証書)."""

import functools
from dataclasses import replace
from typing import NamedTuple

from pdf.documents import era_dates, layout_parts, ornaments, stamp
from pdf.documents.document_data import ELECTRONIC_ONLY_NOTE, CertificateData, ContractLabels
from pdf.documents.field_boxes import BLUE, BOLD, CERTIFICATE, RED, SOFT, table_box
from pdf.documents.printable_texts import LISTED, list_members
from pdf.documents.worded_values import format_value
from pdf.layout import content_operators
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import WIDTH, Canvas, FieldCell, TextCell
from pdf.layout.template import Template
from pdf.writer import form_xobjects
from pdf.writer.metadata import DocumentInfo
from pdf.writer.typefaces import SANS, SERIF

_X, _W = 56, 483
_LABELS = 120
_NOTE = Style(SERIF, 8, leading=1.5, align="justify", color=SOFT)

_NOTES = (
    "保証契約の内容を変更したときは、表題の下に「変更－」の文字と変更の回数を示し、変更後の内容を記載します。",
    "変更が{price}のみにとどまる場合は、この保証契約の効力に影響がありませんので、変更の手続は要しません。",
)
_COPY = "写し"
_ONLY_A_COPY = "これは紙の保証証書の写しです。保証証書としての効力は、紙の原本だけにあります。"
_PALE_RED = "0.98 0.92 0.91"


class _Row(NamedTuple):
    """A row without its value."""

    name: str
    label: str
    tail: str


class _Variant(NamedTuple):
    """The properties that determine a template."""

    title: str
    labels: ContractLabels
    rows: tuple[_Row, ...]
    members: str | None
    """The field of a joint venture's members; None without one."""
    is_on_paper: bool
    is_copy: bool


def render(data: CertificateData) -> bytes:
    """The certificate as a PDF, not yet signed. Raises NoText, NoGlyph or TextDoesNotFit."""
    variant = _Variant(
        data.title,
        data.labels,
        tuple(_Row(row.name, row.label, row.tail) for row in data.rows),
        members=list_members(data.joint_venture_members)[0] if data.joint_venture_name is not None else None,
        is_on_paper=data.is_on_paper,
        is_copy=data.is_copy,
    )
    template = _template(variant)
    title = data.title + (f"（{_COPY}）" if data.is_copy else "")
    info = DocumentInfo(title, data.issuer.surety_name, data.number, data.issued_on)
    page = template.fill(_texts(data))
    return template.document(page, info, forms={"Stamp": stamp.draw(data.issuer.surety_name)})


def _texts(data: CertificateData) -> dict[str, str | None]:
    return {
        "issued_on": era_dates.format_date(data.issued_on),
        "amendment": str(data.amendment_number) if data.amendment_number else None,
        "number_at_the_top": data.number,
        "number": data.number,
        "joint_venture_name": data.joint_venture_name,
        **_members(data),
        "principal_address": data.principal_address,
        "principal_name": data.principal_name,
        "lead_member": data.principal_name,
        **{row.name: format_value(row.value) for row in data.rows},
        "general_terms": data.general_terms,
        **layout_parts.issuer_texts(data.issuer),
    }


def _members(data: CertificateData) -> dict[str, str | None]:
    """The members in the field that has space for them; versions from before they were certified have none."""
    if not data.joint_venture_members:
        return {"joint_venture_members": None}
    field, text = list_members(data.joint_venture_members)
    return {field: text}


@functools.lru_cache(maxsize=64)
def _template(variant: _Variant) -> Template:
    canvas = Canvas({**CERTIFICATE, **{row.name: table_box(row.name) for row in variant.rows}})
    if variant.is_copy:
        _mark_as_copy(canvas)
    canvas.draw(form_xobjects.show("Border"))
    canvas.text("保証契約番号", Style(SANS, 8.5, color=BLUE), x=_X, top=796, width=52)
    canvas.reserve("number_at_the_top", x=_X + 57, top=797)
    canvas.reserve("issued_on", x=_X + _W - 200, top=797)
    if not variant.is_on_paper or variant.is_copy:
        words, color = (_ONLY_A_COPY, RED) if variant.is_copy else (ELECTRONIC_ONLY_NOTE, BLUE)
        canvas.text(words, Style(SERIF, 10, align="center", color=color), x=_X, top=781, width=_W)
    canvas.draw(form_xobjects.show("Guilloche", x=(WIDTH - ornaments.GUILLOCHE_WIDTH) / 2, y=714))
    title = Style(SERIF, 24, align="center", color=BLUE, weight=BOLD)
    canvas.text(variant.title, title, x=_X, top=756, width=_W)
    canvas.reserve("amendment", x=WIDTH / 2 - 60, top=715)
    bottom = canvas.table(_rows(variant), (_LABELS, _W - _LABELS), x=_X, top=684, line=layout_parts.LINE)
    layout_parts.frame(canvas, _X, bottom, _W, 684)
    end = canvas.reserve("general_terms", x=_X, top=bottom - 10)
    _issuer(canvas, top=end - 10)
    _notes(canvas, variant.labels)
    return Template(canvas, {"Border": ornaments.border(), "Guilloche": ornaments.guilloche()})


def _mark_as_copy(canvas: Canvas) -> None:
    """Mark it as a copy, in the background and beside the title."""
    behind = Style(SERIF, 170, align="center", color=_PALE_RED, leading=1)
    canvas.text(_COPY, behind, x=_X + _LABELS, top=520, width=_W - _LABELS)
    canvas.draw(content_operators.box(_X, 724, 52, 30, fill="1 1 1", stroke=RED, line=1.2))
    canvas.text(_COPY, Style(SERIF, 20, align="center", color=RED, leading=1, weight=BOLD), x=_X, top=750, width=52)


def _rows(variant: _Variant) -> list[list[TextCell | FieldCell]]:
    height = 28 if variant.members is None else 15 if variant.members == LISTED else 20
    single, joint = ("principal_address", "principal_name"), ("joint_venture_name", "principal_address", "lead_member")
    principal = single if variant.members is None else (*joint, variant.members)
    return [
        layout_parts.row("保証契約番号", "number", height=height),
        layout_parts.row("保証契約者", *principal),
        *(_row(row, height) for row in variant.rows),
    ]


def _row(row: _Row, height: float) -> list[TextCell | FieldCell]:
    is_main = row.name == "amount"
    return layout_parts.row(row.label, row.name, tail=row.tail, height=height + 5 * is_main, cream=is_main)


def _issuer(canvas: Canvas, *, top: float) -> None:
    """The surety with its stamp, and the branch, vertically centered on each other."""
    end = canvas.reserve("surety_address", "surety_name", "surety_representative", x=_X + 198, top=top, is_centred=True)
    canvas.draw(form_xobjects.show("Stamp", x=_X + _W - stamp.SIZE - 4, y=(top + end - stamp.SIZE) / 2))
    canvas.reserve(*layout_parts.BRANCH, x=_X, top=top, height=top - end, is_centred=True)


def _notes(canvas: Canvas, labels: ContractLabels) -> None:
    canvas.draw(content_operators.rule(_X, 98, _X + _W, width=0.4, color=layout_parts.LINE))
    canvas.text("（注）", replace(_NOTE, align="left"), x=_X, top=93, width=30)
    top = 93.0
    for count, note in enumerate(_NOTES, 1):
        canvas.text(f"{count}.", replace(_NOTE, align="left"), x=_X + 28, top=top, width=12)
        top = canvas.text(note.format(price=labels.price), _NOTE, x=_X + 40, top=top, width=_W - 40)
