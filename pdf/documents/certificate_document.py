"""The certificate (保証証書)."""

import functools
from dataclasses import replace
from typing import NamedTuple

from pdf.documents import era_dates, layout_parts, ornaments, stamp
from pdf.documents.document_data import NO_PAPER, CertificateSheet, Terms
from pdf.documents.field_boxes import BLUE, BOLD, CERTIFICATE, RED, SOFT, table_box
from pdf.documents.printable_texts import members
from pdf.documents.worded_values import in_words
from pdf.layout import content_operators
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import WIDTH, Canvas, Opening, Words
from pdf.layout.template import Template
from pdf.writer import form_xobjects
from pdf.writer.metadata import About
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
    """What a row is without its value."""

    name: str
    label: str
    tail: str


class _Variant(NamedTuple):
    """What a template is laid out for."""

    title: str
    terms: Terms
    rows: tuple[_Row, ...]
    is_joint: bool
    is_on_paper: bool
    is_copy: bool


def render(sheet: CertificateSheet) -> bytes:
    """The certificate as a PDF, not yet signed. Raises NoText, NoGlyph or TextDoesNotFit."""
    variant = _Variant(
        sheet.title,
        sheet.terms,
        tuple(_Row(row.name, row.label, row.tail) for row in sheet.rows),
        is_joint=sheet.joint_venture_name is not None,
        is_on_paper=sheet.is_on_paper,
        is_copy=sheet.is_copy,
    )
    template = _template(variant)
    title = sheet.title + (f"（{_COPY}）" if sheet.is_copy else "")
    about = About(title, sheet.issuer.surety_name, sheet.number, sheet.issued_on)
    page = template.filled(_texts(sheet))
    return template.document(page, about, forms={"Seal": stamp.of(sheet.issuer.surety_name)})


def _texts(sheet: CertificateSheet) -> dict[str, str | None]:
    return {
        "issued_on": era_dates.in_words(sheet.issued_on),
        "amendment": str(sheet.amendment_number) if sheet.amendment_number else None,
        "number_at_the_top": sheet.number,
        "number": sheet.number,
        "joint_venture_name": sheet.joint_venture_name,
        "joint_venture_members": members(sheet.joint_venture_members) if sheet.joint_venture_members else None,
        "principal_address": sheet.principal_address,
        "principal_name": sheet.principal_name,
        "lead_member": sheet.principal_name,
        **{row.name: in_words(row.value) for row in sheet.rows},
        "general_terms": sheet.general_terms,
        **layout_parts.issuer_texts(sheet.issuer),
    }


@functools.lru_cache(maxsize=64)
def _template(variant: _Variant) -> Template:
    canvas = Canvas({**CERTIFICATE, **{row.name: table_box(row.name) for row in variant.rows}})
    if variant.is_copy:
        _mark_as_copy(canvas)
    canvas.draw(form_xobjects.show("Border"))
    canvas.words("保証契約番号", Style(SANS, 8.5, color=BLUE), x=_X, top=796, width=52)
    canvas.open("number_at_the_top", x=_X + 57, top=797)
    canvas.open("issued_on", x=_X + _W - 200, top=797)
    if not variant.is_on_paper or variant.is_copy:
        words, color = (_ONLY_A_COPY, RED) if variant.is_copy else (NO_PAPER, BLUE)
        canvas.words(words, Style(SERIF, 10, align="center", color=color), x=_X, top=781, width=_W)
    canvas.draw(form_xobjects.show("Guilloche", x=(WIDTH - ornaments.GUILLOCHE_WIDTH) / 2, y=714))
    title = Style(SERIF, 24, align="center", color=BLUE, weight=BOLD)
    canvas.words(variant.title, title, x=_X, top=756, width=_W)
    canvas.open("amendment", x=WIDTH / 2 - 60, top=715)
    bottom = canvas.table(_rows(variant), (_LABELS, _W - _LABELS), x=_X, top=684, line=layout_parts.LINE)
    layout_parts.frame(canvas, _X, bottom, _W, 684)
    end = canvas.open("general_terms", x=_X, top=bottom - 10)
    _sign(canvas, top=end - 10)
    _notes(canvas, variant.terms)
    return Template(canvas, {"Border": ornaments.border(), "Guilloche": ornaments.guilloche()})


def _mark_as_copy(canvas: Canvas) -> None:
    """That it is a copy: behind everything and beside the title."""
    behind = Style(SERIF, 170, align="center", color=_PALE_RED, leading=1)
    canvas.words(_COPY, behind, x=_X + _LABELS, top=520, width=_W - _LABELS)
    canvas.draw(content_operators.box(_X, 724, 52, 30, fill="1 1 1", stroke=RED, line=1.2))
    canvas.words(_COPY, Style(SERIF, 20, align="center", color=RED, leading=1, weight=BOLD), x=_X, top=750, width=52)


def _rows(variant: _Variant) -> list[list[Words | Opening]]:
    height = 20 if variant.is_joint else 28
    principal = ("joint_venture_name", "principal_address", "lead_member", "joint_venture_members")
    return [
        layout_parts.row("保証契約番号", "number", height=height),
        layout_parts.row("保証契約者", *(principal if variant.is_joint else ("principal_address", "principal_name"))),
        *(_row(row, height) for row in variant.rows),
    ]


def _row(row: _Row, height: float) -> list[Words | Opening]:
    is_main = row.name == "amount"
    return layout_parts.row(row.label, row.name, tail=row.tail, height=height + 5 * is_main, cream=is_main)


def _sign(canvas: Canvas, *, top: float) -> None:
    """Who answers for it, with the seal, and the branch to ask, all about one middle line."""
    end = canvas.open("surety_address", "surety_name", "surety_representative", x=_X + 198, top=top, is_centred=True)
    canvas.draw(form_xobjects.show("Seal", x=_X + _W - stamp.SIZE - 4, y=(top + end - stamp.SIZE) / 2))
    canvas.open(*layout_parts.BRANCH, x=_X, top=top, height=top - end, is_centred=True)


def _notes(canvas: Canvas, terms: Terms) -> None:
    canvas.draw(content_operators.rule(_X, 98, _X + _W, width=0.4, color=layout_parts.LINE))
    canvas.words("（注）", replace(_NOTE, align="left"), x=_X, top=93, width=30)
    top = 93.0
    for count, note in enumerate(_NOTES, 1):
        canvas.words(f"{count}.", replace(_NOTE, align="left"), x=_X + 28, top=top, width=12)
        top = canvas.words(note.format(price=terms.price), _NOTE, x=_X + 40, top=top, width=_W - 40)
