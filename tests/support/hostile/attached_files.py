"""Files that may not be attached to an application, each with the reason."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, String

from pdf.reading.inert_pdf import MAX_PAGES, MOST_PADDING
from pdf.upload_refusals import Reason
from tests.support.hostile.alterations import NO_MORE
from tests.support.hostile.images import images
from tests.support.hostile.structures import Case
from tests.support.hostile.writing import GIGABYTE, altered, file, page_with, stream, zeros

PLAIN = page_with(stream(b"BT ET"))
"""A PDF of one page that may be attached."""
_SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
_CATALOGUE, _TREE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def cases() -> Iterator[Case]:
    """All of them."""
    yield from images()
    yield from _other_files()
    yield from _active()
    yield from _hidden()
    yield from _encrypted()
    yield from _bombs()
    yield from _malformed()


def zipped() -> bytes:
    """A ZIP file with a web page in it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("index.html", "<script>alert(1)</script>")
    return archive.getvalue()


def _other_files() -> Iterator[Case]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "empty", b"", Reason.EMPTY
    others = {
        "HTML": b"<!DOCTYPE html><script>alert(1)</script>",
        "SVG": svg,
        "SVG after an XML declaration": b'<?xml version="1.0"?>' + svg,
        "SVG after a mark of the byte order": b"\xef\xbb\xbf" + svg,
        "ZIP, as of a text program": zipped(),
        "program": b"MZ" + bytes(1000),
        "line end before a PDF": b"\n" + PLAIN,
        "GIF": b"GIF89a" + bytes(100),
        "TIFF": b"II*\0" + bytes(100),
        "HEIC": b"\0\0\0\x18ftypheic" + bytes(100),
        "text": "請負契約書".encode(),
    }
    for name, content in others.items():
        yield name, content, Reason.OTHER_TYPE
    yield "SVG behind the header of a PDF", b"%PDF-1.7\n" + svg, Reason.DAMAGED
    yield "page behind a PDF", PLAIN + b"<script>alert(1)</script>", Reason.DAMAGED
    yield "page between header and end of a PDF", b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF", Reason.DAMAGED
    yield "PDF that is a ZIP, too", page_with(stream(zipped())), Reason.ADDED_CONTENT
    yield "ZIP behind a PDF", PLAIN + zipped(), Reason.DAMAGED
    yield "11 MB", PLAIN + b"\n" * 11_000_000, Reason.TOO_LARGE
    yield "much white space behind the end", PLAIN + b"\n" * (MOST_PADDING + 1), Reason.ADDED_CONTENT


def _active() -> Iterator[Case]:
    actions = {
        "script": _SCRIPT,
        "script with an escaped name": b"<</S/J#61vaScr#69pt/JS(1)>>",
        "script without a type": b"<</JS(1)>>",
        "start of a program": b"<</S/Launch/F(calc.exe)>>",
        "sending of a form": b"<</S/SubmitForm/F(https://example.jp)>>",
        "import of data": b"<</S/ImportData/F(x.fdf)>>",
        "opening of another file": b"<</S/GoToR/F(other.pdf)/D[0/Fit]>>",
        "opening of a file inside": b"<</S/GoToE/D[0/Fit]>>",
        "film": b"<</S/Rendition/OP 0>>",
    }
    for name, action in actions.items():
        yield f"{name} at opening", page_with(stream(b""), catalogue=b"/OpenAction %b" % action), Reason.ADDED_CONTENT
        yield f"{name} on the page", page_with(stream(b""), page=b"/AA<</O %b>>" % action), Reason.ADDED_CONTENT
    annotations = {
        "link to a program": b"/Subtype/Link/A<</S/Launch/F(calc.exe)>>",
        "attached file": b"/Subtype/FileAttachment/FS<</Type/Filespec/F(a.exe)>>",
        "rich media": b"/Subtype/RichMedia/RichMediaContent<<>>",
        "three-dimensional scene": b"/Subtype/3D/3DD 5 0 R",
        "sound": b"/Subtype/Sound/Sound 5 0 R",
    }
    for name, entries in annotations.items():
        annots = b"/Annots[<</Type/Annot/Rect[0 0 9 9]%b>>]" % entries
        yield name, page_with(stream(b""), b"<<>>", page=annots), Reason.ADDED_CONTENT
    yield "XFA form", page_with(stream(b""), catalogue=b"/AcroForm<</Fields[]/XFA(x)>>"), Reason.ADDED_CONTENT
    names = b"/Names<</JavaScript<</Names[(a)5 0 R]>>>>"
    yield "scripts by name", page_with(stream(b""), _SCRIPT, catalogue=names), Reason.ADDED_CONTENT
    bare = b"<</Type/Filespec/F(a)/EF<</F 6 0 R>>>>"
    yield "file specification", page_with(stream(b""), bare, stream(b"MZ")), Reason.ADDED_CONTENT

    def attach(opened: Pdf) -> None:
        opened.attachments["a.exe"] = AttachedFileSpec(opened, b"MZ", filename="a.exe", **NO_MORE)

    yield "embedded file", altered(attach, PLAIN), Reason.ADDED_CONTENT


