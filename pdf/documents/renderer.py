"""Prints documents in child processes, so that the event loop of the server never waits for one.

What the children do stands in printing.py; this side imports neither borb nor pyHanko.
"""

import pickle
import traceback
from pathlib import Path

from pdf.documents.document_data import CertificateSheet, FeeStatementSheet, KeyNoticeSheet
from pdf.signing.identity import Identity
from pdf.workers.worker_pool import Children, NoAnswer

Sheet = CertificateSheet | KeyNoticeSheet | FeeStatementSheet

SECONDS = 30
"""In which a document is printed."""
CHILD = "pdf.documents.render_worker"
PRINTED, FAILED = b"\0", b"\1"


class NotPrinted(Exception):
    """A document that could not be made; the message says what went wrong, without what stands in it."""


class Press:
    """Up to `processes` children, started as they are needed."""

    def __init__(self, identity: Identity, *, processes: int) -> None:
        self._children = Children(CHILD, processes=processes, greeting=pickle.dumps(identity))

    async def print_(self, sheet: Sheet) -> bytes:
        """The document of a sheet; certificates that are not for paper are signed. Raises NotPrinted."""
        return await self._asked(pickle.dumps(sheet))

    async def check(self) -> None:
        """Raises NotPrinted when the identity cannot sign."""
        await self._asked(pickle.dumps(None))

    async def close(self) -> None:
        """End every child."""
        await self._children.close()

    async def _asked(self, job: bytes) -> bytes:
        try:
            answer = await self._children.ask(job, seconds=SECONDS)
        except NoAnswer as error:
            raise NotPrinted(f"the printing process gave no answer: {error}") from None
        if answer[:1] == FAILED:
            raise NotPrinted(answer[1:].decode())
        return answer[1:]


def kind_and_place(error: BaseException) -> str:
    """What an error is and where it was raised; its own words may repeat what stands in a document, such as a key."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
