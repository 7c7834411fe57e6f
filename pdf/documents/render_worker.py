"""A render worker: `python -m pdf.documents.render_worker`.

It gets pickled document data on its standard input and ends with it, also when the server was killed. It imports
nothing of the server, and it alone opens the signing key.
"""

import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

from pdf.documents import (
    certificate_document,
    claim_receipt_document,
    fee_statement_document,
    key_notice_document,
    monthly_bill_document,
)
from pdf.documents.claim_receipt_data import ClaimReceiptData
from pdf.documents.document_data import (
    CertificateData,
    FeeStatementData,
    KeyNoticeData,
    MonthlyBillData,
)
from pdf.documents.renderer import FAILED, RENDERED, DocumentData, describe_error
from pdf.signing.data_request import SignedDataRequest
from pdf.signing.identity import SigningIdentity
from pdf.signing.signatures import Signer, UnusableKey
from pdf.workers.worker_protocol import serve

RENDERERS: dict[type[DocumentData], Callable[[Any], bytes]] = {
    CertificateData: certificate_document.render,
    KeyNoticeData: key_notice_document.render,
    FeeStatementData: fee_statement_document.render,
    MonthlyBillData: monthly_bill_document.render,
    ClaimReceiptData: claim_receipt_document.render,
}


def main() -> None:
    """Render the documents that are requested on standard input until it ends."""
    serve(_prepare)


def _prepare(init_message: bytes) -> Callable[[bytes], bytes]:
    identity: SigningIdentity = pickle.loads(init_message)  # noqa: S301 -- from the process that started this one

    def handle(job: bytes) -> bytes:
        try:
            return RENDERED + _render(pickle.loads(job), identity)  # noqa: S301 -- likewise
        except Exception as error:  # noqa: BLE001 -- every error is reported to the server
            message = str(error) if isinstance(error, UnusableKey) else describe_error(error)
            return FAILED + message.encode()

    return handle


def _render(data: DocumentData | SignedDataRequest | None, identity: SigningIdentity) -> bytes:
    """The document, or data that is signed; for None an empty one, if the key can be used."""
    if data is None:
        _signer(identity)
        return b""
    if isinstance(data, SignedDataRequest):
        return _signer(identity).sign_data(data.content)
    document = RENDERERS[type(data)](data)
    is_certificate = isinstance(data, CertificateData) and not data.is_on_paper  # paper gets a real seal
    is_signed = is_certificate or isinstance(data, ClaimReceiptData)
    return _signer(identity).sign(document) if is_signed else document


@cache
def _signer(identity: SigningIdentity) -> Signer:
    return Signer(identity)


if __name__ == "__main__":
    main()