def _hidden() -> Iterator[Case]:
    yield "script in an object stream", _packed(_script_at_opening), Reason.ADDED_CONTENT
    unnamed = stream(zlib.compress(b"7 0 " + _SCRIPT), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    yield "script in an object stream of the table", page_with(stream(b""), unnamed), Reason.ADDED_CONTENT
    beside = PLAIN.replace(b"xref\n", b"9 0 obj\n%b\nendobj\nxref\n" % unnamed, 1)
    yield "object stream that no table names", _moved(beside), Reason.ADDED_CONTENT
    loose = PLAIN.replace(b"xref\n", b"1 0 obj\n<</OpenAction %b>>\nendobj\nxref\n" % _SCRIPT, 1)
    yield "script in an object that no table names", _moved(loose), Reason.ADDED_CONTENT
    yield "script in a comment", b"%PDF-1.7\n%" + _SCRIPT + PLAIN[8:], Reason.ADDED_CONTENT
    escaped = page_with(stream(b""), stream(zlib.compress(b"7 0 <</S/JavaScr#69pt>>"), b"/N 1/First 4/Filter/Fl"))
    yield "script in an object stream without a type", escaped, Reason.ADDED_CONTENT


def _script_at_opening(opened: Pdf) -> None:
    opened.Root.OpenAction = opened.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def _packed(change: Callable[[Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as opened:
        change(opened)
        opened.save(out, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def _moved(document: bytes) -> bytes:
    """The document with the right place of its table."""
    head, _, _ = document.rpartition(b"startxref\n")
    return head + b"startxref\n%d\n%%%%EOF\n" % document.rindex(b"xref\n0 ")


def _encrypted() -> Iterator[Case]:
    for name, encryption in {
        "for a password": Encryption(user="himitsu", owner="himitsu"),
        "for nobody": Encryption(user="", owner="himitsu"),
    }.items():
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(PLAIN)) as opened:
            opened.save(out, encryption=encryption)
        yield f"encrypted {name}", out.getvalue(), Reason.ENCRYPTED


def _bombs() -> Iterator[Case]:
    bomb, flate = zeros(GIGABYTE), b"/Filter/FlateDecode"
    twice = stream(zlib.compress(zlib.compress(bytes(2**24))), b"/Filter[/FlateDecode/FlateDecode]")
    yield "bomb in the page", page_with(stream(bomb, flate)), Reason.TOO_COMPLEX
    yield "bomb beside the page", page_with(stream(b""), stream(bomb, flate)), Reason.TOO_COMPLEX
    yield "bomb in a bomb", page_with(stream(zlib.compress(bomb), b"/Filter[/Fl/Fl]")), Reason.TOO_COMPLEX
    yield "small bomb in a bomb", page_with(twice), Reason.TOO_COMPLEX
    yield "bomb of runs", page_with(stream(b"\x81\0" * 2**20, b"/Filter/RunLengthDecode")), Reason.TOO_COMPLEX
    yield "bomb of codes", page_with(stream(b"\x80" * 2**18, b"/Filter/LZWDecode")), Reason.TOO_COMPLEX
    many = [stream(zeros(100 * 2**20), flate) for _ in range(11)]
    yield "many streams", page_with(stream(b""), *many), Reason.TOO_COMPLEX
    image = b"/Type/XObject/Subtype/Image/Width 99999/Height 99999/ColorSpace/DeviceGray/BitsPerComponent 8"
    yield "flood of pixels in a PDF", page_with(stream(b""), stream(b"", image)), Reason.TOO_MANY_PIXELS


def _malformed() -> Iterator[Case]:
    for share in (0.2, 0.5, 0.9):
        yield f"truncated at {share:.0%}", PLAIN[: int(len(PLAIN) * share)], Reason.DAMAGED
    yield "only a header", b"%PDF-1.7\n", Reason.DAMAGED
    yield "table elsewhere", PLAIN.replace(b"startxref\n", b"startxref\n9"), Reason.DAMAGED
    yield "no page", file([_CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"]), Reason.DAMAGED
    yield "page tree that is its own child", file([_CATALOGUE, b"<</Type/Pages/Kids[2 0 R]>>"]), Reason.DAMAGED
    yield "arrays in arrays", page_with(stream(b""), b"[" * 200_000 + b"]" * 200_000), Reason.TOO_COMPLEX
    yield "reference to itself", file([_CATALOGUE, b"2 0 R"]), Reason.TOO_SLOW

    def pages(opened: Pdf) -> None:
        for _ in range(MAX_PAGES):
            opened.pages.append(opened.pages[0])

    yield "more pages than are read", altered(pages, PLAIN), Reason.TOO_MANY_PAGES
    few = file([_CATALOGUE, _TREE, _LEAF]).replace(b"xref\n0 4\n", b"xref\n0 60000\n")
    entries = b"0000000009 00000 n \n" * (60_000 - 4)
    yield "60,000 entries in the table", few.replace(b"trailer", entries + b"trailer"), Reason.TOO_COMPLEX

    def objects(opened: Pdf) -> None:
        opened.Root.Many = Array([opened.make_indirect(Dictionary(N=number)) for number in range(50_001)])

    yield "more objects than are read", altered(objects, PLAIN), Reason.TOO_COMPLEX
