"""Reads uploaded key notices, in child processes, so that a hostile file harms nobody and nobody waits for it."""

from pdf.children import Children, NoAnswer, Occupied, TooLate
from pdf.examining import READ
from pdf.notice_data import InvalidData, KeyNotice
from pdf.refusals import NotRead, Reason

LARGEST = 10_000_000
"""Bytes."""
HEAD = b"%PDF-"
SECONDS = 2.8
"""In which a file is examined; its process ends by itself a little earlier."""
PATIENCE = 3
"""Seconds in which a child has to become free."""
WAITING = 8
"""Uploads that wait for each child; more are refused at once."""
RETRY_AFTER = 5


class Reader:
    """Up to `processes` files are examined at a time."""

    def __init__(self, *, processes: int) -> None:
        # An environment of its own: the server's has secrets.
        self._children = Children("pdf.examining", processes=processes, environment={})
        self._most = processes * (1 + WAITING)
        self._under_way = 0

    async def start(self) -> None:
        """Have the children ready, so that the first upload is not slower. Raises NoAnswer."""
        await self._children.start()

    async def close(self) -> None:
        """End the children."""
        await self._children.close()

    async def read(self, document: bytes) -> KeyNotice:
        """What a key notice says. Raises NotRead.

        Whether its number and key belong together, only the register knows.
        """
        if len(document) > LARGEST:
            raise NotRead(Reason.TOO_LARGE)
        if not document.startswith(HEAD):
            raise NotRead(Reason.NOT_A_PDF)
        if self._under_way >= self._most:
            raise NotRead(Reason.BUSY, retry_after=RETRY_AFTER)
        self._under_way += 1
        try:
            return _understood(await self._children.ask(document, seconds=SECONDS, patience=PATIENCE))
        except Occupied:
            raise NotRead(Reason.BUSY, retry_after=RETRY_AFTER) from None
        except TooLate:
            raise NotRead(Reason.TOO_SLOW) from None
        except NoAnswer:
            raise NotRead(Reason.NOT_EXAMINED) from None
        finally:
            self._under_way -= 1


def _understood(answer: bytes) -> KeyNotice:
    """The answer is data, never code: its process had read what a stranger sent."""
    kind, content = answer[:1], answer[1:]
    try:
        if kind == READ:
            return KeyNotice.from_json(content)
        reason = Reason(content.decode())
    except (InvalidData, ValueError):
        reason = Reason.NOT_EXAMINED
    raise NotRead(reason)
