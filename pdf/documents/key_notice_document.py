"""The key notice (「認証キー」のお知らせ), which the contractor hands to the obligee."""

import functools
from dataclasses import replace
from urllib.parse import quote

from pdf.documents import era_dates, layout_parts, qr_code
from pdf.documents.document_data import ContractLabels, KeyNoticeData, Product
from pdf.documents.field_boxes import BLUE, BOLD, KEY_NOTICE, SOFT
from pdf.documents.notice_attachment import ATTACHMENT_NAME, KeyNotice
from pdf.layout import content_operators
from pdf.layout.line_breaking import Style
from pdf.layout.page_layout import Canvas, FieldCell, TextCell
from pdf.layout.template import Link, Rectangle, Template
from pdf.writer.metadata import Attachment, DocumentInfo
from pdf.writer.typefaces import MONO, SANS, SERIF

_X, _W = 68, 459
_LABELS = 118
_TITLE = "電子保証にかかる「認証キー」のお知らせ"
_TEXT = Style(SERIF, 10.5, leading=1.7, align="justify")
_QR = 58
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""The letters of keys, embedded by the template, since every notice has some."""


def render(data: KeyNoticeData) -> bytes:
    """The notice as a PDF, with a QR code of `verification_address` and an attachment for machines.

    Raises NoText, NoGlyph or TextDoesNotFit.
    """
    template, code_at, link_at = _template(data.product, data.labels, is_joint=data.joint_venture_name is not None)
    info = DocumentInfo(_TITLE, data.issuer.surety_name, data.number, data.issued_on)
    page = template.fill(_texts(data))
    code = qr_code.operators(verification_address(data), x=code_at[0], y=code_at[1], size=_QR)
    return template.document(
        page, info, drawing=code, link=Link(link_at, verification_address(data)), attachment=_attachment(data)
    )


def verification_address(data: KeyNoticeData) -> str:
    """The URL at which the obligee checks the certificate: with the number, never the key."""
    return f"{data.verification_page}?number={quote(data.number)}"


def _texts(data: KeyNoticeData) -> dict[str, str | None]:
    return {
        "issued_on": era_dates.format_date(data.issued_on),
        "replaced_on": data.replaced_on and era_dates.format_date(data.replaced_on),
        "addressee": data.contractor_name,
        "venture_addressee": data.joint_venture_name,
        "lead_addressee": data.contractor_name,
        "project_name": data.project_name,
        "joint_venture_name": data.joint_venture_name,
        "contractor_name": data.contractor_name,
        "lead_contractor": data.contractor_name,
        "obligee_title": data.obligee_title,
        "product": data.product_name,
        "number": data.number,
        "key": data.key,
        "verification_page": data.verification_page,
        **layout_parts.issuer_texts(data.issuer),
    }


def _attachment(data: KeyNoticeData) -> Attachment:
    notice = KeyNotice(
        number=data.number,
        key=data.key,
        product=data.product,
        project_name=data.project_name,
        contractor_name=data.contractor_name,
        joint_venture_name=data.joint_venture_name,
        obligee_title=data.obligee_title,
        surety_name=data.issuer.surety_name,
        issued_on=data.issued_on,
    )
    return Attachment(ATTACHMENT_NAME, "認証キーのお知らせ（機械可読）", "application/json", notice.to_json())


_PURPOSE = {
    Product.ADVANCE_PAYMENT: "前払金のご請求",
    Product.INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金のご請求",
    Product.PERFORMANCE: "{contract}のご締結",
}


_DEPOSITED = (
    "　下記の保証契約に係る電子証書を「保証確認サービス」に登録いたしましたので、その認証キーをお知らせいたします。"
)
_HAND_OVER = (
    "　記載の内容をご確認のうえ、次のいずれかの方法により、このお知らせ（ＰＤＦファイル）を発注者様へご提出ください。"
)
_COMPLETE = (
    "　保証契約番号及び認証キーが発注者様に提出されたことをもって、{purpose}に必要な保証証書は"
    "寄託されたものとみなされ、手続は完了いたします。"
)
_LETTER = (
    (_DEPOSITED, 0),
    (_HAND_OVER, 0),
    ("①　電子契約システムにアップロードする。", 24),
    ("②　電子メールに添付して送信する。", 24),
    (_COMPLETE, 0),
)
"""The paragraphs, and how far each is indented."""
_FOOT = "ご不明な点がございましたら、上記の取扱箇所までお問い合わせください。"


@functools.cache
def _template(
    product: Product, labels: ContractLabels, *, is_joint: bool
) -> tuple[Template, tuple[float, float], Rectangle]:
    canvas = Canvas(KEY_NOTICE)
    _head(canvas, is_joint=is_joint)
    top = _letter(canvas, _PURPOSE[product].format(contract=labels.contract))
    contractor = ("joint_venture_name", "lead_contractor") if is_joint else ("contractor_name",)
    rows = [
        layout_parts.row(labels.project_name, "project_name", height=24),
        layout_parts.row("受注者名", *contractor, height=24, below="（ＪＶの場合は代表者）"),
        layout_parts.row("発注者名", "obligee_title", height=24),
        layout_parts.row("商品", "product", height=24, tail="（保証区分）"),
        _important("保証契約番号", "number"),
        _important("認証キー", "key"),
    ]
    bottom = canvas.table(rows, (_LABELS, _W - _LABELS), x=_X, top=top, line=layout_parts.LINE)
    layout_parts.frame(canvas, _X, bottom, _W, top)
    note = Style(SANS, 7.5, color=SOFT)
    end = canvas.text("※認証キーは、大文字と小文字を区別します。", note, x=_X, top=bottom - 4, width=300)
    canvas.text("以　上", Style(SERIF, 10.5, align="right"), x=_X, top=bottom - 4, width=_W)
    code, link = _request(canvas, top=end - 9)
    canvas.draw(content_operators.rule(_X, 52, _X + _W, width=0.5, color=layout_parts.LINE))
    canvas.text(_FOOT, replace(note, align="center"), x=_X, top=48, width=_W)
    canvas.fonts.show(_LETTERS, MONO, 1)
    return Template(canvas, {}), code, link


def _head(canvas: Canvas, *, is_joint: bool) -> None:
    canvas.reserve("issued_on", "replaced_on", x=_X + _W - 200, top=796)
    canvas.reserve(*(("venture_addressee", "lead_addressee") if is_joint else ("addressee",)), x=_X, top=776)
    right = _X + _W - 210
    canvas.reserve("surety_name", *layout_parts.BRANCH, x=right, top=738)
    title = Style(SERIF, 17, align="center", color=BLUE, weight=BOLD)
    end = canvas.text(_TITLE, title, x=_X, top=668, width=_W) - 3
    canvas.draw(content_operators.rule(_X, end, _X + _W, width=1.2, color=BLUE))
    canvas.draw(content_operators.rule(_X, end - 2.4, _X + _W, width=0.4, color=BLUE))


def _letter(canvas: Canvas, purpose: str) -> float:
    top = 630.0
    for text, indent in _LETTER:
        words = text.format(purpose=purpose)
        top = canvas.text(words, _TEXT, x=_X + indent, top=top, width=_W - indent) - 4
    return canvas.text("記", Style(SERIF, 12, align="center"), x=_X, top=top - 6, width=_W) - 8


def _important(label: str, field: str) -> list[TextCell | FieldCell]:
    style = replace(layout_parts.LABEL, size=11, align="left")
    return [TextCell([(label, style, 11, 90)], layout_parts.CREAM), FieldCell((field,), 34, tint=layout_parts.CREAM)]


def _request(canvas: Canvas, *, top: float) -> tuple[tuple[float, float], Rectangle]:
    """Draw the request to the obligee; returns the positions of QR code and address."""
    height, x, width = 100, _X + 14, _W - 14 - 108
    y = top - height
    canvas.draw(content_operators.box(_X, y, _W, height, fill=layout_parts.TINT, stroke=layout_parts.LINE, line=0.5))
    canvas.text("発注者様へのお願い", Style(SANS, 10.5, color=BLUE), x=x, top=top - 10, width=300)
    text = Style(SERIF, 9.5, leading=1.6, align="justify")
    end = canvas.text(
        "「保証確認サービス」にサインインし、上記の保証契約番号及び認証キーを入力して、電子証書をご覧ください。",
        text,
        x=x,
        top=top - 26,
        width=width,
    )
    address = canvas.reserve("verification_page", x=x, top=end - 1, is_centred=True)
    canvas.text(
        "右の二次元コードからは、番号が入力された画面が開きます。認証キーは含まれていません。",
        Style(SERIF, 8, leading=1.5, align="justify", color=SOFT),
        x=x,
        top=address - 1,
        width=width,
    )
    code_x, code_y = _X + _W - _QR - 20, y + (height - _QR) / 2
    canvas.draw(content_operators.box(code_x - 8, code_y - 8, _QR + 16, _QR + 16, fill="1 1 1"))
    return (code_x, code_y), Rectangle(x, address, width, end - 1 - address)
