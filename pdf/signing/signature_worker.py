"""A worker process: `python -m pdf.signing.signature_worker`. It verifies documents, each in a copy of itself."""

import datetime
import json
import pickle
from collections.abc import Callable
from functools import partial
from io import BytesIO

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from pdf.signing import sample_authority
from pdf.signing.identity import Identity
from pdf.signing.later_additions import Altered, added
from pdf.signing.signature_verification import NotVerifiable, verify
from pdf.signing.signature_verifier import PREFACE, Addition
from pdf.signing.signatures import Signer
from pdf.signing.trust_anchors import Roots
from pdf.upload_refusals import NotRead, Reason
from pdf.workers.fork_server import Copies, settle
from pdf.workers.worker_protocol import serve


def main() -> None:
    """Verify what comes on standard input until it ends."""
    serve(_prepared)


def _prepared(greeting: bytes) -> Callable[[bytes], bytes]:
    roots: Roots = pickle.loads(greeting)  # noqa: S301 -- from the process that started this one
    _load_everything()
    settle()
    return Copies(partial(_read, roots=roots))


def _read(message: bytes, *, roots: Roots) -> bytes:
    moment, length = PREFACE.unpack_from(message)
    at, document = datetime.datetime.fromtimestamp(moment, datetime.UTC), message[PREFACE.size :]
    try:
        found = verify(document[:length], roots=roots, at=at)
    except NotVerifiable:
        raise NotRead(Reason.DAMAGED) from None
    signed_at = found.stamped_at or found.claimed_at
    is_whole = found.is_intact and found.covers_all
    answer = (is_whole, _additions(document, length), signed_at and signed_at.timestamp(), found.trust)
    return json.dumps(answer).encode()


def _additions(document: bytes, length: int) -> tuple[Addition, ...] | None:
    try:
        return added(document, length)
    except Altered:
        return None


def _load_everything() -> None:
    """Verify a document of our own: what that imports, the copies may not import any more."""
    at = datetime.datetime.now(datetime.UTC)
    pem = sample_authority.make(at=at)
    document = Signer(Identity(pem, pem)).sign(_blank())
    verify(document, roots=Roots(sample=pem), at=at)
    archived = BytesIO(document)
    DocumentSecurityStore.add_dss(archived, None, certs=list(load_certs_from_pemder_data(pem.encode())))
    added(archived.getvalue(), len(document))


def _blank() -> bytes:
    writer, written = PdfFileWriter(), BytesIO()
    page = RawContent(b"", box=BoxConstraints(100, 100))
    writer.insert_page(PageObject(contents=writer.add_object(page.as_form_xobject()), media_box=(0, 0, 100, 100)))
    writer.write(written)
    return written.getvalue()


if __name__ == "__main__":
    main()
