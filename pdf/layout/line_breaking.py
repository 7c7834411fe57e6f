"""Setting Japanese: lines that begin and end where they may, in the largest size that fits."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pdf.layout.text_problems import NoGlyph, NoText, TextDoesNotFit
from pdf.writer.typefaces import SELECTOR, Face, characters

# What stays together: sums and parts of dates, Latin words and numbers; else each character by itself.
_UNIT = re.compile(f"[0-9][0-9,.]*[年月日円％]|[!-~]+ ?|[０-９]+[年月日円％]?|.{SELECTOR}?", re.DOTALL)
_NEVER_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー―…‥〜～）〕］｝〉》」』】｣､｡,.:;?!)]}’”"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｯｬｭｮｰﾞﾟ％‰°′″℃様"
)
_NEVER_LAST = frozenset("（〔［｛〈《「『【｢([{‘“￥＄№＃")
_STEP = 0.5
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Style:
    """How a text looks. Sizes in points; `leading` in sizes; `weight` is the width of the outline's stroke in sizes.

    `floor` is the smallest size to which it may shrink; without one it keeps its size.
    """

    face: Face
    size: float
    floor: float | None = None
    leading: float = 1.35
    align: Literal["left", "center", "right", "justify", "spread"] = "left"
    color: str = "0.1 0.11 0.13"
    weight: float = 0.0


@dataclass(frozen=True)
class Room:
    """What a field may take up, in points, and the words that stand around its text.

    `attribute` is what the sheet calls the field, where a document has several rooms for it.
    """

    width: float
    height: float
    style: Style
    words: str = "{}"
    attribute: str | None = None


class Part(NamedTuple):
    """A field's text and the room for it."""

    field: str
    text: str
    room: Room

    @property
    def words(self) -> str:
        """The text with what stands around it."""
        return self.room.words.format(self.text)


class Line(NamedTuple):
    """One line; its width in thousandths of the size."""

    text: str
    width: int
    is_last: bool


class SetText(NamedTuple):
    """A text in its size."""

    style: Style
    lines: list[Line]

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.style.size * self.style.leading


def set_parts(parts: Sequence[Part]) -> list[SetText]:
    """Set texts below each other within the sum of their rooms, shrinking all alike when they need more.

    Raises NoText or NoGlyph, or TextDoesNotFit for the one that exceeds its room most at the smallest sizes.
    """
    for part in parts:
        if not part.text.strip():
            raise NoText(part.field)
        for character in without_glyph(part):
            raise NoGlyph(part.field, character)
    height = sum(part.room.height for part in parts) + _TOLERANCE
    shrunk = 0.0
    while True:
        found = [_set(part, shrunk) for part in parts]
        if sum(text.height for text in found) <= height:
            return found
        if all(text.style.size <= _floor(part.room.style) for text, part in zip(found, parts, strict=True)):
            break
        shrunk += _STEP
    excess = [text.height - part.room.height for text, part in zip(found, parts, strict=True)]
    raise TextDoesNotFit(parts[excess.index(max(excess))].field)


def fits(part: Part) -> bool:
    """Whether a text fits its room at its smallest size: then it does so whatever stands above and below it."""
    return _set(part, math.inf).height <= part.room.height + _TOLERANCE


def _floor(style: Style) -> float:
    return style.size if style.floor is None else style.floor


def without_glyph(part: Part) -> Iterator[str]:
    """The characters that the part's typeface cannot print."""
    face = part.room.style.face
    return (character for character in characters(part.words) if face[character] is None)


def _set(part: Part, shrunk: float) -> SetText:
    style = part.room.style
    size = max(style.size - shrunk, _floor(style))
    return SetText(
        replace(style, size=size) if shrunk else style, lines(part.words, style.face, part.room.width * 1000 / size)
    )


def lines(text: str, face: Face, width: float) -> list[Line]:
    """Break a text whose characters the face has into lines; width in thousandths of the size."""
    rows: list[list[tuple[str, int]]] = [[]]
    room = width + _TOLERANCE
    used = 0.0
    for unit, advance in _fitting(text, face, room):
        if rows[-1] and used + advance > room:
            used = 0.0
            if unit.isspace():
                used = math.inf  # a space may hang over the end of a line, which then is full
            else:
                rows.append([])
        rows[-1].append((unit, advance))
        used += advance
    _keep_company(rows, room)
    last = len(rows) - 1
    return [_line(row, face, is_last=number == last) for number, row in enumerate(rows)]


def _line(row: list[tuple[str, int]], face: Face, *, is_last: bool) -> Line:
    text = "".join(unit for unit, _ in row).rstrip(" 　")
    return Line(text, _advance(text, face), is_last)


def _fitting(text: str, face: Face, room: float) -> Iterator[tuple[str, int]]:
    """Units with their widths; one that is wider than a line falls apart into characters."""
    for unit in _units(text):
        advance = _advance(unit, face)
        if advance <= room:
            yield unit, advance
        else:
            yield from ((character, _advance(character, face)) for character in characters(unit))


def _units(text: str) -> list[str]:
    """What must not be broken: kinsoku characters stay with their neighbours."""
    units: list[str] = []
    for found in _UNIT.findall(text):
        if units and (found[0] in _NEVER_FIRST or units[-1][-1] in _NEVER_LAST):
            units[-1] += found
        else:
            units.append(found)
    return units


def _advance(text: str, face: Face) -> int:
    return sum(glyph.advance for character in characters(text) if (glyph := face[character]))


def _keep_company(rows: list[list[tuple[str, int]]], room: float) -> None:
    """Leave no last line of a single character: it gets company from the line above, if that has some to spare."""
    if len(rows) == 1 or len(characters("".join(unit for unit, _ in rows[-1]).strip())) > 1:
        return
    above = rows[-2]
    start = max((number for number, (unit, _) in enumerate(above) if not unit.isspace()), default=0)
    company = above[start:] + rows[-1]
    if start and sum(advance for _, advance in company) <= room:
        rows[-2:] = [above[:start], company]
