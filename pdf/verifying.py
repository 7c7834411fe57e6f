"""A verifying process: `python -m pdf.verifying`. It verifies uploaded documents, each in a copy of itself."""

import datetime
import json
import pickle
from collections.abc import Callable
from functools import partial
from io import BytesIO

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from pdf import sample_authority
from pdf.child import serve
from pdf.copies import Copies, settle
from pdf.identity import Identity
from pdf.refusals import NotRead, Reason
from pdf.signing import Signer
from pdf.trust import Roots
from pdf.verification import NotVerifiable, verify
from pdf.verifier import MOMENT


def main() -> None:
    """Verify what comes on standard input until it ends."""
    serve(_prepared)


def _prepared(greeting: bytes) -> Callable[[bytes], bytes]:
    roots: Roots = pickle.loads(greeting)  # noqa: S301 -- from the process that started this one
    _load_everything()
    settle()
    return Copies(partial(_read, roots=roots))


def _read(message: bytes, *, roots: Roots) -> bytes:
    (moment,) = MOMENT.unpack_from(message)
    at = datetime.datetime.fromtimestamp(moment, datetime.UTC)
    try:
        found = verify(message[MOMENT.size :], roots=roots, at=at)
    except NotVerifiable:
        raise NotRead(Reason.DAMAGED) from None
    signed_at = found.stamped_at or found.claimed_at
    answer = (found.is_intact and found.covers_all, signed_at and signed_at.timestamp(), found.trust)
    return json.dumps(answer).encode()


def _load_everything() -> None:
    """Verify a document of our own: what that imports, the copies may not import any more."""
    at = datetime.datetime.now(datetime.UTC)
    pem = sample_authority.make(at=at)
    document = Signer(Identity(pem, pem)).sign(_blank())
    verify(document, roots=Roots(sample=pem), at=at)


def _blank() -> bytes:
    writer, written = PdfFileWriter(), BytesIO()
    page = RawContent(b"", box=BoxConstraints(100, 100))
    writer.insert_page(PageObject(contents=writer.add_object(page.as_form_xobject()), media_box=(0, 0, 100, 100)))
    writer.write(written)
    return written.getvalue()


if __name__ == "__main__":
    main()
