"""Content-stream operators for texts, lines and rectangles."""

from pdf.layout.line_breaking import Line, Style, TextBlock
from pdf.writer.fonts import Fonts
from pdf.writer.typefaces import characters

_BASELINE = 0.38
"""From the center of a line down to its baseline, in font sizes: the center of the em box of Noto's typefaces."""


def number(value: float) -> str:
    """A number in PDF syntax, rounded to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text(block: TextBlock, fonts: Fonts, *, x: float, top: float, width: float) -> str:
    """Operators of a text whose first line begins at `top`, aligned within `width`."""
    style = block.style
    step = style.size * style.leading
    baseline = top - step / 2 - style.size * _BASELINE
    first = f"BT {style.color} rg"
    if style.weight:
        first += f" {style.color} RG {style.weight * style.size:.3f} w 2 Tr"
    operators = [first]
    for count, line in enumerate(block.lines):
        indent, spacing = _aligned(line, style, width)
        operators.append(f"1 0 0 1 {number(x + indent)} {number(baseline - count * step)} Tm {number(spacing)} Tc")
        operators.append(fonts.show(line.text, style.face, style.size))
    return " ".join([*operators, "0 Tc 0 Tr ET\n"])


def _aligned(line: Line, style: Style, width: float) -> tuple[float, float]:
    """The indent of a line, and the space between its characters, in points."""
    free = width - line.width * style.size / 1000
    gaps = len(characters(line.text)) - 1
    match style.align:
        case "center":
            return free / 2, 0.0
        case "right":
            return free, 0.0
        case "justify" if not line.is_last and gaps and free <= gaps * style.size / 2:
            return 0.0, free / gaps
        case "spread" if gaps:
            return 0.0, free / gaps
        case _:
            return 0.0, 0.0


def rule(x: float, y: float, x_end: float, *, width: float, color: str) -> str:
    """A horizontal line."""
    return f"q {color} RG {number(width)} w {number(x)} {number(y)} m {number(x_end)} {number(y)} l S Q\n"


def box(x: float, y: float, width: float, height: float, *, fill: str = "", stroke: str = "", line: float = 0) -> str:
    """A rectangle from its lower left corner, filled, stroked or both."""
    paint = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}[bool(fill), bool(stroke)]
    colors = (f"{fill} rg " if fill else "") + (f"{stroke} RG {number(line)} w " if stroke else "")
    return f"q {colors}{number(x)} {number(y)} {number(width)} {number(height)} re {paint} Q\n"
