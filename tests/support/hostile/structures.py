"""Files with an invalid or malicious structure."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf

from pdf.reading.notice_file import MOST_PADDING
from pdf.upload_refusals import Reason
from tests.support.hostile.writing import GENUINE, GIGABYTE, altered, file, page_with, stream, zeros

Case = tuple[str, bytes, Reason]

_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_DEEP = 200_000
_CUTS = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _other_files()
    yield from _truncated()
    yield from _encrypted()
    yield from bombs()
    yield from loops()
    yield from _deep()
    yield from _many()
    yield from _garbage()


def _other_files() -> Iterator[Case]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("notice.pdf", GENUINE)
    yield "empty", b"", Reason.NOT_A_PDF
    yield "PNG", b"\x89PNG\r\n\x1a\n" + bytes(1000), Reason.NOT_A_PDF
    yield "HTML", "<!DOCTYPE html><title>認証キー</title>".encode(), Reason.NOT_A_PDF
    yield "ZIP with a notice inside", archive.getvalue(), Reason.NOT_A_PDF
    yield "leading garbage", b"GIF89a" + GENUINE, Reason.NOT_A_PDF
    yield "notice with a ZIP behind it", GENUINE + archive.getvalue(), Reason.DAMAGED
    yield "only a header", b"%PDF-1.7\n", Reason.DAMAGED
    yield "too large", _filled_up(10_000_001), Reason.TOO_LARGE
    yield "a megabyte of line ends behind it", _filled_up(1_000_000), Reason.ADDED_CONTENT
    yield "more than a block of zeros behind it", GENUINE.rstrip() + bytes(MOST_PADDING + 1), Reason.ADDED_CONTENT


def _filled_up(size: int) -> bytes:
    """The notice padded with line ends to `size` bytes."""
    return GENUINE + b"\n" * (size - len(GENUINE))


def _truncated() -> Iterator[Case]:
    for share in _CUTS:
        yield f"truncated at {share:.0%}", GENUINE[: int(len(GENUINE) * share)], Reason.DAMAGED
    yield "the last byte of the end is missing", GENUINE.rstrip()[:-1], Reason.DAMAGED
    yield "a hole", GENUINE[:2000] + GENUINE[3000:], Reason.DAMAGED


def _encrypted() -> Iterator[Case]:
    for name, encryption in {
        "for a password (AES-256)": Encryption(user="himitsu", owner="himitsu"),
        "for nobody (AES-256)": Encryption(user="", owner="himitsu"),
        "for nobody (RC4)": Encryption(user="", owner="himitsu", R=3, aes=False, metadata=False),
        "for a password (RC4)": Encryption(user="himitsu", owner="himitsu", R=3, aes=False, metadata=False),
    }.items():
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(GENUINE)) as opened:
            opened.save(out, encryption=encryption)
        yield f"encrypted {name}", out.getvalue(), Reason.ENCRYPTED


def bombs() -> Iterator[Case]:
    """Small files that expand to large ones."""
    bomb = zeros(GIGABYTE)
    flate, thrice = b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    packed = zlib.compress(zlib.compress(bomb))
    run = b"/Filter[/FlateDecode/RunLengthDecode]"
    yield "bomb in the page", page_with(stream(bomb, flate)), Reason.TOO_COMPLEX
    yield "bomb in a bomb in a bomb", page_with(stream(packed, thrice)), Reason.TOO_COMPLEX
    attached = _attached(b"6 0 R"), stream(bomb, flate)
    yield "bomb as attachment", page_with(stream(b""), *attached), Reason.TOO_COMPLEX
    yield "bomb of runs", page_with(stream(zlib.compress(b"\x81\0" * 2**21), run)), Reason.TOO_COMPLEX
    yield "bomb of spaces", page_with(stream(zlib.compress(b" " * 2**28), flate)), Reason.TOO_COMPLEX
    yield "bomb as object stream", _object_stream(bomb), Reason.TOO_COMPLEX


def _attached(reference: bytes) -> bytes:
    return b"<</Type/Filespec/F(key-notice.json)/EF<</F %b>>>>" % reference


def _object_stream(data: bytes) -> bytes:
    """Objects 1 and 2 are in the object stream 3; 4 is the table."""
    out = bytearray(b"%PDF-1.7\n")
    first = len(out)
    out += b"3 0 obj\n%b\nendobj\n" % stream(data, b"/Type/ObjStm/N 2/First 10/Filter/FlateDecode")
    second = len(out)
    rows = [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, first, 0), (1, second, 0)]
    table = b"".join(kind.to_bytes(1, "big") + at.to_bytes(4, "big") + bytes([index]) for kind, at, index in rows)
    out += b"4 0 obj\n%b\nendobj\n" % stream(table, b"/Type/XRef/Size 5/W[1 4 1]/Root 1 0 R")
    out += b"startxref\n%d\n%%%%EOF\n" % second
    return bytes(out)


def loops() -> Iterator[Case]:
    """Files with circular references."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    yield "page tree that is its own child", file([_CATALOGUE, b"<</Type/Pages/Kids[2 0 R]>>"]), Reason.DAMAGED
    two = b"<</Type/Pages/Kids[3 0 R]>>", b"<</Type/Pages/Kids[2 0 R]>>"
    yield "page trees that have each other", file([_CATALOGUE, *two]), Reason.DAMAGED
    yield "reference to itself", file([_CATALOGUE, b"2 0 R"]), Reason.TOO_SLOW
    yield "references in a circle", file([_CATALOGUE, b"3 0 R", b"2 0 R"]), Reason.TOO_SLOW
    pages = b"<</Type/Pages/Kids[3 0 R]>>"
    loop = b"<</Length 4 0 R>>stream\nx\nendstream"
    yield "length of a stream is the stream", file([_CATALOGUE, pages, leaf, loop]), Reason.TOO_COMPLEX
    table = GENUINE.rindex(b"xref\n0 ")
    again = GENUINE.replace(b"/ID[", b"/Prev %d/ID[" % table)
    yield "table that precedes itself", again, Reason.TOO_COMPLEX
    array = b"<</Type/Page/Parent 2 0 R/MediaBox 3 0 R/Contents 4 0 R>>"
    yield "page that is its own box", file([_CATALOGUE, pages, array, stream(b"")]), Reason.SCANNED


