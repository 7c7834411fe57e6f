"""Additions of archives to signed documents: validation data and time stamps, by incremental updates."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pdf.signing.later_additions import classify_additions
from pdf.signing.signature_verifier import Addition
from pdf.signing.signatures import Signer
from pdf.signing.synchronous_calls import run_synchronously
from tests.support.pdf.document_samples import CERTIFICATE, rendered
from tests.support.pdf.signed_documents import chain_of, pem_of, sample


@cache
def authority() -> tuple[DummyTimeStamper, str]:
    """A time-stamp authority, and its certificates as PEM."""
    key = rsa.generate_private_key(65537, 2048)
    chain = chain_of(key, name="見本時刻認証局", stamps=True)
    own, *others = load_certs_from_pemder_data(chain.encode())
    private = load_private_key_from_pemder_data(pem_of(key).encode(), None)
    return DummyTimeStamper(own, private, certs_to_embed=SimpleCertificateStore.from_certs(others)), chain


def stamped(document: bytes) -> bytes:
    """With a document time stamp."""
    written = BytesIO()
    stamper = PdfTimeStamper(authority()[0])
    run_synchronously(
        stamper.async_timestamp_pdf(IncrementalPdfFileWriter(BytesIO(document)), "sha256", output=written)
    )
    return written.getvalue()


def with_validation_data(document: bytes) -> bytes:
    """With the certificates of its signer, as a document security store."""
    written = BytesIO(document)
    signature = PdfFileReader(BytesIO(document)).embedded_signatures[0]
    certificates = list(load_certs_from_pemder_data(sample().certificates.encode()))
    DocumentSecurityStore.add_dss(written, signature.pkcs7_content.hex().encode(), certs=certificates)
    return written.getvalue()


def updated(document: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """With any other incremental update."""
    writer, written = IncrementalPdfFileWriter(BytesIO(document)), BytesIO()
    change(writer)
    writer.write(written)
    return written.getvalue()


@cache
def issued() -> bytes:
    """A certificate as it is issued."""
    return Signer(sample()).sign(rendered(CERTIFICATE))


@cache
def archived() -> bytes:
    """With validation data and a time stamp."""
    return stamped(with_validation_data(issued()))


def look(document: bytes, base: bytes | None = None) -> tuple[Addition, ...]:
    return classify_additions(document, len(base or issued()))
