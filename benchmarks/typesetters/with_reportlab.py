"""ReportLab with Platypus. It embeds TrueType only, so it gets the same glyphs converted, and only the needed ones."""

import io
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pylopdf_fonts_jp
from fontTools.fontBuilder import newTable
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont as FontFile
from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from benchmarks.typesetters.content import Content, Words, certificate_words, notice_words

_BODY = ParagraphStyle("body", fontName="Serif", fontSize=10.5, leading=18, alignment=TA_JUSTIFY, wordWrap="CJK")
_TITLE = ParagraphStyle("title", _BODY, fontSize=18, leading=26, alignment=TA_CENTER, textColor=HexColor("#123b66"))
_LABEL = ParagraphStyle("label", _BODY, fontName="Sans")
_LINES = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#99a6b8")),
        ("BACKGROUND", (0, 0), (0, -1), HexColor("#f3f6fa")),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
    ]
)


def typesetters(contents: Iterable[Content]) -> tuple[Callable[[Content], bytes], Callable[[Content], bytes]]:
    """The functions for a key notice and for a certificate; `contents` are all that will be requested."""
    words = [words for of in contents for words in (notice_words(of.notice), certificate_words(of.certificate))]
    text = "".join(set("".join(map(str, words))))
    with tempfile.TemporaryDirectory() as folder:
        for name, path in (("Serif", pylopdf_fonts_jp.serif_path()), ("Sans", pylopdf_fonts_jp.sans_path())):
            converted = Path(folder, f"{name}.ttf")
            _convert(path, text, converted)
            pdfmetrics.registerFont(TTFont(name, str(converted)))
    return lambda of: _built(notice_words(of.notice)), lambda of: _built(certificate_words(of.certificate))


def _built(words: Words) -> bytes:
    written = io.BytesIO()
    rows = [[Paragraph(escape(label), _LABEL), Paragraph(escape(text), _BODY)] for label, text in words.rows]
    story: list[Any] = [Paragraph(words.title, _TITLE)]
    story += [Paragraph(escape(text), _BODY) for text in words.above]
    story.append(Table(rows, colWidths=[102, 340], style=_LINES))
    story += [Paragraph(escape(text), _BODY) for text in words.below]
    if words.address:
        story.append(QrCode(words.address, width=58, height=58, qrLevel="M"))
    SimpleDocTemplate(written, pagesize=A4, title=words.title).build(story)
    return written.getvalue()


def _convert(source: Path, text: str, target: Path) -> None:
    """Write the characters of a CFF font as a TrueType font."""
    font: Any = FontFile(source)
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
    subsetter.populate(text=text)
    subsetter.subset(font)
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs: Any = newTable("glyf")
    glyphs.glyphs = {}
    glyphs.glyphOrder = order
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), glyphs
    del font["CFF "], font["VORG"]
    maximum = font["maxp"]
    maximum.tableVersion = 0x00010000
    for name in (
        "maxZones",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(maximum, name, 0)
    maximum.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
    font.save(target)
