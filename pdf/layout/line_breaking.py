"""Japanese line breaking (kinsoku), in the largest font size that fits a field box."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pdf.layout.text_problems import NoGlyph, NoText, TextDoesNotFit
from pdf.writer.typefaces import SELECTOR, Face, characters

# Units that are not broken: amounts and parts of dates, Latin words and numbers; otherwise single characters.
_UNIT = re.compile(f"[0-9][0-9,.]*[年月日円％]|[!-~]+ ?|[０-９]+[年月日円％]?|.{SELECTOR}?", re.DOTALL)
_NEVER_AT_LINE_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー―…‥〜～）〕］｝〉》」』】｣､｡,.:;?!)]}’”"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｯｬｭｮｰﾞﾟ％‰°′″℃様"
)
_NEVER_AT_LINE_END = frozenset("（〔［｛〈《「『【｢([{‘“￥＄№＃")
LINE_END = "\n"
_STEP = 0.5
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Style:
    """The style of a text. Sizes in points; `leading` and `weight`, the stroke width of outlines, in font sizes.

    `min_size` is the smallest size to which a text may shrink; without one it keeps its size.
    """

    face: Face
    size: float
    min_size: float | None = None
    leading: float = 1.35
    align: Literal["left", "center", "right", "justify", "spread"] = "left"
    color: str = "0.1 0.11 0.13"
    weight: float = 0.0


@dataclass(frozen=True)
class FieldBox:
    """The space of a field on a document, in points, and its fixed words around `{}`.

    `attribute` is the field's name in the document data, if a document has several boxes for it. With `hanging`,
    as wide as the words before the text, LINE_END begins a new line, and all lines but the first are indented by it.
    """

    width: float
    height: float
    style: Style
    pattern: str = "{}"
    attribute: str | None = None
    hanging: str = ""


class FieldText(NamedTuple):
    """A field's text and the box for it."""

    field: str
    text: str
    box: FieldBox

    @property
    def full_text(self) -> str:
        """The text with the fixed words around it."""
        return self.box.pattern.format(self.text)


class Line(NamedTuple):
    """One line; its width in thousandths of the font size."""

    text: str
    width: int
    is_last: bool


class TextBlock(NamedTuple):
    """A text broken into lines at a font size."""

    style: Style
    lines: list[Line]

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.style.size * self.style.leading


def fit_texts(texts: Sequence[FieldText]) -> list[TextBlock]:
    """Break texts that stand below each other within the total height of their boxes, shrinking all equally if needed.

    Raises NoText or NoGlyph, or TextDoesNotFit for the one that exceeds its box most at the smallest sizes.
    """
    for text in texts:
        if not text.text.strip():
            raise NoText(text.field)
        for character in missing_glyphs(text):
            raise NoGlyph(text.field, character)
    height = sum(text.box.height for text in texts) + _TOLERANCE
    reduction = 0.0
    while True:
        blocks = [_break_at_reduced_size(text, reduction) for text in texts]
        if sum(block.height for block in blocks) <= height:
            return blocks
        if all(block.style.size <= _min_size(text.box.style) for block, text in zip(blocks, texts, strict=True)):
            break
        reduction += _STEP
    excess = [block.height - text.box.height for block, text in zip(blocks, texts, strict=True)]
    raise TextDoesNotFit(texts[excess.index(max(excess))].field)


def fits(part: FieldText) -> bool:
    """Whether a text fits its box at its smallest size: then it fits with any texts above and below it."""
    return _break_at_reduced_size(part, math.inf).height <= part.box.height + _TOLERANCE


def _min_size(style: Style) -> float:
    return style.size if style.min_size is None else style.min_size


def missing_glyphs(part: FieldText) -> Iterator[str]:
    """The characters that the typeface cannot print."""
    face = part.box.style.face
    text = part.full_text.replace(LINE_END, "") if part.box.hanging else part.full_text
    return (character for character in characters(text) if face[character] is None)


def _break_at_reduced_size(part: FieldText, reduction: float) -> TextBlock:
    style = part.box.style
    size = max(style.size - reduction, _min_size(style))
    width = part.box.width * 1000 / size
    lines = _hanging_lines(part, width) if part.box.hanging else break_lines(part.full_text, style.face, width)
    return TextBlock(replace(style, size=size) if reduction else style, lines)


def _hanging_lines(part: FieldText, width: float) -> list[Line]:
    face, hanging = part.box.style.face, part.box.hanging
    indent = _advance(hanging, face)
    lines = [line for given in part.text.split(LINE_END) for line in break_lines(given, face, width - indent)]
    begins = [part.box.pattern.format(""), *[hanging] * (len(lines) - 1)]
    return [
        Line(begin + line.text, indent + line.width, line.is_last) for begin, line in zip(begins, lines, strict=True)
    ]


def break_lines(text: str, face: Face, width: float) -> list[Line]:
    """Break a text into lines; `width` in thousandths of the font size. The face has all characters."""
    rows: list[list[tuple[str, int]]] = [[]]
    max_width = width + _TOLERANCE
    used = 0.0
    for unit, advance in _units_with_widths(text, face, max_width):
        if rows[-1] and used + advance > max_width:
            used = 0.0
            if unit.isspace():
                used = math.inf  # a space may hang over the end of a line and fills it
            else:
                rows.append([])
        rows[-1].append((unit, advance))
        used += advance
    _avoid_single_character_line(rows, max_width)
    last = len(rows) - 1
    return [_line(row, face, is_last=number == last) for number, row in enumerate(rows)]


def _line(row: list[tuple[str, int]], face: Face, *, is_last: bool) -> Line:
    text = "".join(unit for unit, _ in row).rstrip(" 　")
    return Line(text, _advance(text, face), is_last)


def _units_with_widths(text: str, face: Face, max_width: float) -> Iterator[tuple[str, int]]:
    """Units with their widths; a unit that is wider than a line is split into characters."""
    for unit in _units(text):
        advance = _advance(unit, face)
        if advance <= max_width:
            yield unit, advance
        else:
            yield from ((character, _advance(character, face)) for character in characters(unit))


def _units(text: str) -> list[str]:
    """Units that must not be broken: kinsoku characters are joined to their neighbors."""
    units: list[str] = []
    for found in _UNIT.findall(text):
        if units and (found[0] in _NEVER_AT_LINE_START or units[-1][-1] in _NEVER_AT_LINE_END):
            units[-1] += found
        else:
            units.append(found)
    return units


def _advance(text: str, face: Face) -> int:
    return sum(glyph.advance for character in characters(text) if (glyph := face[character]))


def _avoid_single_character_line(rows: list[list[tuple[str, int]]], max_width: float) -> None:
    """Move a unit from the line above to a last line of a single character, if possible."""
    if len(rows) == 1 or len(characters("".join(unit for unit, _ in rows[-1]).strip())) > 1:
        return
    above = rows[-2]
    start = max((number for number, (unit, _) in enumerate(above) if not unit.isspace()), default=0)
    joined = above[start:] + rows[-1]
    if start and sum(advance for _, advance in joined) <= max_width:
        rows[-2:] = [above[:start], joined]
