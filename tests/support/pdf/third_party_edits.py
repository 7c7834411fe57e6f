"""Edits of e-contract systems and their users to a notice: marks, signatures, notes, other programs."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdf
from cryptography.hazmat.primitives.asymmetric import rsa
from pikepdf import Array, Dictionary, Name, Pdf, String
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.support.hostile.writing import GENUINE, altered
from tests.support.pdf.signed_documents import chain_of, pem_of

Step = Callable[[bytes], bytes]

PAGE = (0, 0, 595, 842)
MARK = b"BT /He 7 Tf 40 15 Td (received 2025-11-21 ID 31073-00002N) Tj ET"
TYPEFACE = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
_KEY = rsa.generate_private_key(65537, 2048)


def form(operators: bytes, *, box: tuple[float, ...] = PAGE, matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> Step:
    """A form drawn last, as large as the page by default."""

    def change(opened: Pdf) -> None:
        page = opened.pages[0]
        page.Resources.XObject = Dictionary(Fo=_form(opened, operators, box, matrix))
        page.contents_add(opened.make_stream(b"q"), prepend=True)
        page.contents_add(opened.make_stream(b"\nQ q /Fo Do Q"))

    return lambda document: altered(change, document)


def nested(document: bytes) -> bytes:
    """A form that draws a form, like layers of stamps."""

    def change(opened: Pdf) -> None:
        page = opened.pages[0]
        outer = _form(opened, b"q 1 0 0 1 0 0 cm /Fm Do Q", PAGE, (1, 0, 0, 1, 0, 0))
        outer.Resources = Dictionary(XObject=Dictionary(Fm=_form(opened, MARK, PAGE, (1, 0, 0, 1, 0, 0))))
        page.Resources.XObject = Dictionary(Fo=outer)
        page.contents_add(opened.make_stream(b"\nq /Fo Do Q"))

    return altered(change, document)


def wrapped(document: bytes) -> bytes:
    """The whole page as a form, and a mark on it."""

    def change(opened: Pdf) -> None:
        page = opened.pages[0]
        whole = opened.make_stream(page.Contents.read_bytes(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(PAGE))
        whole.Resources = page.Resources
        page.Resources = Dictionary(XObject=Dictionary(Fo=whole), Font=Dictionary(He=TYPEFACE))
        page.Contents = opened.make_stream(b"q /Fo Do Q " + MARK)

    return altered(change, document)


def annotated(**entries: Any) -> Step:
    """An annotation."""

    def change(opened: Pdf) -> None:
        annotation = opened.make_indirect(Dictionary(Type=Name.Annot, **entries))
        opened.pages[0].Annots = Array([annotation])

    return lambda document: altered(change, document)


def watermark(document: bytes) -> bytes:
    """An annotation as large as the page that shows a line on its margin."""

    def change(opened: Pdf) -> None:
        shown = _form(opened, MARK, PAGE, (1, 0, 0, 1, 0, 0))
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(PAGE), AP=Dictionary(N=shown))
        opened.pages[0].Annots = Array([opened.make_indirect(annotation)])

    return altered(change, document)


def _form(opened: Pdf, operators: bytes, box: tuple[float, ...], matrix: tuple[float, ...]) -> pikepdf.Object:
    made = opened.make_stream(operators, Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), Matrix=Array(matrix))
    made.Resources = Dictionary(Font=Dictionary(He=TYPEFACE))
    made.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    return made


def signed(times: int = 1, *, stamped: bool = False, seen: bool = False) -> Step:
    """So many signatures, with a time stamp each or a visible mark on the margin."""
    own, *others = load_certs_from_pemder_data(chain_of(_KEY, stamps=True).encode())
    private = load_private_key_from_pemder_data(pem_of(_KEY).encode(), None)
    store = SimpleCertificateStore.from_certs(others)
    signer = signers.SimpleSigner(own, private, store)
    stamper = DummyTimeStamper(own, private, certs_to_embed=store) if stamped else None

    def sign(document: bytes) -> bytes:
        for count in range(times):
            box = (400, 20 + 20 * count, 560, 35 + 20 * count) if seen else None
            writer, written = IncrementalPdfFileWriter(io.BytesIO(document)), io.BytesIO()
            signers.PdfSigner(
                signers.PdfSignatureMetadata(field_name=f"S{count}"),
                signer=signer,
                timestamper=stamper,
                new_field_spec=fields.SigFieldSpec(f"S{count}", box=box),
            ).sign_pdf(writer, output=written)
            document = written.getvalue()
        return document

    return sign


def by_command(*arguments: str) -> Step:
    """Saved by a program; `IN` and `OUT` stand for the files."""

    def saved(document: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "in.pdf"), Path(folder, "out.pdf")
            source.write_bytes(document)
            names = {"IN": str(source), "OUT": str(target)}
            subprocess.run([names.get(each, each) for each in arguments], check=True, capture_output=True)  # noqa: S603
            return target.read_bytes()

    return saved


def by_pymupdf(change: Callable[[pymupdf.Page], object]) -> Step:
    """Changed by MuPDF."""

    def saved(document: bytes) -> bytes:
        with pymupdf.open(stream=document) as opened:
            change(opened[0])
            return opened.tobytes()

    return saved


def overlaid(document: bytes) -> bytes:
    """A page merged over it, as by stamping programs."""
    with pymupdf.open() as data:
        data.new_page(width=595, height=842).insert_text((60, 825), "received 2025-11-21 31073-00002N")
        stamp = data.tobytes()
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(document)), io.BytesIO()
    writer.pages[0].merge_page(pypdf.PdfReader(io.BytesIO(stamp)).pages[0])
    writer.write(out)
    return out.getvalue()


def shown_over(document: bytes) -> bytes:
    """A page laid over it as a form, by MuPDF."""
    with pymupdf.open() as data, pymupdf.open(stream=document) as opened:
        data.new_page(width=595, height=842).insert_text((60, 825), "received 2025-11-21 31073-00002N")
        opened[0].show_pdf_page(opened[0].rect, data, 0)
        return opened.tobytes()


_NOTE = {"Subtype": Name.Text, "Rect": Array([560, 800, 580, 820]), "Contents": String("確認済")}
_QPDF, _GHOSTSCRIPT = shutil.which("qpdf"), shutil.which("gs")
_PDFWRITE = ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-o", "OUT")

STEPS: Mapping[str, Step] = {
    "mark in a form": form(MARK),
    "mark in a form that begins elsewhere": form(MARK, matrix=(1, 0, 0, 1, 0, 5)),
    "mark in a form of another scale": form(MARK, box=(0, 0, 1190, 1684), matrix=(0.5, 0, 0, 0.5, 0, 0)),
    "mark in a form in a form": nested,
    "a frame around the page": form(b"1 0 0 RG 2 w 12 12 571 818 re S"),
    "a filled frame": form(b"1 0 0 rg 10 10 575 822 re 12 12 571 818 re f*"),
    "a red seal on the margin": form(b"1 0 0 RG 1 w 530 40 m 550 40 550 70 530 70 c 510 70 510 40 530 40 c S"),
    "an image on the margin": form(b"q 20 0 0 20 20 20 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q"),
    "a header and a footer": form(MARK + b" BT /He 7 Tf 1 0 0 1 40 830 Tm (header) Tj ET"),
    "the page as a form": wrapped,
    "merged by pypdf": overlaid,
    "laid over by MuPDF": shown_over,
    "a note": annotated(**_NOTE),
    "an annotation as large as the page": watermark,
    "stamped by MuPDF": by_pymupdf(lambda page: page.add_stamp_annot(pymupdf.Rect(450, 20, 580, 60))),
    "a note by MuPDF": by_pymupdf(lambda page: page.add_text_annot((560, 20), "ok")),
    "free text by MuPDF": by_pymupdf(lambda page: page.add_freetext_annot(pymupdf.Rect(400, 10, 590, 30), "ID 1")),
    "signed": signed(),
    "signed twice": signed(2),
    "signed three times, seen": signed(3, seen=True),
    "signed with time stamps": signed(2, stamped=True),
}
COMMANDS: Mapping[str, tuple[str | None, Step]] = {
    "qpdf": (_QPDF, by_command("qpdf", "IN", "OUT")),
    "qpdf, linearised": (_QPDF, by_command("qpdf", "--linearize", "IN", "OUT")),
    "qpdf, object streams": (_QPDF, by_command("qpdf", "--object-streams=generate", "IN", "OUT")),
    "Ghostscript": (_GHOSTSCRIPT, by_command(*_PDFWRITE, "IN")),
    "Ghostscript, PDF/A": (_GHOSTSCRIPT, by_command(*_PDFWRITE, "-dPDFA=3", "-sColorConversionStrategy=RGB", "IN")),
}


def after_each_other(*steps: str) -> bytes:
    """The notice after several of them."""
    document = GENUINE
    for step in steps:
        document = STEPS[step](document) if step in STEPS else COMMANDS[step][1](document)
    return document
