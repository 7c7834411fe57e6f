"""Genuine notices with a drawing over number and key, in every way that PDF can draw on a page."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pdf.upload_refusals import Reason
from tests.support.hostile.structures import Case
from tests.support.hostile.writing import altered

PAGE = (0, 0, 595, 842)
ROWS = b"190 215 200 70 re"
"""Over number and key."""
TYPEFACE = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
OTHER = b"BT /He 17 Tf 190 265 Td (31073-00002N) Tj ET"


def cases() -> Iterator[Case]:
    """All of them."""
    for name, operators in _COVERING.items():
        yield f"covered in a form by {name}", in_form(operators), Reason.CONTRADICTORY
        refused = Reason.DAMAGED if b"/Missing" in operators else Reason.CONTRADICTORY
        yield f"covered on the page by {name}", on_page(operators), refused
        yield f"covered in an appearance by {name}", in_appearance(operators), Reason.CONTRADICTORY
    yield from _by_matrices()
    yield from _inherited()
    yield from _annotated()
    yield from _hidden()


_COVERING: Mapping[str, bytes] = {
    "white": b"1 1 1 rg %b f" % ROWS,
    "transparent paint": b"/Faint gs %b f" % ROWS,
    "an even-odd star": b"190 215 m 390 285 l 190 285 l 390 215 l 290 300 l f*",
    "a curve": b"150 250 m 150 400 450 400 450 250 c 450 100 150 100 150 250 c f",
    "a ring whose inside turns the same way": b"0 0 595 842 re 100 100 400 400 re f",
    "a line of huge width": b"1000 w 0 700 m 595 700 l S",
    "hatching": b".5 w " + b"".join(b"190 %d m 400 %d l S " % (y, y) for y in range(215, 290, 2)),
    "the point of an angle": b"30 w 100 M 300 560 m 305 300 l 310 560 l S",
    "a dash": b"[1 0] 0 d 20 w 190 270 m 400 270 l S",
    "other text": OTHER,
    "white text": b"1 g " + OTHER,
    "stroked text": b"1 Tr 200 w BT /He 17 Tf 250 350 Td (I) Tj ET",
    "an image": b"q 200 0 0 70 190 215 cm /Im Do Q",
    "an image in the operators": b"q 200 0 0 70 190 215 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q",
    "an image that says it is a small form": b"q 200 0 0 70 190 215 cm /Odd Do Q",
    "a shading": b"q %b W n /Sh sh Q" % ROWS,
    "a pattern": b"/Pattern cs /Pa scn %b f" % ROWS,
    "a typeface that is drawn": b"BT /T3 1 Tf 1 0 0 1 190 215 Tm (a) Tj ET",
    "a form in a form": b"/Inner Do",
    "what cannot be read": b"/Missing Do",
}


def in_form(operators: bytes, *, matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0), box: tuple[float, ...] = PAGE,
            before: bytes = b"") -> bytes:  # fmt: skip
    """The notice with a form drawn last."""

    def change(opened: Pdf) -> None:
        page = opened.pages[0]
        page.Resources.XObject = Dictionary(Fo=_form(opened, operators, matrix, box))
        page.contents_add(opened.make_stream(b"\nq %b /Fo Do Q" % before))

    return altered(change)


def on_page(operators: bytes) -> bytes:
    """The notice with the same drawn by the page content."""

    def change(opened: Pdf) -> None:
        page = opened.pages[0]
        for kind, names in _resources(opened).items():
            page.Resources[kind] = Dictionary({**dict(page.Resources.get(kind, Dictionary())), **dict(names)})
        page.contents_add(opened.make_stream(b"\nq %b Q" % operators))

    return altered(change)


def in_appearance(operators: bytes, **entries: Any) -> bytes:
    """The notice with an annotation as large as the page."""

    def change(opened: Pdf) -> None:
        form = _form(opened, operators, (1, 0, 0, 1, 0, 0), PAGE)
        _annotate(opened, Subtype=Name.Stamp, Rect=Array(PAGE), AP=Dictionary(N=form), **entries)

    return altered(change)


def _annotate(opened: Pdf, **entries: Any) -> None:
    annotation = opened.make_indirect(Dictionary(Type=Name.Annot, **entries))
    opened.pages[0].Annots = Array([annotation])


def _form(opened: Pdf, operators: bytes, matrix: tuple[float, ...], box: tuple[float, ...]) -> Object:
    form = opened.make_stream(operators, Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), Matrix=Array(matrix))
    form.Resources = _resources(opened)
    return form


def _resources(opened: Pdf) -> Dictionary:
    image = opened.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    odd = opened.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    odd.BBox, odd.ColorSpace, odd.BitsPerComponent = Array([0, 0, 0.01, 0.01]), Name.DeviceGray, 8
    inner = opened.make_stream(b"1 g %b f" % ROWS, Type=Name.XObject, Subtype=Name.Form, BBox=Array(PAGE))
    glyph = opened.make_stream(b"200 0 d0 0 0 200 70 re f")
    drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FirstChar=97, LastChar=97)
    drawn.FontMatrix, drawn.Widths = Array([1, 0, 0, 1, 0, 0]), Array([1])
    drawn.CharProcs, drawn.Encoding = Dictionary(a=glyph), Dictionary(Differences=Array([97, Name.a]))
    tile = opened.make_stream(b"0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]))
    tile.XStep, tile.YStep, tile.Resources = 9, 9, Dictionary()
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 1, 1]))
    return Dictionary(
        XObject=Dictionary(Im=image, Odd=odd, Inner=inner),
        Font=Dictionary(He=TYPEFACE, T3=drawn),
        ExtGState=Dictionary(Faint=Dictionary(ca=0.1), Wide=Dictionary(LW=1000)),
        Pattern=Dictionary(Pa=tile),
        Shading=Dictionary(Sh=shading),
    )


def _by_matrices() -> Iterator[Case]:
    dot = b"0 0 1 1 re f"
    yield (
        "a small box, enlarged",
        in_form(dot, matrix=(200, 0, 0, 70, 190, 215), box=(0, 0, 1, 1)),
        Reason.CONTRADICTORY,
    )
    yield (
        "a small box, enlarged by the page",
        in_form(dot, box=(0, 0, 1, 1), before=b"200 0 0 70 190 215 cm"),
        Reason.CONTRADICTORY,
    )
    yield "a box upside down", in_form(b"1 g %b f" % ROWS, box=(595, 842, 0, 0)), Reason.CONTRADICTORY
    yield "turned", in_form(b"0 0 70 200 re f", matrix=(0, 1, -1, 0, 390, 215), box=PAGE), Reason.CONTRADICTORY
    yield "more forms than are drawn", in_form(b"", before=b"/Fo Do " * 60), Reason.CONTRADICTORY
    yield "a thin line, enlarged later", on_page(b"1 w 1 0 0 70 0 0 cm 190 3.7 m 400 3.7 l S"), Reason.CONTRADICTORY
    yield "operands that programs guess", on_page(b"190 215 --200 70 re f"), Reason.CONTRADICTORY
    yield "beyond all numbers", on_page(b"1%b 0 0 1 0 0 cm " % (b"0" * 200) * 2 + b"0 0 1 1 re f"), Reason.DAMAGED


def _inherited() -> Iterator[Case]:
    line = b"0 700 m 595 700 l S"
    yield "the page's broad line in a form", in_form(line, before=b"1000 w"), Reason.CONTRADICTORY
    yield "a broad line by a state", on_page(b"/Wide gs " + line), Reason.CONTRADICTORY
    yield (
        "text drawn as outlines by the page's word",
        in_form(b"BT /He 17 Tf 250 350 Td (I) Tj ET", before=b"1 Tr 200 w"),
        Reason.CONTRADICTORY,
    )


def _annotated() -> Iterator[Case]:
    def field(opened: Pdf) -> None:
        form = _form(opened, b"", (1, 0, 0, 1, 0, 0), PAGE)
        rectangle = Array([190, 215, 400, 290])
        _annotate(opened, Subtype=Name.Widget, FT=Name.Tx, V=String("x"), Rect=rectangle, AP=Dictionary(N=form))
        opened.Root.AcroForm = Dictionary(Fields=opened.pages[0].Annots)

    ways: Mapping[str, Callable[[Pdf], None]] = {
        "a field that is drawn anew": field,
        "a link with a broad frame": lambda opened: _annotate(
            opened, Subtype=Name.Link, Rect=Array([300, 500, 301, 501]), Border=Array([0, 0, 600])
        ),
        "marks elsewhere than they say": lambda opened: _annotate(
            opened,
            Subtype=Name.Highlight,
            Rect=Array([0, 0, 1, 1]),
            QuadPoints=Array([190, 290, 400, 290, 190, 215, 400, 215]),
        ),
        "ink elsewhere than it says": lambda opened: _annotate(
            opened, Subtype=Name.Ink, Rect=Array([0, 0, 1, 1]), InkList=Array([Array([190, 215, 400, 290])])
        ),
        "an appearance by choice": lambda opened: _annotate(
            opened,
            Subtype=Name.Stamp,
            Rect=Array([190, 215, 400, 290]),
            AP=Dictionary(N=Dictionary(On=_form(opened, b"", (1, 0, 0, 1, 0, 0), PAGE))),
        ),
        "a small appearance, enlarged": lambda opened: _annotate(
            opened,
            Subtype=Name.Stamp,
            Rect=Array([190, 215, 400, 290]),
            AP=Dictionary(N=_form(opened, b"0 0 1 1 re f", (9, 0, 0, 3, 0, 0), (0, 0, 1, 1))),
        ),
    }
    for name, change in ways.items():
        yield f"covered by {name}", altered(change), Reason.CONTRADICTORY
    yield from _annotated_after_a_move()


def _annotated_after_a_move() -> Iterator[Case]:
    moved = b"\n1 0 0 1 900 900 cm"

    def note(opened: Pdf) -> None:
        _annotate(opened, Subtype=Name.FreeText, Rect=Array([190, 215, 400, 290]))
        opened.pages[0].contents_add(opened.make_stream(moved))

    yield "covered by an annotation on a page that was moved", altered(note), Reason.CONTRADICTORY


def _hidden() -> Iterator[Case]:
    before: Mapping[str, bytes] = {
        "by the outline of letters": b"BT /He 1 Tf 7 Tr (i) Tj ET",
        "by a clip that is no rectangle": b"0 0 1 1 re 594 841 1 1 re W n",
    }

    def behind(operators: bytes) -> Callable[[Pdf], None]:
        def change(opened: Pdf) -> None:
            opened.pages[0].Resources.Font.He = TYPEFACE
            opened.pages[0].contents_add(opened.make_stream(operators + b"\n"), prepend=True)

        return change

    for name, operators in before.items():
        yield f"everything hidden {name}", altered(behind(operators)), Reason.CONTRADICTORY

    def on_layer(opened: Pdf) -> None:
        page = opened.pages[0]
        form = opened.make_stream(b"EMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array(PAGE))
        page.Resources.XObject = Dictionary(Fo=form)
        page.contents_add(opened.make_stream(b"/OC /L1 BDC /Fo Do\n"), prepend=True)

    yield "on a layer that a form pretends to end", altered(on_layer), Reason.CONTRADICTORY

    def as_form(opened: Pdf) -> None:
        page = opened.pages[0]
        form = opened.make_stream(page.Contents.read_bytes(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(PAGE))
        form.Resources, form.OC = page.Resources, Dictionary(Type=Name.OCG, Name=String("L"))
        page.Resources = Dictionary(XObject=Dictionary(Fo=form))
        page.Contents = opened.make_stream(b"/Fo Do")

    yield "in a form on a layer", altered(as_form), Reason.CONTRADICTORY
