"""The file: well formed, self-contained, and ready for a signature."""

import datetime
import gc
import io
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pikepdf
import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from pdf.documents import certificate_document, key_notice_document
from pdf.layout.text_problems import TextProblem
from tests.pdf.certificate_rows import replace
from tests.support.pdf.document_samples import CERTIFICATE, DOCUMENT_DATA, NOTICE, rendered

EACH = pytest.mark.parametrize("name", DOCUMENT_DATA)


@EACH
def test_qpdf_finds_no_fault(name: str, documents: Mapping[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(documents[name])) as opened:
        assert opened.check_pdf_syntax() == []


@EACH
def test_documents_are_small_and_their_table_is_exact(name: str, documents: Mapping[str, bytes]) -> None:
    document = documents[name]
    assert len(document) <= (75_000 if "twenty" in name else 70_000)
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", document)[0])
    entries = re.findall(rb"(\d{10}) 00000 n \n", document[start:])
    for number, offset in enumerate(entries, 1):
        assert document[int(offset) :].startswith(b"%d 0 obj\n" % number)
    assert document.count(b" 0 obj\n") == len(entries)


@EACH
def test_every_font_is_embedded(name: str, documents: Mapping[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(documents[name])) as opened:
        fonts = opened.pages[0].Resources.Font
        for font in fonts.values():
            [descendant] = font.DescendantFonts
            assert descendant.FontDescriptor.FontFile3.Subtype == "/CIDFontType0C"
            assert re.fullmatch(r"/[A-Z]{6}\+Noto(Sans|Serif)JP-Regular", str(font.BaseFont))
            assert b"beginbfchar" in font.ToUnicode.read_bytes()


def test_a_document_says_what_it_is(documents: Mapping[str, bytes]) -> None:
    information = pypdf.PdfReader(io.BytesIO(documents["certificate"])).metadata
    assert information is not None
    assert (information.title, information.author) == ("保証証書（前払金保証）", "見本建設業保証株式会社")
    # borb's licence requires its producer line.
    assert information.producer == "borb"
    with pikepdf.open(io.BytesIO(documents["certificate"])) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "保証証書（前払金保証）"
        assert metadata["xmp:CreateDate"] == "2025-11-20"
        assert opened.Root.Lang == "ja-JP"


def test_markup_in_names_stays_text() -> None:
    issuer = replace(CERTIFICATE.issuer, surety_name="A&B<保証>(株)\\")
    document = certificate_document.render(replace(CERTIFICATE, issuer=issuer))
    with pikepdf.open(io.BytesIO(document)) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:creator"] == ["A&B<保証>(株)\\"]
        assert str(opened.docinfo.Author) == "A&B<保証>(株)\\"


def test_the_same_sheet_gives_the_same_bytes() -> None:
    for name in ("certificate", "notice", "statement"):
        assert rendered(DOCUMENT_DATA[name]) == rendered(DOCUMENT_DATA[name])
    later = replace(CERTIFICATE, issued_on=datetime.date(2025, 11, 21))
    assert certificate_document.render(CERTIFICATE) != certificate_document.render(later)


HOSTILE = ("", "\x00", "\ud800", "%@1@\n", "\u202e", "a" * 10_000, "👷")
HARMLESS = ("{}", "{0}", "(\\)", "<script>", "%PDF-1.7 %@1@", "endstream endobj")


@pytest.mark.parametrize("name", ["certificate-joint-venture", "notice-joint-venture", "statement"])
def test_no_text_breaks_a_document(name: str) -> None:
    data = DOCUMENT_DATA[name]
    texts = {field.name for field in fields(data) if type(getattr(data, field.name)) is str}
    texts |= {row.name for row in getattr(data, "rows", ()) if type(row.value) is str}
    for field in texts - {"verification_page", "title", "product_name"}:
        for text in HOSTILE:
            with pytest.raises(TextProblem) as refusal:
                rendered(replace(data, **{field: text}))
            assert refusal.value.field == field
        for text in HARMLESS:
            with pikepdf.open(io.BytesIO(rendered(replace(data, **{field: text})))) as opened:
                assert opened.check_pdf_syntax() == []


def test_documents_leave_nothing_behind() -> None:
    def inflate(count: int) -> int:
        for _ in range(count):
            certificate_document.render(CERTIFICATE)
            key_notice_document.render(NOTICE)
        gc.collect()
        return len(gc.get_objects())

    before = inflate(5)
    assert inflate(50) - before < 20


ALONE = """
import signal
def handlers():
    return {number: signal.getsignal(number) for number in signal.valid_signals()}
before = handlers()
from tests.support.pdf.document_samples import CERTIFICATE, NOTICE, STATEMENT, rendered
for _ in range(30):  # after 64 documents it would ask for a licence
    for sheet in (CERTIFICATE, NOTICE, STATEMENT):
        rendered(sheet)
assert handlers() == before
from borb.pdf import UsageStatistics
assert UsageStatistics._UsageStatistics__HAS_OPTED_IN is False
"""


def test_a_signature_can_be_added(tmp_path: Path) -> None:
    signer = self_signed(tmp_path)
    assert signer.signing_cert
    for data in (CERTIFICATE, NOTICE):
        writer = IncrementalPdfFileWriter(io.BytesIO(rendered(data)), strict=True)
        signed = sign_pdf(writer, PdfSignatureMetadata(field_name="Signature"), signer=signer)
        reader = PdfFileReader(signed, strict=True)
        status = validate_pdf_signature(
            reader.embedded_signatures[0], ValidationContext(trust_roots=[signer.signing_cert])
        )
        assert status.intact
        assert status.valid
        assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def self_signed(folder: Path) -> SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "見本")])
    start = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    certified = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    unencrypted = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, unencrypted))
    (folder / "certificate.pem").write_bytes(certified.public_bytes(pem))
    signer = SimpleSigner.load(str(folder / "key.pem"), str(folder / "certificate.pem"))
    assert signer
    return signer


def test_borb_says_nothing_and_leaves_signals_alone() -> None:
    ran = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, timeout=120, check=False)  # noqa: S603 -- our own command
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


def test_checking_needs_no_borb() -> None:
    alone = "import sys; from pdf.documents import printable_texts; assert 'borb' not in sys.modules"
    subprocess.run([sys.executable, "-c", alone], timeout=60, check=True)  # noqa: S603 -- our own command
