"""Text extraction from the documents."""

import re
from collections.abc import Mapping

import pypdfium2
import pytest
import zxingcpp

from pdf.documents import key_notice_document
from pdf.documents.document_data import CertificateData, FeeStatementData, KeyNoticeData, MonthlyBillData
from tests.support.pdf.document_samples import DOCUMENT_DATA, KEY, LONG_PROJECT, NOTICE
from tests.support.pdf.readers import PDFTOTEXT, READERS, by_pdfium

WITHOUT_POPPLER = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is missing (Debian: poppler-utils)")
EACH_READER = pytest.mark.parametrize(
    "reader", [pytest.param(name, marks=WITHOUT_POPPLER if name == "poppler" else ()) for name in READERS]
)


@EACH_READER
@pytest.mark.parametrize("name", DOCUMENT_DATA)
def test_the_number_stands_next_to_its_label(name: str, reader: str, documents: Mapping[str, bytes]) -> None:
    data, text = DOCUMENT_DATA[name], READERS[reader](documents[name])
    if isinstance(data, MonthlyBillData):
        label, number = "請求書番号", data.bill_number
    elif isinstance(data, FeeStatementData) and data.number is None:  # it is stated before the issue
        label, number = "計算書番号", data.statement_number
    else:
        label, number = "保証契約番号", data.number
    assert re.search(rf"{label}\s*{number}\s", text)


@EACH_READER
@pytest.mark.parametrize("name", [name for name, data in DOCUMENT_DATA.items() if isinstance(data, KeyNoticeData)])
def test_the_key_stands_next_to_its_label(name: str, reader: str, documents: Mapping[str, bytes]) -> None:
    assert re.search(rf"認証キー\s*{KEY}\s", READERS[reader](documents[name]))


@EACH_READER
def test_long_names_are_read_whole(reader: str, documents: Mapping[str, bytes]) -> None:
    text = re.sub(r"\s", "", READERS[reader](documents["certificate-long"]))
    assert re.sub(r"\s", "", LONG_PROJECT) in text


@EACH_READER
def test_rare_characters_are_read(reader: str, documents: Mapping[str, bytes]) -> None:
    assert "髙﨑・𠮷田・濵﨑特定建設工事共同企業体" in READERS[reader](documents["certificate-joint-venture"])


def qr_codes(document: bytes, scale: int) -> list[str]:
    with pypdfium2.PdfDocument(document) as opened:
        return [code.text for code in zxingcpp.read_barcodes(opened[0].render(scale=scale).to_pil())]


@pytest.mark.parametrize("scale", [2, 4])
def test_the_code_leads_to_the_page_with_the_number_and_never_the_key(
    scale: int, documents: Mapping[str, bytes]
) -> None:
    assert qr_codes(documents["notice"], scale) == ["https://kakusho.example/verify?number=31073-00001M"]
    assert KEY not in key_notice_document.verification_address(NOTICE)


def test_only_notices_have_a_key_or_a_code(documents: Mapping[str, bytes]) -> None:
    for name, data in DOCUMENT_DATA.items():
        if isinstance(data, CertificateData):
            assert "認証キー" not in by_pdfium(documents[name])
            assert qr_codes(documents[name], 2) == []
