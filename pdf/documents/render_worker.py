"""A printing process: `python -m pdf.documents.render_worker`.

It gets pickled sheets on its standard input and ends with it, also when the server was killed. It imports nothing of
the server, and it alone opens the signing key.
"""

import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

from pdf.documents import certificate_document, fee_statement_document, key_notice_document
from pdf.documents.document_data import CertificateSheet, FeeStatementSheet, KeyNoticeSheet
from pdf.documents.renderer import FAILED, PRINTED, Sheet, kind_and_place
from pdf.signing.identity import Identity
from pdf.signing.signatures import Signer, UnusableKey
from pdf.workers.worker_protocol import serve

LAY_OUT: dict[type[Sheet], Callable[[Any], bytes]] = {
    CertificateSheet: certificate_document.render,
    KeyNoticeSheet: key_notice_document.render,
    FeeStatementSheet: fee_statement_document.render,
}


def main() -> None:
    """Print what is asked for on standard input until it ends."""
    serve(_prepared)


def _prepared(greeting: bytes) -> Callable[[bytes], bytes]:
    identity: Identity = pickle.loads(greeting)  # noqa: S301 -- from the process that started this one

    def answer(job: bytes) -> bytes:
        try:
            return PRINTED + _printed(pickle.loads(job), identity)  # noqa: S301 -- likewise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the server hears of it and goes on
            said = str(error) if isinstance(error, UnusableKey) else kind_and_place(error)
            return FAILED + said.encode()

    return answer


def _printed(sheet: Sheet | None, identity: Identity) -> bytes:
    """The document; of no sheet an empty one, if the key can be used."""
    if sheet is None:
        _signer(identity)
        return b""
    document = LAY_OUT[type(sheet)](sheet)
    is_signed = isinstance(sheet, CertificateSheet) and not sheet.is_on_paper  # what is printed has a seal of its own
    return _signer(identity).sign(document) if is_signed else document


@cache
def _signer(identity: Identity) -> Signer:
    return Signer(identity)


if __name__ == "__main__":
    main()
