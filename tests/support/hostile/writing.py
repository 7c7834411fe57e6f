"""Writes malformed files, and alters existing ones."""

import io
import re
import zlib
from collections.abc import Callable, Iterable

import pikepdf
from pikepdf import Dictionary, Pdf

from pdf.documents import key_notice_document
from pdf.documents.notice_attachment import ATTACHMENT_NAME
from tests.support.pdf.document_samples import NOTICE

GENUINE = key_notice_document.render(NOTICE)
GIGABYTE = 2**30

Objects = Iterable[bytes]


def zeros(size: int) -> bytes:
    """So many zeros, deflated, without deflating them all: a thousandth of their size."""
    piece = 2**24
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (size % 65_521) << 16 | 1  # Adler-32 of zeros
    return first + again * (size // piece - 1) + b"\x03\x00" + checksum.to_bytes(4, "big")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def file(bodies: Objects, *, trailer: bytes = b"", root: int = 1) -> bytes:
    """A file with these objects, numbered from 1; one of them is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root %d 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, root, trailer, start)
    return bytes(out)


def page_with(content: bytes, *further: bytes, page: bytes = b"", catalogue: bytes = b"") -> bytes:
    """A file of one page; `content` is object 4, a whole stream, and `further` objects start at 5."""
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>%b>>" % page
    return file([b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue, tree, leaf, content, *further])


def altered(change: Callable[[Pdf], None], document: bytes = GENUINE) -> bytes:
    """A document after a change, saved by pikepdf."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def with_attachment(data: bytes, document: bytes = GENUINE) -> bytes:
    """The notice with other data in its attachment."""
    return altered(lambda opened: _specification(opened).EF.F.write(data), document)


def _specification(opened: Pdf) -> Dictionary:
    return opened.attachments[ATTACHMENT_NAME].obj


def shown_after(operators: bytes, *, text: int = 0, codes: bytes = b"") -> bytes:
    """The notice with operators before its number (`text` 0) or key (1); `codes` replace its own."""
    own = codes_of(text)

    def change(opened: Pdf) -> None:
        contents = opened.pages[0].Contents
        contents.write(contents.read_bytes().replace(b"<%b>" % own, b"%b <%b>" % (operators, codes or own)))

    return altered(change)


def codes_of(text: int) -> bytes:
    """The codes that show number (0) or key (1), in hexadecimal, four digits a character."""
    with pikepdf.open(io.BytesIO(GENUINE)) as opened:
        return re.findall(rb"<([0-9A-F]{48})> Tj", opened.pages[0].Contents.read_bytes())[text]


def drawn_over(operators: bytes, resources: Callable[[Pdf], Dictionary] | None = None) -> bytes:
    """The notice with a drawing at the end; `resources` are added to the page's."""

    def change(opened: Pdf) -> None:
        page = opened.pages[0]
        if resources is not None:
            for kind, names in resources(opened).items():
                page.Resources[kind] = names
        page.contents_add(opened.make_stream(operators))

    return altered(change)
