"""Genuine notices are read, also when another program has saved them."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import pymupdf
import pypdf
import pytest

from pdf.documents.document_data import KeyNoticeData
from pdf.reading import notice_file
from pdf.upload_refusals import Reason, UploadRefused
from tests.support.hostile.writing import altered
from tests.support.pdf.document_samples import DOCUMENT_DATA, NOTICE
from tests.support.pdf.readers import by_pikepdf


def by_pypdf(document: bytes) -> bytes:
    out = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(document)).write(out)
    return out.getvalue()


def by_mupdf(**how: Any) -> Callable[[bytes], bytes]:
    def saved(document: bytes) -> bytes:
        with pymupdf.open(stream=document) as opened:
            return opened.tobytes(**how)

    return saved


def stamped(document: bytes) -> bytes:
    """With a mark of receipt on the margin, as e-contract systems print it."""
    with pymupdf.open(stream=document) as opened:
        opened[0].insert_text((60, 820), "received 2025-11-21 31073-00002N")
        return opened.tobytes()


def linked(document: bytes) -> bytes:
    """With a link over the number, which shows nothing."""
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([190, 215, 400, 290]),
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://kakusho.example/")),
    )
    return altered(lambda opened: setattr(opened.pages[0], "Annots", pikepdf.Array([link])), document)


PROGRAMS: Mapping[str, Callable[[bytes], bytes]] = {
    "as issued": bytes,
    "with line ends behind it": lambda document: document + b"\r\n\n",
    "with a block of them": lambda document: document.rstrip() + b"\n" * notice_file.MOST_PADDING,
    "pikepdf": by_pikepdf(),
    "pikepdf, linearised": by_pikepdf(linearize=True),
    "pikepdf, object streams": by_pikepdf(object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True),
    "pikepdf, normalised": by_pikepdf(normalize_content=True),
    "pikepdf, QDF": by_pikepdf(qdf=True),
    "pypdf": by_pypdf,
    "MuPDF": by_mupdf(),
    "MuPDF, cleaned": by_mupdf(garbage=4, clean=True, deflate=True),
    "MuPDF, object streams": by_mupdf(use_objstms=1),
    "stamped": stamped,
    "linked": linked,
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", [name for name, data in DOCUMENT_DATA.items() if isinstance(data, KeyNoticeData)])
def test_a_genuine_notice_is_read(name: str, program: str, documents: Mapping[str, bytes]) -> None:
    data = DOCUMENT_DATA[name]
    assert isinstance(data, KeyNoticeData)
    read = notice_file.read(PROGRAMS[program](documents[name]))
    assert (read.number, read.key, read.product) == (data.number, data.key, data.product)
    assert (read.project_name, read.contractor_name) == (data.project_name, data.contractor_name)
    assert (read.joint_venture_name, read.obligee_title) == (data.joint_venture_name, data.obligee_title)
    assert (read.surety_name, read.issued_on) == (data.issuer.surety_name, data.issued_on)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_is_not_guessed_at(turn: int, documents: Mapping[str, bytes]) -> None:
    turned = altered(lambda opened: opened.pages[0].rotate(turn, relative=False), documents["notice"])
    with pytest.raises(UploadRefused) as refused:
        notice_file.read(turned)
    assert refused.value.reason is Reason.CONTRADICTORY


def test_every_reason_says_what_to_do() -> None:
    for reason in Reason:
        assert any(words in reason.message for words in ("登録してください。", "入力してください。"))
    assert "番号と認証キーを直接入力してください" in Reason.SCANNED.message
    assert NOTICE.key not in "".join(reason.message for reason in Reason)
