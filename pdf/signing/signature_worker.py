"""A worker process: `python -m pdf.signing.signature_worker`.

It verifies the signatures of documents, each in a sandboxed fork of itself.
"""

import datetime
import json
import pickle
from functools import partial
from io import BytesIO

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from pdf.signing import sample_authority
from pdf.signing.identity import SigningIdentity
from pdf.signing.later_additions import ForbiddenAddition, classify_additions
from pdf.signing.signature_verification import NotVerifiable, verify
from pdf.signing.signature_verifier import REQUEST_HEADER, Addition
from pdf.signing.signatures import Signer
from pdf.signing.trust_anchors import TrustAnchors
from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers import fork_server
from pdf.workers.fork_server import Handler


def main() -> None:
    """Verify the documents that come on standard input until it ends."""
    fork_server.serve(_prepare)


def _prepare(init_message: bytes) -> Handler:
    anchors: TrustAnchors = pickle.loads(init_message)  # noqa: S301 -- from the process that started this one
    _warm_up()
    return partial(_verify, anchors=anchors)


def _verify(message: bytes, *, anchors: TrustAnchors) -> bytes:
    timestamp, length = REQUEST_HEADER.unpack_from(message)
    at, document = datetime.datetime.fromtimestamp(timestamp, datetime.UTC), message[REQUEST_HEADER.size :]
    try:
        found = verify(document[:length], anchors=anchors, at=at)
    except NotVerifiable:
        raise UploadRefused(Reason.DAMAGED) from None
    signed_at = found.stamped_at or found.claimed_at
    is_whole = found.is_intact and found.covers_all
    report = (is_whole, _additions(document, length), signed_at and signed_at.timestamp(), found.trust)
    return json.dumps(report).encode()


def _additions(document: bytes, length: int) -> tuple[Addition, ...] | None:
    try:
        return classify_additions(document, length)
    except ForbiddenAddition:
        return None


def _warm_up() -> None:
    """Verify a document made here: the sandbox rejects imports, so everything is imported before."""
    at = datetime.datetime.now(datetime.UTC)
    pem = sample_authority.make(at=at)
    document = Signer(SigningIdentity(pem, pem)).sign(_blank())
    verify(document, anchors=TrustAnchors(sample=pem), at=at)
    archived = BytesIO(document)
    DocumentSecurityStore.add_dss(archived, None, certs=list(load_certs_from_pemder_data(pem.encode())))
    classify_additions(archived.getvalue(), len(document))


def _blank() -> bytes:
    writer, written = PdfFileWriter(), BytesIO()
    page = RawContent(b"", box=BoxConstraints(100, 100))
    writer.insert_page(PageObject(contents=writer.add_object(page.as_form_xobject()), media_box=(0, 0, 100, 100)))
    writer.write(written)
    return written.getvalue()


if __name__ == "__main__":
    main()
