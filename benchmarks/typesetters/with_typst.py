"""Typst, a compiler in Rust, by its Python package: one compiler for all documents, which lets it reuse results."""

import io
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import cast

import orjson
import pylopdf_fonts_jp
import segno
import typst

from benchmarks.typesetters.content import Content, Words, certificate_words, notice_words

_SOURCE = Path(__file__).with_name("sheet.typ")


def typesetters() -> tuple[Callable[[Content], bytes], Callable[[Content], bytes]]:
    """The functions for a key notice and for a certificate."""
    fonts = str(pylopdf_fonts_jp.serif_path().parent)
    compiler = typst.Compiler(str(_SOURCE), font_paths=[fonts], ignore_system_fonts=True)

    def compiled(words: Words) -> bytes:
        data = orjson.dumps({**asdict(words), "code": _code(words.address) if words.address else ""})
        return cast("bytes", compiler.compile(sys_inputs={"data": data.decode()}, format="pdf"))

    return lambda of: compiled(notice_words(of.notice)), lambda of: compiled(certificate_words(of.certificate))


def _code(address: str) -> str:
    written = io.BytesIO()
    segno.make_qr(address, error="m").save(written, kind="svg", xmldecl=False)
    return written.getvalue().decode()
