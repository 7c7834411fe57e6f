"""The ornaments of a certificate: a border pattern and a guilloche behind the title."""

import functools
import math

from pdf.writer.form_xobjects import FormXObject, make_form

_WIDTH, _HEIGHT = 595, 842
_OUTER, _BAND = 24.0, 11.0
_TILE = 12.0
_BLUE = "0.07 0.23 0.4"
_PALE = "0.55 0.66 0.78"
GUILLOCHE_WIDTH, GUILLOCHE_HEIGHT = 380, 52


@functools.cache
def border() -> FormXObject:
    """A band of repeated tiles between two rules around the page."""
    inner = _OUTER + _BAND
    shown = [
        f"{_BLUE} RG 1.1 w {_rectangle(_OUTER)} S 0.5 w {_rectangle(inner)} S {_rectangle(inner + 2.4)} 0.25 w S",
    ]
    across, up = _WIDTH - 2 * inner, _HEIGHT - 2 * inner
    for length, places in (
        (across, ((inner, _OUTER, 0), (inner, _HEIGHT - inner, 0))),
        (up, ((inner, inner, 1), (_WIDTH - _OUTER, inner, 1))),
    ):
        count = round(length / _TILE)
        step = length / count
        for x, y, is_upright in places:
            for number in range(count):
                matrix = f"0 {step / _TILE:.4f} -1 0" if is_upright else f"{step / _TILE:.4f} 0 0 1"
                at_x, at_y = (x, y + number * step) if is_upright else (x + number * step, y)
                shown.append(f"q {matrix} {at_x:.2f} {at_y:.2f} cm /Tile Do Q")
    far_x, far_y = _WIDTH - inner, _HEIGHT - inner
    for x, y in ((_OUTER, _OUTER), (far_x, _OUTER), (_OUTER, far_y), (far_x, far_y)):
        shown.append(f"q 1 0 0 1 {x:g} {y:g} cm /Corner Do Q")
    return make_form(_WIDTH, _HEIGHT, "\n".join(shown), {"Tile": _tile(), "Corner": _corner()})


def _rectangle(inset: float) -> str:
    return f"{inset:g} {inset:g} {_WIDTH - 2 * inset:g} {_HEIGHT - 2 * inset:g} re"


def _tile() -> FormXObject:
    """Crossing waves: each half wave is one Bézier curve, whose control points lie a third beyond its crest."""
    middle = _BAND / 2
    drawn = [f"{_BLUE} RG 0.35 w"]
    half = _TILE / 2
    handle = half * 0.3642
    for height in (4.2, 2.8, 1.4, -1.4, -2.8, -4.2):
        up, down = middle + height * 4 / 3, middle - height * 4 / 3
        drawn.append(
            f"0 {middle:g} m {handle:.3f} {up:.3f} {half - handle:.3f} {up:.3f} {half:g} {middle:g} c"
            f" {half + handle:.3f} {down:.3f} {_TILE - handle:.3f} {down:.3f} {_TILE:g} {middle:g} c S"
        )
    return make_form(_TILE, _BAND, " ".join(drawn))


def _corner() -> FormXObject:
    """A square with a diamond in it."""
    size, middle = _BAND, _BAND / 2
    drawn = [f"{_BLUE} RG 0.5 w 0 0 {size:g} {size:g} re S 0.35 w {_BLUE} rg"]
    for reach, paint in ((4.2, "S"), (2.6, "f")):
        low, high = middle - reach, middle + reach
        drawn.append(f"{middle:g} {low:g} m {high:g} {middle:g} l {middle:g} {high:g} l {low:g} {middle:g} l h {paint}")
    return make_form(size, size, " ".join(drawn))


@functools.cache
def guilloche() -> FormXObject:
    """A pale rosette band: curves of one family whose amplitude grows towards the center."""
    drawn = [f"{_PALE} RG 0.22 w"]
    for curve in range(12):
        phase = curve * math.pi / 6
        drawn.append(_curve([_point(step / 48, phase) for step in range(49)]))
    return make_form(GUILLOCHE_WIDTH, GUILLOCHE_HEIGHT, "\n".join(drawn))


def _point(part: float, phase: float) -> tuple[float, float]:
    away = 2 * part - 1
    envelope = math.cos(math.pi / 2 * away) ** 1.5
    wave = math.cos(9 * math.pi / 2 * away + phase) * (0.7 + 0.3 * math.cos(3 * math.pi * away))
    return GUILLOCHE_WIDTH * part, GUILLOCHE_HEIGHT / 2 * (1 + 0.96 * envelope * wave)


def _curve(points: list[tuple[float, float]]) -> str:
    lines = " ".join(f"{x:.1f} {y:.1f} l" for x, y in points[1:])
    return f"{points[0][0]:.1f} {points[0][1]:.1f} m {lines} S"
