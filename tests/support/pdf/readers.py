"""Third-party programs that read documents."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

PDFTOTEXT = shutil.which("pdftotext")


def by_poppler(document: bytes) -> str:
    """The text by pdftotext, without options."""
    ran = subprocess.run(  # noqa: S603 -- a local reader, on our own document
        [PDFTOTEXT or "pdftotext", "-", "-"], input=document, capture_output=True, timeout=60, check=True
    )
    return ran.stdout.decode()


def by_pypdf(document: bytes) -> str:
    """The text by pypdf."""
    return pypdf.PdfReader(io.BytesIO(document), strict=True).pages[0].extract_text()


def by_pdfminer(document: bytes) -> str:
    """The text by pdfminer.six."""
    return extract_text(io.BytesIO(document))


def by_mupdf(document: bytes) -> str:
    """The text by MuPDF."""
    with pymupdf.open(stream=document) as opened:
        return str(opened[0].get_text())


def by_pdfium(document: bytes) -> str:
    """The text by PDFium."""
    with pypdfium2.PdfDocument(document) as opened:
        return opened[0].get_textpage().get_text_bounded()


READERS: Mapping[str, Callable[[bytes], str]] = {
    "poppler": by_poppler,
    "pypdf": by_pypdf,
    "pdfminer": by_pdfminer,
    "mupdf": by_mupdf,
    "pdfium": by_pdfium,
}


def closed_up(text: str) -> str:
    """A text without spaces and breaks, which differ between readers."""
    return re.sub(r"\s", "", text)


def by_pikepdf(**how: Any) -> Callable[[bytes], bytes]:
    def saved(document: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(document)) as opened:
            opened.save(out, **how)
        return out.getvalue()

    return saved