def _deep() -> Iterator[Case]:
    yield "arrays in arrays", page_with(stream(b""), b"[" * _DEEP + b"]" * _DEEP), Reason.TOO_COMPLEX
    yield "dictionaries in dictionaries", page_with(stream(b""), b"<</A" * _DEEP + b">>" * _DEEP), Reason.DAMAGED
    tree = [b"<</Type/Pages/Kids[%d 0 R]>>" % number for number in range(3, 900)]
    yield "page trees in page trees", file([_CATALOGUE, *tree, b"<<>>"]), Reason.DAMAGED
    yield "arrays in the page", page_with(stream(b"[" * _DEEP)), Reason.SCANNED
    yield "states in states", page_with(stream(b"q " * 4_000_000)), Reason.TOO_SLOW


def _many() -> Iterator[Case]:
    def pages(count: int) -> bytes:
        def change(opened: Pdf) -> None:
            for _ in range(count - 1):
                opened.pages.append(opened.pages[0])

        return altered(change)

    def objects(opened: Pdf) -> None:
        opened.Root.Many = Array([opened.make_indirect(Dictionary(N=number)) for number in range(1000)])

    yield "two pages", pages(2), Reason.TOO_MANY_PAGES
    yield "10,000 pages", pages(10_000), Reason.TOO_MANY_PAGES
    yield "more than a thousand objects", altered(objects), Reason.TOO_COMPLEX
    entries = b"0000000009 00000 n \n" * 400_000
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 400000\n"
    tail = b"trailer\n<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"
    yield "400,000 entries in the table", head + entries + tail, Reason.TOO_SLOW


def _garbage() -> Iterator[Case]:
    table = GENUINE.rindex(b"xref\n0 ")
    spoilt = bytearray(GENUINE)
    spoilt[table + 10 : table + 600] = b"\xff" * 590
    yield "garbage in the table", bytes(spoilt), Reason.DAMAGED
    start = GENUINE.rindex(b"startxref")
    for place in (b"-5", b"99999999999999999999", b"0", b"x"):
        yield f"table at {place.decode()}", GENUINE[:start] + b"startxref\n%b\n%%%%EOF\n" % place, Reason.DAMAGED
    negative = b"<</Length -1>>stream\nBT ET\nendstream"
    yield "negative length", page_with(negative), Reason.DAMAGED
    unknown = altered(lambda opened: _set_filter(opened, Name.UnknownDecode))
    yield "unknown filter", unknown, Reason.DAMAGED
    yield "no catalogue", file([b"<<>>"], root=7), Reason.DAMAGED
    yield "number of 10,000 digits", page_with(stream(b"1" * 10_000 + b" w")), Reason.DAMAGED


def _set_filter(opened: Pdf, name: Name) -> None:
    opened.pages[0].Contents.write(b"BT ET", filter=name)
